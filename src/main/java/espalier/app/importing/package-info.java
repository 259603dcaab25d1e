/**
 * The sheet that makes a foreign network one of the program's own: what its file does not say is guessed, can be
 * changed, and shows its effect at once.
 */
package espalier.app.importing;
