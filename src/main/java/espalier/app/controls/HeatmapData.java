package espalier.app.controls;

import java.util.List;

/**
 * What a heatmap shows.
 *
 * @param rows    the names of the rows, from the top
 * @param columns the names of the columns, short, in the order of the values
 * @param values  {@code [rows][columns]}; NaN where there is none
 * @param min     the value at the lower end of the colours
 * @param max     the value at the upper end of the colours
 */
public record HeatmapData(List<String> rows, List<String> columns, float[][] values, double min, double max) {

    /** A heatmap with nothing in it. */
    public static final HeatmapData EMPTY = new HeatmapData(List.of(), List.of(), new float[0][], 0, 1);

    /** Checks that there are as many values as names. */
    public HeatmapData {
        if (values.length != rows.size()) {
            throw new IllegalArgumentException(values.length + " rows of values for " + rows.size() + " names");
        }
        for (float[] row : values) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException(row.length + " values in a row of " + columns.size() + " columns");
            }
        }
    }

    /** Whether there is no cell. */
    public boolean isEmpty() {
        return rows.isEmpty() || columns.isEmpty();
    }

    /** A value's place between the ends, 0 to 1 or beyond. */
    double share(double value) {
        return max > min ? (value - min) / (max - min) : 0;
    }

    /** The columns' numbers in their own order. */
    int[] ownOrder() {
        return java.util.stream.IntStream.range(0, columns.size()).toArray();
    }
}
