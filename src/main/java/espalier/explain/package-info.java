/**
 * Class activation maps: where a network looks for a class, by several methods ({@link espalier.explain.CamMethod}).
 * Called by {@code survey}, {@code cli} and {@code app}, and by {@link espalier.explain.measures}. Runs networks on the
 * thread that owns them; hands out plain arrays.
 */
package espalier.explain;
