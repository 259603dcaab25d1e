package espalier.app.controls;

/**
 * How a row of cells shares a row of pixels: every cell begins and ends on a whole pixel where there are at least as
 * many pixels as cells; otherwise a pixel stands for several cells.
 *
 * @param cells  0 or more
 * @param pixels 0 or more
 */
public record CellAxis(int cells, int pixels) {

    /** The first pixel of a cell; for the one after the last, the pixel after the last. */
    public int start(int cell) {
        return cells == 0 ? 0 : (int) ((long) cell * pixels / cells);
    }

    /** The number of pixels of a cell; 0 where it shares its pixel. */
    public int size(int cell) {
        return start(cell + 1) - start(cell);
    }

    /** The cell at a pixel, or −1 beyond the ends. */
    public int cellAt(double pixel) {
        if (pixel < 0 || pixel >= pixels || cells == 0) {
            return -1;
        }
        int cell = (int) (((long) pixel) * cells / pixels);
        // Cells begin on whole pixels, so the quotient may be one too low.
        while (cells <= pixels && cell + 1 < cells && start(cell + 1) <= pixel) {
            cell++;
        }
        return cell;
    }

    /** The cell after the last of those that a pixel stands for; the first is {@link #cellAt}. */
    public int cellsEnd(int pixel) {
        return Math.max(cellAt(pixel) + 1, (int) ((pixel + 1L) * cells / pixels));
    }

    /** Every how manieth cell can have a label that takes so many pixels: 1, 2, 5, 10, 20, 50 … */
    public int labelStep(double labelPixels) {
        for (int decade = 1;; decade *= 10) {
            for (int step : new int[] {1, 2, 5}) {
                if (step * decade * (double) pixels >= labelPixels * cells || step * decade > cells) {
                    return step * decade;
                }
            }
        }
    }
}
