/**
 * What can be said of a map in a number ({@link espalier.explain.measures.MapMeasure}, the one list): how alike it is
 * to another, how well it lies on the object, how much the network depends on what it marks, and whether it depends on
 * the weights at all. Tests of faithfulness run the network, on the thread that owns it; all the rest is arithmetic on
 * plain arrays. Called by {@code survey}, {@code cli} and {@code app}.
 */
package espalier.explain.measures;
