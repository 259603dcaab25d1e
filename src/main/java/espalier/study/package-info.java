/**
 * What people see: the two experiments of "Less is More" (arXiv 2302.08878) with people. What is asked
 * ({@link espalier.study.Question}), what was answered ({@link espalier.study.Answer}) and tables of it
 * ({@link espalier.study.AnswerTable}).
 *
 * <p>The window, the command line and reports call it.
 */
package espalier.study;
