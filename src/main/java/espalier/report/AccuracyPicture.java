package espalier.report;

import espalier.basics.Figures;
import espalier.basics.Ticks;
import espalier.drawing.Svg;
import espalier.pruning.RateOf;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Test accuracy of groups of runs: a row for each group, a dot for each run, a bar at their mean, in the colour of the
 * rate.
 */
public final class AccuracyPicture {

    private static final double ROW = 26;
    private static final double TOP = 58;
    private static final double BOTTOM = 44;
    private static final double PLOT = 460;
    private static final double LETTER = 7.2;
    private static final double MARGIN = 16;
    private static final double LEAST_SPAN = 0.02;

    private AccuracyPicture() {}

    /**
     * Draws groups, the one that keeps most at the lowest common rate on top.
     *
     * @param rates  those to show, each above 1
     * @param rateOf what they compare
     * @return the file's content, SVG
     */
    public static String of(String title, List<RunGroup> groups, List<Double> rates, RateOf rateOf) {
        List<RunGroup> rows = groups.stream()
                .sorted(Comparator.comparingDouble((RunGroup group) -> -accuracy(group, rates.get(0)).mean())).toList();
        Spread all = Spread
                .of(rows.stream().flatMap(group -> rates.stream().map(rate -> accuracy(group, rate).values()))
                        .flatMapToDouble(Arrays::stream).toArray());
        double lowest = all.low();
        double highest = all.high();
        double step = Ticks.step(Math.max(LEAST_SPAN, highest - lowest) / 8);
        double from = Math.floor(lowest / step) * step;
        double to = Math.max(from + step, Math.ceil(highest / step) * step);

        double left = 2 * MARGIN + LETTER * rows.stream().mapToInt(group -> group.label().length()).max().orElse(0);
        double height = TOP + ROW * rows.size() + BOTTOM;
        Svg svg = new Svg(left + PLOT + 2 * MARGIN, height, title);
        svg.text(MARGIN, 24, "start", title);
        legend(svg, left, rates, rateOf);
        for (double tick : Ticks.linear(from, to, 10)) {
            double x = left + PLOT * (tick - from) / (to - from);
            svg.grid(x, TOP, x, height - BOTTOM);
            svg.text(x, height - BOTTOM + 18, "middle", Figures.fixed(100 * tick, step < 0.01 ? 1 : 0));
        }
        svg.text(left + PLOT / 2, height - 8, "middle", "test accuracy in %");
        for (int row = 0; row < rows.size(); row++) {
            double y = TOP + ROW * (row + 0.5);
            svg.text(left - MARGIN, y + 4.5, "end", rows.get(row).label());
            svg.grid(left, y, left + PLOT, y);
            for (int r = 0; r < rates.size(); r++) {
                Spread accuracy = accuracy(rows.get(row), rates.get(r));
                for (double value : accuracy.values()) {
                    svg.circle(left + PLOT * (value - from) / (to - from), y, 4, Svg.colour(r), 0.55);
                }
                if (accuracy.count() > 1) {
                    double x = left + PLOT * (accuracy.mean() - from) / (to - from);
                    svg.line(x, y - 8, x, y + 8, Svg.colour(r), 2.5);
                }
            }
        }
        return svg.end();
    }

    private static void legend(Svg svg, double left, List<Double> rates, RateOf rateOf) {
        double x = left;
        for (int r = 0; r < rates.size(); r++) {
            String name = rateOf.text(rates.get(r));
            svg.circle(x + 5, 42, 5, Svg.colour(r), 1);
            svg.text(x + 15, 46.5, "start", name);
            x += 40 + LETTER * name.length();
        }
    }

    private static Spread accuracy(RunGroup group, double rate) {
        return group.at(rate, milestone -> milestone.accuracy());
    }
}
