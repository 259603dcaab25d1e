package espalier.explain.measures;

import espalier.drawing.TopShare;
import espalier.explain.ClassMap;
import java.util.Arrays;

/**
 * How alike two maps of one picture are: of two networks, or of one at two rates. Both maps are scaled to 0…1 by their
 * own largest value first, so only where a network looks is compared, not how much evidence it finds there.
 */
public enum Similarity {

    /**
     * Pearson's correlation: {@code cov(a, b) / (σ_a σ_b)}, −1 to 1. Caution: a few very high pixels decide it.
     */
    PEARSON("Pearson correlation", "r = cov(a, b) / (σa σb), from −1 to 1; 1 is the same map up to a factor",
            "Pearson 1895. A few very high pixels decide it.", true) {
        @Override
        double of(float[] a, float[] b, int height, int width) {
            return correlation(doubles(a), doubles(b));
        }
    },

    /**
     * Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs; −1 to 1. Caution:
     * in maps with many zeros the background decides it.
     */
    SPEARMAN("Spearman rank correlation", "ρ = Pearson's r of the pixels' ranks, from −1 to 1",
            "Spearman 1904. Large empty areas that both maps share raise it.", true) {
        @Override
        double of(float[] a, float[] b, int height, int width) {
            return correlation(ranks(a), ranks(b));
        }
    },

    /**
     * Intersection over union of the {@link TopShare#EXPLANATION_MAP 10 %} highest pixels: 0 to 1. Two unrelated maps
     * have about 0.05. Caution: ties at the border are broken by the pixels' order.
     */
    TOP_OVERLAP("Overlap of the top 10 %", "IoU = |A ∩ B| / |A ∪ B| of the 10 % highest pixels, from 0 to 1",
            "Jaccard 1901. Two unrelated maps have about 0.05; ties are broken by the pixels' order.", true) {
        @Override
        double of(float[] a, float[] b, int height, int width) {
            return TopShare.overlap(TopShare.mask(a, TopShare.EXPLANATION_MAP),
                    TopShare.mask(b, TopShare.EXPLANATION_MAP));
        }
    },

    /**
     * The mean absolute difference {@code Σ|a − b| / pixels} of maps scaled to 0…1: 0 for the same map, 1 at most.
     * "Less is More" reports the sum over 7×7 values, 49 times as much. Caution: smaller areas give smaller distances.
     */
    L1("Mean L1 distance", "d = Σ|a − b| / pixels of the maps scaled to 0…1; 0 is the same map",
            "As “Less is More”, there summed over 7×7 values. Maps with small areas are close to each other, and to nothing.",
            false) {
        @Override
        double of(float[] a, float[] b, int height, int width) {
            float[] x = scaled(a);
            float[] y = scaled(b);
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += Math.abs(x[i] - y[i]);
            }
            return sum / x.length;
        }
    },

    /**
     * Structural similarity (Wang et al. 2004): the mean over all windows of 11×11 that lie inside the map, weighted by
     * a Gaussian of σ = 1.5, of {@code (2 μa μb + C1)(2 σab + C2) / ((μa² + μb² + C1)(σa² + σb² + C2))}, C1 = 0.01², C2
     * = 0.03²; −1 to 1. A side shorter than 11 has a window of its own length. Caution: empty areas that both share
     * count as alike.
     */
    SSIM("Structural similarity (SSIM)",
            "SSIM = (2μaμb + C1)(2σab + C2) / ((μa² + μb² + C1)(σa² + σb² + C2)), mean over 11×11 Gaussian windows",
            "Wang et al. 2004, C1 = 0.01², C2 = 0.03². Empty areas that both maps share count as alike.", true) {
        @Override
        double of(float[] a, float[] b, int height, int width) {
            return StructuralSimilarity.of(scaled(a), scaled(b), height, width);
        }
    };

    private final String title;
    private final String formula;
    private final String caution;
    private final boolean higherIsCloser;

    Similarity(String title, String formula, String caution, boolean higherIsCloser) {
        this.title = title;
        this.formula = formula;
        this.caution = caution;
        this.higherIsCloser = higherIsCloser;
    }

    /** Its name for a person. */
    public String title() {
        return title;
    }

    /** The formula in one line, with its range. */
    public String formula() {
        return formula;
    }

    /** The source, and what to be careful about. */
    public String caution() {
        return caution;
    }

    /** Whether larger values mean more alike; false for a distance. */
    public boolean higherIsCloser() {
        return higherIsCloser;
    }

    /**
     * Compares two maps.
     *
     * @param a {@code [height × width]}, 0 or more: after the ReLU
     * @param b {@code [height × width]}, 0 or more
     * @return the measure; NaN where a map is empty (no positive value), or flat where a correlation needs differences
     */
    public double between(float[] a, float[] b, int height, int width) {
        if (a.length != height * width || b.length != a.length) {
            throw new IllegalArgumentException(
                    a.length + " and " + b.length + " values in maps of " + height + "×" + width);
        }
        return isEmpty(a) || isEmpty(b) ? Double.NaN : of(a, b, height, width);
    }

    /**
     * Compares two maps at the size of a picture, as they are shown.
     *
     * @return the measure; NaN as {@link #between(float[], float[], int, int)} has it
     */
    public double between(ClassMap a, ClassMap b, int height, int width) {
        return between(a.shown(height, width), b.shown(height, width), height, width);
    }

    abstract double of(float[] a, float[] b, int height, int width);

    static boolean isEmpty(float[] map) {
        for (float value : map) {
            if (value > 0) {
                return false;
            }
        }
        return true;
    }

    private static float[] scaled(float[] map) {
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

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            both += (a[i] - meanA) * (b[i] - meanB);
            squaresA += (a[i] - meanA) * (a[i] - meanA);
            squaresB += (b[i] - meanB) * (b[i] - meanB);
        }
        return squaresA == 0 || squaresB == 0 ? Double.NaN : both / Math.sqrt(squaresA * squaresB);
    }

    private static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    /** Ranks from the highest, equal values sharing the mean of theirs. */
    private static double[] ranks(float[] values) {
        int[] order = TopShare.descending(values);
        double[] ranks = new double[values.length];
        int from = 0;
        while (from < order.length) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
