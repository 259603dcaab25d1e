package espalier.importance;

import java.util.Arrays;
import java.util.List;

/**
 * The scores of all convolutions of a network.
 *
 * @param classNames       in the order of the rows
 * @param picturesPerClass from how many pictures of each class they were computed: M in the paper
 * @param layers           in the order in which the convolutions run
 */
public record NetworkScores(List<String> classNames, int picturesPerClass, List<LayerScores> layers) {

    /** Whether the change of loss is known, as in files of this version. */
    public boolean hasLossChange() {
        return layers.stream().allMatch(LayerScores::hasLossChange);
    }

    /** The scores of a convolution. */
    public LayerScores layer(String name) {
        return layers.stream().filter(layer -> layer.layer().equals(name)).findFirst().orElseThrow();
    }

    /**
     * The scores of one convolution's filters.
     *
     * @param layer      the convolution's name
     * @param scores     {@code [filters]}: the number of classes that each filter matters to, 0 to the number of
     *                       classes; where classes have weights, Σ weight × share, with weights of 1 in the mean
     * @param perClass   {@code [classes][filters]}: the share of the class's pictures for which the filter matters at
     *                       the position where its total is largest, 0 to 1; a column, by the classes' weights, adds up
     *                       to the filter's score
     * @param continuous {@code [classes][filters]}: the mean of |activation × gradient| over pictures and positions, by
     *                       which filters that tie are ranked; 0 or more, in units of loss
     * @param lossChange {@code [classes][filters]}: by how much the mean cross entropy of the class would change if the
     *                       filter were silenced, to first order: −Σ over positions of z · ∂L/∂z, with z its feature
     *                       map behind batch norm and activation, meaned over the class's pictures; in nats, above 0
     *                       where the class needs the filter, below 0 where the filter harms it. Empty in scores of
     *                       before it was computed
     */
    public record LayerScores(String layer, float[] scores, float[][] perClass, float[][] continuous,
            float[][] lossChange) {

        /** Files of before the change of loss was computed have none. */
        public LayerScores {
            lossChange = lossChange == null ? new float[0][] : lossChange;
        }

        /** Whether the change of loss is known. */
        public boolean hasLossChange() {
            return lossChange.length > 0;
        }

        /** The number of filters. */
        public int filters() {
            return scores.length;
        }

        /** The continuous companion of a filter over all classes. */
        public double continuousTotal(int filter) {
            double[] ones = new double[continuous.length];
            Arrays.fill(ones, 1);
            return continuousTotal(filter, ones);
        }

        /**
         * The same where some classes matter more than others.
         *
         * @param weights {@code [classes]}: 1 in the mean
         */
        double continuousTotal(int filter, double[] weights) {
            double total = 0;
            for (int c = 0; c < weights.length; c++) {
                total += weights[c] * continuous[c][filter];
            }
            return total;
        }

        /**
         * What a filter changes of the classes' losses, for better or worse: the mean over the classes of |ΔL|; in
         * nats.
         */
        public double meanLossChange(int filter) {
            return Arrays.stream(lossChange).mapToDouble(row -> Math.abs(row[filter])).average().orElse(0);
        }

        /**
         * The continuous companion as parts of the layer: a class's values divided by their sum over the filters.
         *
         * @return {@code [classes][filters]}; all zeros where the sum is 0
         */
        public float[][] strength() {
            float[][] parts = new float[continuous.length][filters()];
            for (int c = 0; c < parts.length; c++) {
                double sum = 0;
                for (float value : continuous[c]) {
                    sum += value;
                }
                for (int k = 0; k < filters(); k++) {
                    parts[c][k] = sum > 0 ? (float) (continuous[c][k] / sum) : 0;
                }
            }
            return parts;
        }

        /**
         * How many filters have scores in each of equal parts of 0 to the number of classes.
         *
         * @return {@code [bins]}
         */
        public int[] histogram(int bins) {
            int[] counts = new int[bins];
            for (float score : scores) {
                counts[Math.min(bins - 1, (int) (score / perClass.length * bins))]++;
            }
            return counts;
        }
    }
}
