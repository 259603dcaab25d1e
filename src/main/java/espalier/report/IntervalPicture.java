package espalier.report;

import espalier.basics.Figures;
import espalier.drawing.Svg;
import java.util.List;

/** Shares with two intervals each, a row for each, in SVG. */
final class IntervalPicture {

    private static final double ROW = 30;
    private static final double TOP = 40;
    private static final double PLOT = 420;
    private static final double LETTER = 7.2;

    /**
     * A share.
     *
     * @param low     of the interval that is drawn thin; NaN where it is not known
     * @param wideLow of the interval that is drawn thick
     */
    record Row(String name, double share, double low, double high, double wideLow, double wideHigh) {}

    private IntervalPicture() {}

    /** @param line where a line stands; NaN for none */
    static String of(String title, List<Row> rows, double line) {
        double left = 32 + LETTER * rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        double bottom = TOP + ROW * rows.size();
        Svg svg = new Svg(left + PLOT + 80, bottom + 44, title);
        svg.text(16, 22, "start", title);
        for (int percent = 0; percent <= 100; percent += 20) {
            double x = left + PLOT * percent / 100;
            svg.grid(x, TOP, x, bottom);
            svg.text(x, bottom + 18, "middle", percent + " %");
        }
        if (!Double.isNaN(line)) {
            svg.line(left + PLOT * line, TOP, left + PLOT * line, bottom, "#888888", 1.5);
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = TOP + ROW * (i + 0.5);
            svg.text(left - 14, y + 4.5, "end", row.name);
            if (Double.isNaN(row.share)) {
                continue;
            }
            if (!Double.isNaN(row.wideLow)) {
                svg.rectangle(left + PLOT * row.wideLow, y - 4, PLOT * (row.wideHigh - row.wideLow), 8,
                        Svg.shade(1, 4));
            }
            svg.line(left + PLOT * row.low, y, left + PLOT * row.high, y, Svg.colour(0), 1.5);
            svg.mark(left + PLOT * row.share, y, 4.5, 0);
            svg.text(left + PLOT + 14, y + 4.5, "start", Figures.percent(row.share));
        }
        return svg.end();
    }
}
