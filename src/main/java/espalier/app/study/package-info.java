/**
 * The page of studies with people: the published one as its counts, those of the workspace from their questions over
 * serving them, or asking at this machine, to what the answers come to, and tables of answers from elsewhere.
 * {@link espalier.app.study.StudiesViewModel}, {@link espalier.app.study.NewStudyViewModel},
 * {@link espalier.app.study.Serving} and {@link espalier.app.study.ParticipantModel} know no node. Called by the shell.
 */
package espalier.app.study;
