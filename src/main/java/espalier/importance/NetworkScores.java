package espalier.importance;

import java.util.List;

/**
 * The scores of all convolutions of a network.
 *
 * @param classNames       in the order of the rows
 * @param picturesPerClass from how many pictures of each class they were computed: M in the paper
 * @param layers           in the order in which the convolutions run
 */
public record NetworkScores(List<String> classNames, int picturesPerClass, List<LayerScores> layers) {

    /** The scores of a convolution. */
    public LayerScores layer(String name) {
        return layers.stream().filter(layer -> layer.layer().equals(name)).findFirst().orElseThrow();
    }

    /**
     * The scores of one convolution's filters.
     *
     * @param layer      the convolution's name
     * @param scores     {@code [filters]}: the number of classes that each filter matters to, 0 to the number of
     *                       classes
     * @param perClass   {@code [classes][filters]}: the share of the class's pictures for which the filter matters at
     *                       the position where its total is largest, 0 to 1; a column adds up to the filter's score
     * @param continuous {@code [classes][filters]}: the mean of |activation × gradient| over pictures and positions, by
     *                       which filters that tie are ranked; 0 or more, in units of loss
     */
    public record LayerScores(String layer, float[] scores, float[][] perClass, float[][] continuous) {

        /** The number of filters. */
        public int filters() {
            return scores.length;
        }

        /** The continuous companion of a filter over all classes. */
        public double continuousTotal(int filter) {
            double total = 0;
            for (float[] row : continuous) {
                total += row[filter];
            }
            return total;
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
