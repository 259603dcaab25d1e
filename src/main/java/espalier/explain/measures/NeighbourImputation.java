package espalier.explain.measures;

import espalier.drawing.TopShare;
import java.util.Random;

/**
 * Noisy linear imputation (Rong et al. 2022, section 4.2 and appendix): each removed pixel becomes the weighted mean of
 * its eight neighbours, removed or not: 1/6 for the four beside it and 1/12 for the diagonal ones, what is beyond the
 * edge left out. The equations of all removed pixels are solved together, by conjugate gradients.
 */
final class NeighbourImputation {

    /** The standard deviation of what is added to removed pixels, in the normalised picture's scale. */
    static final double NOISE = 0.01;

    private static final int[][] NEIGHBOURS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
    private static final int BEYOND = -1;
    private static final double BESIDE = 1 / 6.0;
    private static final double DIAGONAL = 1 / 12.0;
    private static final double TOLERANCE = 1e-6;
    private static final int MOST_STEPS = 2000;
    private static final int SEED = 1;

    /** The removed pixels. */
    private final int[] removed;
    /**
     * By removed pixel and neighbour: the neighbour's number among the removed; {@link #BEYOND} or, for one that stays,
     * −2 − pixel.
     */
    private final int[] neighbours;

    private NeighbourImputation(boolean[] mask, int height, int width) {
        int[] numbers = new int[mask.length];
        removed = new int[TopShare.count(mask)];
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            numbers[i] = mask[i] ? count : -2 - i;
            if (mask[i]) {
                removed[count++] = i;
            }
        }
        neighbours = new int[removed.length * NEIGHBOURS.length];
        for (int i = 0; i < neighbours.length; i++) {
            int pixel = removed[i / NEIGHBOURS.length];
            int row = pixel / width + NEIGHBOURS[i % NEIGHBOURS.length][0];
            int column = pixel % width + NEIGHBOURS[i % NEIGHBOURS.length][1];
            neighbours[i] = row < 0 || column < 0 || row >= height || column >= width ? BEYOND
                    : numbers[row * width + column];
        }
    }

    /**
     * Fills in removed pixels.
     *
     * @param pixels  {@code [height, width, 3]}; not changed
     * @param removed {@code [height × width]}; at least one pixel must stay
     * @param noise   standard deviation of what is added, always the same numbers; 0 for none
     */
    static float[] fill(float[] pixels, boolean[] removed, int height, int width, double noise) {
        NeighbourImputation imputation = new NeighbourImputation(removed, height, width);
        float[] result = pixels.clone();
        Random random = new Random(SEED);
        for (int colour = 0; colour < 3; colour++) {
            double[] solution = imputation.solve(pixels, colour);
            for (int i = 0; i < solution.length; i++) {
                result[imputation.removed[i] * 3
                        + colour] = (float) (solution[i] + (noise > 0 ? noise * random.nextGaussian() : 0));
            }
        }
        return result;
    }

    private double[] solve(float[] pixels, int colour) {
        double[] x = new double[removed.length];
        double[] residual = known(pixels, colour);
        double[] direction = residual.clone();
        double[] image = new double[x.length];
        double squares = dot(residual, residual);
        double enough = squares * TOLERANCE * TOLERANCE;
        for (int step = 0; step < MOST_STEPS && squares > enough; step++) {
            apply(direction, image);
            double length = squares / dot(direction, image);
            for (int i = 0; i < x.length; i++) {
                x[i] += length * direction[i];
                residual[i] -= length * image[i];
            }
            double next = dot(residual, residual);
            for (int i = 0; i < x.length; i++) {
                direction[i] = residual[i] + next / squares * direction[i];
            }
            squares = next;
        }
        return x;
    }

    /** For each removed pixel the weighted sum of the neighbours that stay. */
    private double[] known(float[] pixels, int colour) {
        double[] sums = new double[removed.length];
        for (int i = 0; i < neighbours.length; i++) {
            if (neighbours[i] < BEYOND) {
                sums[i / NEIGHBOURS.length] += weight(i % NEIGHBOURS.length)
                        * pixels[(-2 - neighbours[i]) * 3 + colour];
            }
        }
        return sums;
    }

    /**
     * The equations' left side: the weights' sum times the pixel, less the weighted sum of the neighbours that were
     * removed.
     */
    private void apply(double[] x, double[] result) {
        for (int i = 0, at = 0; i < x.length; i++) {
            double sum = 0;
            for (int n = 0; n < NEIGHBOURS.length; n++, at++) {
                int neighbour = neighbours[at];
                if (neighbour != BEYOND) {
                    sum += (n < 4 ? BESIDE : DIAGONAL) * (neighbour >= 0 ? x[i] - x[neighbour] : x[i]);
                }
            }
            result[i] = sum;
        }
    }

    private static double weight(int n) {
        return n < 4 ? BESIDE : DIAGONAL;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
