/**
 * What people see: the two experiments of "Less is More" (arXiv 2302.08878) with people.
 * {@link espalier.study.StudyMaker} makes the folder of a study from a {@link espalier.study.StudyDesign} and a run;
 * {@link espalier.study.Study} is one under way: what a participant is asked next, and answers on disk.
 * {@link espalier.study.AnswerTable} reads and writes tables of answers.
 *
 * <p>The window, the command line and reports call it; it calls the workspace and what lies below.
 */
package espalier.study;
