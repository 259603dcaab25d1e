package espalier.app.controls;

/**
 * Bars under the columns of a heatmap.
 *
 * @param title  beside the bars, in a word
 * @param values by column, 0 or more
 * @param max    the value of a bar of full height
 * @param line   where a line is drawn across the bars; NaN for none
 */
public record Totals(String title, float[] values, double max, double line) {

    /** No bars. */
    public static final Totals NONE = new Totals("", new float[0], 1, Double.NaN);
}
