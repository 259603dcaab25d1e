/**
 * Class activation maps: where a network looks for a class, by several methods ({@link espalier.explain.CamMethod});
 * what can be said of a map in a number ({@link espalier.explain.MapMeasure}); whether a mild rate improves
 * explanations ({@link espalier.explain.TrajectoryStudy}, {@link espalier.explain.SweetSpot}); how maps are drawn over
 * a picture. Called by {@code cli}, {@code app} and {@code report}. Maps and tests of faithfulness run the network, on
 * the thread that owns it; all the rest is arithmetic on plain arrays.
 */
package espalier.explain;
