/**
 * The participants' page of a study, served on the local network: {@link espalier.study.web.StudyServer}. Pages are
 * plain HTML with forms that work without a script; nothing comes from elsewhere. A person without the join code sees
 * no picture and gives no answer; nobody sees answers.
 *
 * <p>The server is Jetty's core: it knows limits of sizes, times and connections, and answers malformed requests by
 * itself, which the JDK's own small server leaves to its users; Javalin would add Kotlin and a servlet container to it
 * for ten routes.
 *
 * <p>The window and the command line call it; it calls the study.
 */
package espalier.study.web;
