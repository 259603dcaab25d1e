package espalier.app.controls;

import espalier.drawing.ColourMap;
import javafx.scene.image.Image;

/**
 * Paints the cells of a heatmap as one picture, whatever their number. Where there are more cells than pixels, a pixel
 * shows the mean of its cells.
 */
public final class HeatmapImage {

    /** Cells of this size and more get a gap between them. */
    private static final int LEAST_WITH_GAP = 7;

    private HeatmapImage() {}

    /**
     * Paints.
     *
     * @param order the column shown at each place
     */
    public static Image of(HeatmapData data, int[] order, ColourMap colours, int width, int height) {
        return Images.of(width, height, paint(data, order, colours, width, height));
    }

    /** The pixels, 0xAARRGGBB, row by row; gaps are transparent. */
    static int[] paint(HeatmapData data, int[] order, ColourMap colours, int width, int height) {
        int[] pixels = new int[width * height];
        if (data.isEmpty()) {
            return pixels;
        }
        CellAxis across = new CellAxis(order.length, width);
        CellAxis down = new CellAxis(data.rows().size(), height);
        boolean gaps = across.size(0) >= LEAST_WITH_GAP && down.size(0) >= LEAST_WITH_GAP;
        int[] line = new int[width];
        int lastRow = -1;
        int lastEnd = -1;
        for (int y = 0; y < height; y++) {
            int row = down.cellAt(y);
            int end = down.cellsEnd(y);
            if (row != lastRow || end != lastEnd) {
                paintLine(data, row, end, order, across, colours, line);
                lastRow = row;
                lastEnd = end;
            }
            boolean between = gaps && y == down.start(row + 1) - 1;
            if (!between) {
                System.arraycopy(line, 0, pixels, y * width, width);
            }
        }
        if (gaps) {
            for (int column = 1; column <= order.length; column++) {
                for (int y = 0, x = across.start(column) - 1; y < height; y++) {
                    pixels[y * width + x] = 0;
                }
            }
        }
        return pixels;
    }

    private static void paintLine(HeatmapData data, int row, int rowEnd, int[] order, CellAxis across,
            ColourMap colours, int[] line) {
        for (int x = 0; x < line.length; x++) {
            int column = across.cellAt(x);
            int end = across.cellsEnd(x);
            double sum = 0;
            int count = 0;
            for (int r = row; r < rowEnd; r++) {
                for (int c = column; c < end; c++) {
                    float value = data.values()[r][order[c]];
                    if (!Float.isNaN(value)) {
                        sum += value;
                        count++;
                    }
                }
            }
            line[x] = colours.argb(count == 0 ? Double.NaN : data.share(sum / count));
        }
    }
}
