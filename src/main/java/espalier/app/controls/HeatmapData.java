package espalier.app.controls;

import espalier.basics.Csv;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Values of 0 and more; the largest is the upper end. */
    public static HeatmapData fromZero(List<String> rows, List<String> columns, float[][] values) {
        double most = largest(values);
        return new HeatmapData(rows, columns, values, 0, most > 0 ? most : 1);
    }

    /** Values on both sides of 0, which is in the middle; the ends are numbers that a legend can show in one digit. */
    public static HeatmapData signed(List<String> rows, List<String> columns, float[][] values) {
        double most = largest(values);
        double end = most > 0 ? shortened(most) : 1;
        return new HeatmapData(rows, columns, values, -end, end);
    }

    private static double largest(float[][] values) {
        double most = 0;
        for (float[] row : values) {
            for (float value : row) {
                // NaN is not above anything.
                most = Math.abs(value) > most ? Math.abs(value) : most;
            }
        }
        return most;
    }

    /** The next larger number of one digit whose half has one digit too. */
    static double shortened(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double digit = Math.ceil(value / power - 1e-6);
        return (digit <= 2 ? digit : 2 * Math.ceil(digit / 2)) * power;
    }

    /** Some of the rows; the values are not copied. */
    HeatmapData ofRows(int from, int to) {
        return from == 0 && to == rows.size() ? this
                : new HeatmapData(rows.subList(from, to), columns, Arrays.copyOfRange(values, from, to), min, max);
    }

    /** Whether there is no cell. */
    public boolean isEmpty() {
        return rows.isEmpty() || columns.isEmpty();
    }

    /** A value's place between the ends, 0 to 1 or beyond. */
    double share(double value) {
        return max > min ? (value - min) / (max - min) : 0;
    }

    /** The values as CSV, the columns in an order: a line for each row, its name first. */
    String csv(int[] order) {
        List<String> heading = new ArrayList<>(List.of("row"));
        Arrays.stream(order).forEach(column -> heading.add(columns.get(column)));
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        for (int row = 0; row < rows.size(); row++) {
            List<String> line = new ArrayList<>(List.of(rows.get(row)));
            for (int column : order) {
                line.add(Csv.number(values[row][column]));
            }
            csv.append(Csv.line(line));
        }
        return csv.toString();
    }

    /** The columns' numbers in their own order. */
    int[] ownOrder() {
        return java.util.stream.IntStream.range(0, columns.size()).toArray();
    }

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

    /** What becomes of a heatmap's column. */
    public enum ColumnMark {
        /** Nothing to say. */
        PLAIN,
        /** It will go: hatched. */
        GOES,
        /** Somebody decided that it goes: hatched, with a cross. */
        MUST_GO,
        /** Somebody decided that it stays: with a dot. */
        MUST_STAY;

        /** Whether it is hatched. */
        public boolean isHatched() {
            return this == GOES || this == MUST_GO;
        }
    }
}
