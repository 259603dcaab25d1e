package espalier.importance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Puts filters that serve the same classes side by side: by the angle of the first two principal components of their
 * class profiles, cut where the circle is emptiest (Friendly 2002, Corrgrams). Takes time in proportion to the cells,
 * as the two components are found by power iteration without the matrix of classes × classes: thousands of filters and
 * of classes are no trouble.
 */
public final class SimilarityOrder {

    private static final int ITERATIONS = 60;

    private SimilarityOrder() {}

    /**
     * A layer's filters in this order.
     *
     * @param values {@code [classes][filters]}
     */
    public static int[] of(float[][] values) {
        double[][] profiles = centred(values);
        double[] first = component(profiles, null);
        double[] second = component(profiles, first);
        double[] angles = new double[profiles.length];
        for (int k = 0; k < angles.length; k++) {
            angles[k] = Math.atan2(dot(profiles[k], second), dot(profiles[k], first));
        }
        return cut(IntStream.range(0, angles.length).boxed().sorted(Comparator.comparingDouble(k -> angles[k]))
                .mapToInt(Integer::intValue).toArray(), angles);
    }

    /** {@code [filters][classes]}, each filter's profile without its mean: what it prefers, not how much it does. */
    private static double[][] centred(float[][] values) {
        int classes = values.length;
        double[][] profiles = new double[values[0].length][classes];
        double[] means = new double[classes];
        double largest = Arrays.stream(values).flatMapToDouble(SimilarityOrder::sizes).max().orElse(0);
        for (int k = 0; k < profiles.length; k++) {
            for (int c = 0; c < classes; c++) {
                // Of the largest, so that what counts as nothing below does not hang on the values' unit.
                profiles[k][c] = largest > 0 && !Float.isNaN(values[c][k]) ? values[c][k] / largest : 0;
                means[c] += profiles[k][c] / profiles.length;
            }
        }
        for (double[] profile : profiles) {
            for (int c = 0; c < classes; c++) {
                profile[c] -= means[c];
            }
        }
        return profiles;
    }

    private static DoubleStream sizes(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(k -> Math.abs(row[k])).filter(size -> !Double.isNaN(size));
    }

    /** The direction in which profiles differ most, at right angles to another; by power iteration. */
    private static double[] component(double[][] profiles, double[] other) {
        int classes = profiles[0].length;
        double[] direction = new double[classes];
        for (int c = 0; c < classes; c++) {
            direction[c] = 1 + Math.sin(c + 1.0);
        }
        for (int i = 0; i < ITERATIONS; i++) {
            double[] next = new double[classes];
            for (double[] profile : profiles) {
                double weight = dot(profile, direction);
                for (int c = 0; c < classes; c++) {
                    next[c] += weight * profile[c];
                }
            }
            if (other != null) {
                double along = dot(next, other);
                for (int c = 0; c < classes; c++) {
                    next[c] -= along * other[c];
                }
            }
            double length = Math.sqrt(dot(next, next));
            if (length < 1e-12) {
                return new double[classes];
            }
            for (int c = 0; c < classes; c++) {
                direction[c] = next[c] / length;
            }
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static int[] cut(int[] order, double[] angles) {
        int best = 0;
        double widest = -1;
        for (int i = 0; i < order.length; i++) {
            double before = i == 0 ? angles[order[order.length - 1]] - 2 * Math.PI : angles[order[i - 1]];
            if (angles[order[i]] - before > widest) {
                widest = angles[order[i]] - before;
                best = i;
            }
        }
        int[] result = Arrays.copyOfRange(order, best, best + order.length);
        System.arraycopy(order, 0, result, order.length - best, best);
        return result;
    }
}
