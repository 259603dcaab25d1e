package espalier.app.controls;

import java.util.List;
import javafx.scene.text.Font;

/**
 * Where the parts of a heatmap are, in pixels from its corner.
 *
 * @param left    of the cells; row names are left of it
 * @param top     of the cells; marks are above it
 * @param across  the columns
 * @param down    the rows
 * @param numbers the height of the column numbers, under the cells
 * @param totals  the height of the bars, under the numbers; 0 for none
 */
record HeatmapGeometry(int left, int top, CellAxis across, CellAxis down, int numbers, int totals) {

    static final int MARKS = 14;
    static final int LEGEND = 64;
    private static final int NAME_GAP = 8;
    private static final int MOST_NAMES = 160;
    private static final int TOTALS = 52;
    private static final int TOTALS_GAP = 6;
    private static final int MOST_NAMES_MEASURED = 20;

    static HeatmapGeometry of(HeatmapData data, int places, boolean withTotals, boolean withLegend, Font font,
            double width, double height) {
        int numbers = (int) Math.ceil(Words.height(font)) + 4;
        int totals = withTotals && height > 160 ? TOTALS : 0;
        int left = (int) Math.ceil(Math.min(Math.min(width * 0.35, MOST_NAMES), names(data.rows(), font) + NAME_GAP));
        int right = withLegend ? LEGEND : 1;
        int cellsWidth = Math.max(1, (int) width - left - right);
        int cellsHeight = Math.max(1, (int) height - MARKS - numbers - totals - (totals > 0 ? TOTALS_GAP : 0));
        return new HeatmapGeometry(left, MARKS, new CellAxis(places, cellsWidth),
                new CellAxis(data.rows().size(), cellsHeight), numbers, totals);
    }

    private static double names(List<String> rows, Font font) {
        // The longest by letters are the widest or nearly so: measuring a thousand is not worth it.
        return rows.stream().sorted((a, b) -> b.length() - a.length()).limit(MOST_NAMES_MEASURED)
                .mapToDouble(name -> Words.width(name, font)).max().orElse(0);
    }

    /** The place of the column at a point's x, whatever its y; −1 beside the cells. */
    int placeAt(double x) {
        return across.cellAt(x - left);
    }

    /** The row at a point's y; −1 above and below the cells. */
    int rowAt(double y) {
        return down.cellAt(y - top);
    }

    double x(int place) {
        return left + across.start(place);
    }

    double y(int row) {
        return top + down.start(row);
    }

    double right() {
        return left + across.pixels();
    }

    double bottom() {
        return top + down.pixels();
    }

    double totalsTop() {
        return bottom() + numbers + TOTALS_GAP;
    }

    double end() {
        return totals > 0 ? totalsTop() + totals : bottom() + numbers;
    }
}
