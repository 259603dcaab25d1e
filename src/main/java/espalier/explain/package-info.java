/**
 * Class activation maps: where a network looks for a class, how alike two maps are, whether they lie on the object, and how they are
 * drawn over a picture. Called by {@code cli}, {@code app} and {@code report}; maps are built on a network's probes, all the rest is
 * arithmetic on plain arrays.
 */
package espalier.explain;
