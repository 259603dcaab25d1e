package espalier.app.controls;

import java.util.List;
import java.util.function.DoubleFunction;

/**
 * What a chart shows.
 *
 * @param x      the axis below
 * @param y      the axis at the left
 * @param series from the least to the most important: the last is drawn on top
 */
public record ChartData(Axis x, Axis y, List<Series> series) {

    /**
     * An axis.
     *
     * @param title  words and unit
     * @param scale  how values are spread
     * @param number a value in short, for a tick
     * @param from   the axis reaches at least down to this; NaN for as far as the values do
     * @param to     the axis reaches at least up to this; NaN for as far as the values do
     */
    public record Axis(String title, Scale scale, DoubleFunction<String> number, double from, double to) {}

    /** How values are spread over an axis. */
    public enum Scale {
        /** Equal differences are equally wide. */
        LINEAR,
        /** Doubling is equally wide everywhere; a tick at each power of two. */
        LOG2,
        /** Doubling is equally wide everywhere; ticks at round numbers. */
        LOG10
    }

    /**
     * Points that belong together.
     *
     * @param name   for the key
     * @param number among all series, by which its dashes and marks differ; 0 for the one that stands out
     * @param joined whether a line runs through the points
     * @param points by x
     */
    public record Series(String name, int number, boolean joined, List<Point> points) {}

    /**
     * A point that stands out.
     *
     * @param id    of its network
     * @param words short, beside it
     * @param sure  whether it is drawn filled
     * @param text  what is said of it under the mouse
     */
    public record Mark(String id, String words, boolean sure, String text) {}

    /**
     * A network in a chart.
     *
     * @param id   of the network
     * @param low  the lower end of an interval about y; NaN where there is none
     * @param high the upper end
     * @param text what is said of it under the mouse
     */
    public record Point(String id, double x, double y, double low, double high, String text) {

        /** Whether it can be drawn. */
        public boolean isKnown() {
            return !Double.isNaN(x) && !Double.isNaN(y);
        }
    }
}
