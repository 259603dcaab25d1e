package espalier.importance;

/**
 * The mean rank, as a matrix, of a filter's feature maps: Lin et al., HRank: Filter Pruning using High-Rank Feature
 * Map, CVPR 2020 (arXiv 2002.10179), section 3.2. The paper ranks within a layer; as a rank is at most the map's side,
 * layers are divided by their largest value here.
 */
public final class HRank extends FeatureMapCriterion {

    /** Of single precision, in which the maps are: what is smaller, relative to the largest, is rounding. */
    private static final double EPSILON = Math.ulp(1f);

    /** The map behind the activation, as in the authors' code. */
    public HRank() {
        super(true);
    }

    @Override
    public String name() {
        return "hrank";
    }

    @Override
    public String title() {
        return "HRank";
    }

    @Override
    public String summary() {
        return "Filters whose feature maps hold the least information, by their rank, go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters whose feature maps have the lowest rank as matrices, in the mean over pictures: such maps hold "
                + "little information (Lin et al., HRank, 2020, section 3.2). Divided by the layer's largest.";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MAX;
    }

    @Override
    double value(float[] map, float[] gradient, int height, int width) {
        return rank(map, height, width);
    }

    /**
     * The numerical rank of a matrix, by QR decomposition with column pivoting (Golub and Van Loan, Matrix
     * Computations, section 5.4.2): columns that are left, without what lies in those before, count until they are
     * rounding.
     */
    static int rank(float[] matrix, int height, int width) {
        double[][] columns = new double[width][height];
        double[] squares = new double[width];
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                columns[x][y] = matrix[y * width + x];
            }
            squares[x] = dot(columns[x], columns[x]);
        }
        double largest = 0;
        int most = Math.min(height, width);
        for (int rank = 0; rank < most; rank++) {
            int pivot = rank;
            for (int x = rank + 1; x < width; x++) {
                pivot = squares[x] > squares[pivot] ? x : pivot;
            }
            double length = Math.sqrt(squares[pivot]);
            largest = Math.max(largest, length);
            if (length <= largest * Math.max(height, width) * EPSILON) {
                return rank;
            }
            swap(columns, squares, rank, pivot);
            takeOut(columns, squares, rank, length);
        }
        return most;
    }

    /** Takes the direction of one column out of all after it. */
    private static void takeOut(double[][] columns, double[] squares, int from, double length) {
        double[] unit = columns[from];
        for (int y = 0; y < unit.length; y++) {
            unit[y] /= length;
        }
        for (int x = from + 1; x < columns.length; x++) {
            double along = dot(unit, columns[x]);
            for (int y = 0; y < unit.length; y++) {
                columns[x][y] -= along * unit[y];
            }
            squares[x] = dot(columns[x], columns[x]);
        }
    }

    private static void swap(double[][] columns, double[] squares, int a, int b) {
        double[] column = columns[a];
        columns[a] = columns[b];
        columns[b] = column;
        double square = squares[a];
        squares[a] = squares[b];
        squares[b] = square;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
