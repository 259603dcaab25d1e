package espalier.explain.measures;

import espalier.basics.RankCorrelation;
import espalier.drawing.TopShare;
import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How alike two maps of one picture are: of two networks, or of one at two rates. Maps are {@code [height × width]}, 0
 * or more (after the ReLU), and not empty. Only where a network looks is compared, not how much evidence it finds
 * there.
 */
final class MapSimilarity {

    /** Of windows for SSIM. */
    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private MapSimilarity() {}

    /**
     * Pearson's correlation: {@code cov(a, b) / (σ_a σ_b)}, −1 to 1; NaN where a map is flat. Caution: a few very high
     * pixels decide it.
     */
    static double pearson(float[] a, float[] b) {
        return new PearsonsCorrelation().correlation(doubles(a), doubles(b));
    }

    /**
     * Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs; −1 to 1, NaN where
     * a map is flat. Caution: in maps with many zeros the background decides it.
     */
    static double spearman(float[] a, float[] b) {
        return RankCorrelation.of(doubles(a), doubles(b));
    }

    /**
     * Intersection over union of the {@link TopShare#EXPLANATION_MAP 10 %} highest pixels: 0 to 1. Two unrelated maps
     * have about 0.05. Caution: ties at the border are broken by the pixels' order.
     */
    static double topOverlap(float[] a, float[] b) {
        return TopShare.overlap(TopShare.mask(a, TopShare.EXPLANATION_MAP), TopShare.mask(b, TopShare.EXPLANATION_MAP));
    }

    /**
     * The mean absolute difference {@code Σ|a − b| / pixels} of maps scaled to 0…1: 0 for the same map, 1 at most.
     * "Less is More" reports the sum over 7×7 values, 49 times as much. Caution: smaller areas give smaller distances.
     */
    static double l1(float[] a, float[] b) {
        float[] x = scaled(a);
        float[] y = scaled(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i] - y[i]);
        }
        return sum / x.length;
    }

    /**
     * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004) of maps in 0…1: the mean over all windows of
     * 11×11 that lie inside the map, weighted by a Gaussian of σ = 1.5, of {@code (2 μa μb + C1)(2 σab + C2) / ((μa²
     * + μb² + C1)(σa² + σb² + C2))}, C1 = 0.01², C2 = 0.03²; −1 to 1. A side shorter than 11 has a window of its own
     * length. Caution: empty areas that both share count as alike.
     */
    static double ssim(float[] a, float[] b, int height, int width) {
        double[] x = doubles(a);
        double[] y = doubles(b);
        double[] down = gaussian(Math.min(WINDOW, height));
        double[] across = gaussian(Math.min(WINDOW, width));
        double[] meanX = blurred(x, height, width, down, across);
        double[] meanY = blurred(y, height, width, down, across);
        double[] squareX = blurred(product(x, x), height, width, down, across);
        double[] squareY = blurred(product(y, y), height, width, down, across);
        double[] both = blurred(product(x, y), height, width, down, across);
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            double varianceX = squareX[i] - meanX[i] * meanX[i];
            double varianceY = squareY[i] - meanY[i] * meanY[i];
            double covariance = both[i] - meanX[i] * meanY[i];
            sum += (2 * meanX[i] * meanY[i] + C1) * (2 * covariance + C2)
                    / ((meanX[i] * meanX[i] + meanY[i] * meanY[i] + C1) * (varianceX + varianceY + C2));
        }
        return sum / meanX.length;
    }

    /** Whether nothing is above 0. */
    static boolean isEmpty(float[] map) {
        for (float value : map) {
            if (value > 0) {
                return false;
            }
        }
        return true;
    }

    /** A map divided by its largest value. */
    static float[] scaled(float[] map) {
        float max = 0;
        for (float value : map) {
            max = Math.max(max, value);
        }
        float[] result = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            result[i] = map[i] / max;
        }
        return result;
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    private static double[] product(double[] a, double[] b) {
        double[] result = new double[a.length];
        Arrays.setAll(result, i -> a[i] * b[i]);
        return result;
    }

    private static double[] gaussian(int length) {
        double[] weights = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double distance = i - (length - 1) / 2.0;
            weights[i] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
            sum += weights[i];
        }
        for (int i = 0; i < length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** The weighted means of all windows that lie inside: first down the columns, then along the rows. */
    private static double[] blurred(double[] values, int height, int width, double[] down, double[] across) {
        int rows = height - down.length + 1;
        int columns = width - across.length + 1;
        double[] half = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < width; column++) {
                double sum = 0;
                for (int k = 0; k < down.length; k++) {
                    sum += down[k] * values[(row + k) * width + column];
                }
                half[row * width + column] = sum;
            }
        }
        double[] result = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int k = 0; k < across.length; k++) {
                    sum += across[k] * half[row * width + column + k];
                }
                result[row * columns + column] = sum;
            }
        }
        return result;
    }
}
