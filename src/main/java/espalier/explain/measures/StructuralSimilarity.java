package espalier.explain.measures;

import java.util.Arrays;

/** SSIM of two maps in 0…1 (Wang, Bovik, Sheikh and Simoncelli 2004), as {@link Similarity#SSIM} describes it. */
final class StructuralSimilarity {

    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    private StructuralSimilarity() {}

    static double of(float[] a, float[] b, int height, int width) {
        double[] down = gaussian(Math.min(WINDOW, height));
        double[] across = gaussian(Math.min(WINDOW, width));
        double[] meanA = blurred(doubles(a), height, width, down, across);
        double[] meanB = blurred(doubles(b), height, width, down, across);
        double[] squareA = blurred(product(a, a), height, width, down, across);
        double[] squareB = blurred(product(b, b), height, width, down, across);
        double[] both = blurred(product(a, b), height, width, down, across);
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double varianceA = squareA[i] - meanA[i] * meanA[i];
            double varianceB = squareB[i] - meanB[i] * meanB[i];
            double covariance = both[i] - meanA[i] * meanB[i];
            sum += (2 * meanA[i] * meanB[i] + C1) * (2 * covariance + C2)
                    / ((meanA[i] * meanA[i] + meanB[i] * meanB[i] + C1) * (varianceA + varianceB + C2));
        }
        return sum / meanA.length;
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

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    private static double[] product(float[] a, float[] b) {
        double[] result = new double[a.length];
        Arrays.setAll(result, i -> (double) a[i] * b[i]);
        return result;
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
