package espalier.app.controls;

/**
 * The part of a heatmap that is seen, in places of columns and rows.
 *
 * @param all     the heatmap's size in columns
 * @param allRows its size in rows
 * @param left    the first place that is seen
 * @param columns how many are seen
 * @param top     the first row that is seen
 * @param rows    how many are seen
 */
record HeatmapZoom(int all, int allRows, int left, int columns, int top, int rows) {

    /** Fewer cells in a direction tell nothing more. */
    private static final int LEAST = 4;

    /** All is seen. */
    static HeatmapZoom whole(int columns, int rows) {
        return new HeatmapZoom(columns, rows, 0, columns, 0, rows);
    }

    /** Whether nothing is beyond the edges. */
    boolean isWhole() {
        return columns == all && rows == allRows;
    }

    /**
     * Nearer, or farther away; the cell at a place stays where it is.
     *
     * @param factor above 1 for nearer
     * @param place  among all
     * @param row    among all
     */
    HeatmapZoom scaled(double factor, int place, int row) {
        int width = size(columns, factor, all);
        int height = size(rows, factor, allRows);
        double x = (place + 0.5 - left) / columns;
        double y = (row + 0.5 - top) / rows;
        return at((int) Math.round(place + 0.5 - x * width), width, (int) Math.round(row + 0.5 - y * height), height);
    }

    /** At least one cell more or less, where that is possible. */
    private static int size(int now, double factor, int all) {
        int wanted = (int) Math.round(now / factor);
        wanted = factor > 1 ? Math.min(wanted, now - 1) : Math.max(wanted, now + 1);
        return Math.max(Math.min(LEAST, all), Math.min(all, wanted));
    }

    /** Another part of the same size. */
    HeatmapZoom moved(int right, int down) {
        return at(left + right, columns, top + down, rows);
    }

    /** The same size, moved as far as is needed to see a cell; −1 for no matter which. */
    HeatmapZoom showing(int place, int row) {
        int x = place < 0 ? left : Math.min(Math.max(left, place - columns + 1), place);
        int y = row < 0 ? top : Math.min(Math.max(top, row - rows + 1), row);
        return at(x, columns, y, rows);
    }

    private HeatmapZoom at(int x, int width, int y, int height) {
        return new HeatmapZoom(all, allRows, Math.max(0, Math.min(all - width, x)), width,
                Math.max(0, Math.min(allRows - height, y)), height);
    }
}
