package espalier.app.controls;

import espalier.basics.Csv;
import espalier.basics.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

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

    /** How the points of a series are drawn, beside what its number says. */
    public enum Look {
        /** Marks and a line of their own. */
        FULL,
        /** The marks' outlines, and a dashed line. */
        HOLLOW,
        /** Crosses, and a dotted line. */
        CROSS,
        /** No marks, and a thin line. */
        LINE
    }

    /**
     * Points that belong together.
     *
     * @param name   for the key
     * @param number among all series, by which its dashes and marks differ; 0 for the one that stands out
     * @param joined whether a line runs through the points
     * @param look   how they are drawn
     * @param points by x
     */
    public record Series(String name, int number, boolean joined, Look look, List<Point> points) {

        /** Points with full marks. */
        public Series(String name, int number, boolean joined, List<Point> points) {
            this(name, number, joined, Look.FULL, points);
        }
    }

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
     * @param id   of the network; where several series have points of it, the last is what is meant by it
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

    /** All points as CSV: a line for each, with the name of its series, and its interval where there are any. */
    String csv() {
        boolean intervals = series.stream().flatMap(one -> one.points().stream())
                .anyMatch(point -> !Double.isNaN(point.low()));
        List<String> heading = new ArrayList<>(
                List.of("series", x.title().isEmpty() ? "x" : x.title(), y.title().isEmpty() ? "y" : y.title()));
        if (intervals) {
            heading.addAll(List.of("low", "high"));
        }
        StringBuilder csv = new StringBuilder(Csv.line(heading));
        for (Series one : series) {
            for (Point point : one.points()) {
                List<String> line = new ArrayList<>(List.of(one.name(), Csv.number(point.x()), Csv.number(point.y())));
                if (intervals) {
                    line.addAll(List.of(Csv.number(point.low()), Csv.number(point.high())));
                }
                csv.append(Csv.line(line));
            }
        }
        return csv.toString();
    }

    /**
     * An axis with its ends: from values to pixels.
     *
     * @param min the value at the beginning
     * @param max the value at the end, above min
     */
    record Range(Axis axis, double min, double max) {

        private static final double MARGIN = 0.06;
        private static final int TICKS = 5;

        /** The range that shows all values, with some room beyond them. */
        static Range of(Axis axis, double[] values) {
            double[] all = DoubleStream.concat(DoubleStream.of(values), DoubleStream.of(axis.from(), axis.to()))
                    .filter(value -> !Double.isNaN(value) && !Double.isInfinite(value)).toArray();
            double low = DoubleStream.of(all).min().orElse(axis.scale() == Scale.LINEAR ? 0 : 1);
            double high = DoubleStream.of(all).max().orElse(low + 1);
            if (axis.scale() == Scale.LINEAR) {
                double width = high > low ? high - low : Math.max(Math.abs(high), 1) * 0.1;
                double step = Ticks.step(width / TICKS);
                // An end that was asked for is a natural one, such as 0 or 100 %: nothing lies beyond it.
                double min = low == axis.from() ? low : Math.floor((low - MARGIN * width) / step) * step;
                double max = high == axis.to() ? high : Math.ceil((high + MARGIN * width) / step) * step;
                return new Range(axis, min, max);
            }
            double width = Math.max(high / low, 1.5);
            return new Range(axis, low / Math.pow(width, MARGIN), low * width * Math.pow(width, MARGIN));
        }

        /** 0 at the beginning to 1 at the end. */
        double share(double value) {
            return axis.scale() == Scale.LINEAR ? (value - min) / (max - min)
                    : Math.log(value / min) / Math.log(max / min);
        }

        /** Where numbers stand. */
        List<Double> ticks() {
            return switch (axis.scale()) {
                case LINEAR -> Ticks.linear(min, max, TICKS);
                case LOG2 -> Ticks.powersOfTwo(min, max);
                case LOG10 -> Ticks.logarithmic(min, max);
            };
        }
    }
}
