package espalier.report;

import espalier.basics.Figures;
import espalier.basics.Ticks;
import espalier.drawing.Svg;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Values against the compression rate as lines with intervals, in SVG. Rates stand apart by their logarithm. */
final class LineChart {

    private static final double LEFT = 58;
    private static final double RIGHT = 18;
    private static final double BOTTOM = 42;
    private static final double LETTER = 6.9;
    private static final double LINE = 18;
    private static final double LEAST_APART = 30;
    private static final int TICKS = 6;

    /** How large it is, and its proportions. */
    enum Size {
        /** Alone on a line. */
        WIDE(640, 320),
        /** Beside another. */
        HALF(430, 270);

        private final double width;
        private final double height;

        Size(double width, double height) {
            this.width = width;
            this.height = height;
        }
    }

    /**
     * A value at a rate.
     *
     * @param low  the lower end of its interval; NaN where there is none
     * @param high the upper end
     */
    record Point(double rate, double value, double low, double high) {

        Point(double rate, double value) {
            this(rate, value, Double.NaN, Double.NaN);
        }

        private boolean isKnown() {
            return !Double.isNaN(value);
        }
    }

    /**
     * Points that belong together, by rising rate.
     *
     * @param series by which its colour and marks differ
     * @param dashed whether its line is; such a line has small marks
     */
    record Line(String name, int series, boolean dashed, List<Point> points) {}

    private LineChart() {}

    /**
     * Draws.
     *
     * @param title  for who cannot see it, and above it
     * @param number a value in short, for the axis
     * @param least  the axis reaches at least down to this; NaN for as far as the values do
     * @param most   the axis ends here where values come near it; NaN for no end
     * @return the file's content, SVG
     */
    static String of(Size size, String title, DoubleFunction<String> number, double least, double most,
            List<Line> lines) {
        double legendRows = lines.size() < 2 ? 0 : rows(lines, size.width - 32);
        double top = 42 + LINE * legendRows;
        double bottom = size.height + LINE * Math.max(0, legendRows - 1) - BOTTOM;
        double right = size.width - RIGHT;
        Svg svg = new Svg(size.width, bottom + BOTTOM, title);
        svg.text(16, 22, "start", title);
        if (legendRows > 0) {
            legend(svg, lines, size.width - 32);
        }
        double[] values = lines.stream().flatMap(line -> line.points.stream()).filter(Point::isKnown)
                .flatMapToDouble(point -> DoubleStream.of(point.value, point.low, point.high))
                .filter(value -> !Double.isNaN(value)).toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        low = Double.isNaN(least) ? low : Math.min(low, least);
        double step = Ticks.step(Math.max(high - low, Math.max(Math.abs(high), 1e-3) * 0.02) / TICKS);
        double from = Math.floor(low / step + 1e-9) * step;
        double to = Math.max(from + step, Math.ceil(high / step - 1e-9) * step);
        to = to > most ? most : to;
        for (double tick : Ticks.linear(from, to, TICKS + 2)) {
            double y = bottom - (bottom - top) * (tick - from) / (to - from);
            svg.grid(LEFT, y, right, y);
            svg.text(LEFT - 8, y + 4.5, "end", number.apply(Math.abs(tick) < step * 1e-6 ? 0 : tick));
        }
        List<Double> rates = lines.stream().flatMap(line -> line.points.stream()).map(Point::rate)
                .collect(Collectors.toCollection(TreeSet::new)).stream().toList();
        Scale across = new Scale(LEFT + 14, right - 14, Math.log(rates.get(0)), Math.log(rates.get(rates.size() - 1)));
        double last = Double.NEGATIVE_INFINITY;
        for (double rate : rates) {
            double x = across.place(Math.log(rate));
            if (x - last >= LEAST_APART) {
                svg.text(x, bottom + 18, "middle", "×"
                        + (rate == Math.rint(rate) ? Figures.plain(rate) : String.format(Locale.ROOT, "%.1f", rate)));
                last = x;
            }
        }
        svg.text((LEFT + right) / 2, bottom + 36, "middle", "compression rate");
        Scale up = new Scale(bottom, top, from, to);
        // The first is the most important: on top.
        for (int i = lines.size() - 1; i >= 0; i--) {
            draw(svg, lines.get(i), across, up);
        }
        return svg.end();
    }

    private record Scale(double begin, double end, double low, double high) {

        double place(double value) {
            return high == low ? (begin + end) / 2 : begin + (end - begin) * (value - low) / (high - low);
        }
    }

    private static void draw(Svg svg, Line line, Scale across, Scale up) {
        List<Point> known = line.points.stream().filter(Point::isKnown).toList();
        double[] path = known.stream()
                .flatMapToDouble(point -> DoubleStream.of(across.place(Math.log(point.rate)), up.place(point.value)))
                .toArray();
        String colour = Svg.colour(line.series);
        for (Point point : known) {
            if (!Double.isNaN(point.low)) {
                double x = across.place(Math.log(point.rate));
                svg.line(x, up.place(point.low), x, up.place(point.high), colour, 1.4);
                svg.line(x - 4, up.place(point.low), x + 4, up.place(point.low), colour, 1.4);
                svg.line(x - 4, up.place(point.high), x + 4, up.place(point.high), colour, 1.4);
            }
        }
        svg.path(path, colour, line.dashed ? 1.4 : 2, line.dashed ? "5 4" : "");
        for (int i = 0; i < path.length; i += 2) {
            svg.mark(path[i], path[i + 1], line.dashed ? 2.5 : 4, line.series);
        }
    }

    private static double width(Line line) {
        return 34 + LETTER * line.name.length() + 16;
    }

    private static int rows(List<Line> lines, double room) {
        int rows = 1;
        double x = 0;
        for (Line line : lines) {
            if (x > 0 && x + width(line) > room) {
                rows++;
                x = 0;
            }
            x += width(line);
        }
        return rows;
    }

    private static void legend(Svg svg, List<Line> lines, double room) {
        double x = 0;
        double y = 42;
        for (Line line : lines) {
            if (x > 0 && x + width(line) > room) {
                x = 0;
                y += LINE;
            }
            double middle = y - 4.5;
            svg.path(new double[] {16 + x, middle, 16 + x + 26, middle}, Svg.colour(line.series), line.dashed ? 1.4 : 2,
                    line.dashed ? "5 4" : "");
            svg.mark(16 + x + 13, middle, line.dashed ? 2.5 : 4, line.series);
            svg.text(16 + x + 33, y, "start", line.name);
            x += width(line);
        }
    }
}
