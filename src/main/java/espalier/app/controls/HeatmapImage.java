package espalier.app.controls;

import espalier.drawing.ColourMap;
import java.util.stream.IntStream;
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
        return Images.over(width, height, paint(data, order, colours, width, height));
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
        int[] from = IntStream.range(0, width).map(across::cellAt).toArray();
        int[] to = IntStream.range(0, width).map(across::cellsEnd).toArray();
        // Lines of pixels that show the same rows are painted once; others, where there are many, side by side.
        int[] first = IntStream.range(0, height)
                .filter(y -> y == 0 || down.cellAt(y) != down.cellAt(y - 1) || down.cellsEnd(y) != down.cellsEnd(y - 1))
                .toArray();
        IntStream.range(0, first.length).parallel().forEach(i -> {
            int row = down.cellAt(first[i]);
            int[] line = new int[width];
            paintLine(data, row, down.cellsEnd(first[i]), order, from, to, colours, line);
            int end = i + 1 < first.length ? first[i + 1] : height;
            for (int y = first[i]; y < end; y++) {
                boolean between = gaps && y == down.start(row + 1) - 1;
                if (!between) {
                    System.arraycopy(line, 0, pixels, y * width, width);
                }
            }
        });
        if (gaps) {
            for (int column = 1; column <= order.length; column++) {
                for (int y = 0, x = across.start(column) - 1; y < height; y++) {
                    pixels[y * width + x] = 0;
                }
            }
        }
        return pixels;
    }

    private static void paintLine(HeatmapData data, int row, int rowEnd, int[] order, int[] from, int[] to,
            ColourMap colours, int[] line) {
        double[] sums = new double[line.length];
        int[] counts = new int[line.length];
        for (int r = row; r < rowEnd; r++) {
            float[] values = data.values()[r];
            for (int x = 0; x < line.length; x++) {
                for (int c = from[x]; c < to[x]; c++) {
                    float value = values[order[c]];
                    if (!Float.isNaN(value)) {
                        sums[x] += value;
                        counts[x]++;
                    }
                }
            }
        }
        for (int x = 0; x < line.length; x++) {
            line[x] = colours.argb(counts[x] == 0 ? Double.NaN : data.share(sums[x] / counts[x]));
        }
    }
}
