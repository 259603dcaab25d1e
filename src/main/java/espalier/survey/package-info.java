/**
 * What becomes of explanations with the rate: a trajectory's networks measured over the same pictures
 * ({@link espalier.survey.RateSurvey}), the rate that serves best and how sure that is
 * ({@link espalier.survey.SweetSpot}, {@link espalier.survey.Verdict}), with the paired test and the intervals behind
 * it. Called by {@code cli}, {@code app} and {@code report}, which show the same numbers. What people say of
 * explanations is not here.
 */
package espalier.survey;
