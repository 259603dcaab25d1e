package espalier.explain.measures;

import espalier.explain.ClassMap;

/**
 * The earth mover's distance between two maps (Rubner, Tomasi and Guibas 2000, "The earth mover's distance as a metric
 * for image retrieval"): the least {@code Σ mass · distance} that turns one into the other, the positive part of each
 * scaled to a sum of 1. The ground distance is Euclidean between the middles of cells, with the picture's height and
 * width both 1: from 0 to √2. Exact on the maps' own grid, by successive shortest paths (Ahuja, Magnanti and Orlin
 * 1993, chapter 9.7); maps of more than {@value #MOST_SIDE} cells on a side are first averaged over equal blocks to at
 * most that, as the exact distance of larger ones takes seconds.
 */
public final class EarthMover {

    private static final int MOST_SIDE = 16;
    /** Mass below this is rounding. */
    private static final double NOTHING = 1e-12;

    private EarthMover() {}

    /**
     * The distance. Maps of different sizes are compared on the coarser grid.
     *
     * @return 0 to √2; NaN where a map is empty
     */
    public static double between(ClassMap a, ClassMap b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Double.NaN;
        }
        int rows = Math.min(MOST_SIDE, Math.min(a.height(), b.height()));
        int columns = Math.min(MOST_SIDE, Math.min(a.width(), b.width()));
        return between(masses(a, rows, columns), masses(b, rows, columns), rows, columns);
    }

    /** The positive part, summed over blocks, of sum 1; cells on a border of blocks are divided between them. */
    private static double[] masses(ClassMap map, int rows, int columns) {
        float[] values = map.positive();
        double[] result = new double[rows * columns];
        double all = 0;
        for (float value : values) {
            all += value;
        }
        for (int y = 0; y < map.height(); y++) {
            for (int row = y * rows / map.height(); row < rows && row * map.height() < (y + 1) * rows; row++) {
                double down = share(y, map.height(), row, rows);
                for (int x = 0; x < map.width(); x++) {
                    for (int column = x * columns / map.width(); column < columns
                            && column * map.width() < (x + 1) * columns; column++) {
                        result[row * columns + column] += values[y * map.width() + x] / all * down
                                * share(x, map.width(), column, columns);
                    }
                }
            }
        }
        return result;
    }

    /** Which share of the cell {@code at} of {@code cells} lies in the block {@code block} of {@code blocks}. */
    private static double share(int at, int cells, int block, int blocks) {
        double from = Math.max(at / (double) cells, block / (double) blocks);
        double to = Math.min((at + 1) / (double) cells, (block + 1) / (double) blocks);
        return Math.max(0, to - from) * cells;
    }

    private static double between(double[] a, double[] b, int rows, int columns) {
        // What both have at a cell stays there: with a metric as ground distance that changes nothing.
        int sources = 0;
        int sinks = 0;
        for (int i = 0; i < a.length; i++) {
            sources += a[i] - b[i] > NOTHING ? 1 : 0;
            sinks += b[i] - a[i] > NOTHING ? 1 : 0;
        }
        int[] from = new int[sources];
        int[] to = new int[sinks];
        double[] supply = new double[sources];
        double[] demand = new double[sinks];
        int s = 0;
        int t = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] - b[i] > NOTHING) {
                supply[s] = a[i] - b[i];
                from[s++] = i;
            } else if (b[i] - a[i] > NOTHING) {
                demand[t] = b[i] - a[i];
                to[t++] = i;
            }
        }
        double[][] costs = new double[sources][sinks];
        for (int i = 0; i < sources; i++) {
            for (int j = 0; j < sinks; j++) {
                double down = (from[i] / columns - to[j] / columns) / (double) rows;
                double across = (from[i] % columns - to[j] % columns) / (double) columns;
                costs[i][j] = Math.sqrt(down * down + across * across);
            }
        }
        return Transport.leastCost(supply, demand, costs, NOTHING);
    }
}
