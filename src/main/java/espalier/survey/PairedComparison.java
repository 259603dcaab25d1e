package espalier.survey;

import espalier.explain.measures.MapMeasure;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How two networks differ in a measure, picture by picture.
 *
 * @param mean      of the differences of the same picture, with its 95 % interval
 * @param p         the probability of a difference as large by chance, two-sided; NaN where it is not tested
 * @param corrected the same by Holm's method over all that is tested together; NaN at rates that are not mild
 */
public record PairedComparison(MeanInterval mean, double p, double corrected) {

    /** What is called beyond chance. */
    public static final double LEVEL = 0.05;

    private static final int DRAWS = 10_000;

    /**
     * Compares, without a correction.
     *
     * @param differences of each picture; NaN are left out
     * @param seed        of resampling: the same seed gives the same numbers
     */
    static PairedComparison of(double[] differences, long seed) {
        return new PairedComparison(MeanInterval.bootstrap(differences, seed), bySigns(differences, seed), Double.NaN);
    }

    PairedComparison corrected(double probability) {
        return new PairedComparison(mean, p, probability);
    }

    /** Whether it is beyond chance after correction. */
    public boolean isBeyondChance() {
        return corrected < LEVEL;
    }

    /** Whether the explanation is better, by the direction of the measure; says nothing of chance. */
    public boolean isBetter(MapMeasure measure) {
        return measure.higherIsBetter() ? mean.mean() > 0 : mean.mean() < 0;
    }

    /**
     * The randomisation test for pairs (Fisher 1935, "The Design of Experiments", section 21): were there no
     * difference, each could as well have the other sign. The share of {@value #DRAWS} random choices of signs, and of
     * the one that was seen, in which the sum is at least as far from 0.
     *
     * @param differences NaN are left out
     * @return two-sided, above 0 to 1; NaN where nothing is left
     */
    static double bySigns(double[] differences, long seed) {
        double[] values = Arrays.stream(differences).filter(value -> !Double.isNaN(value)).toArray();
        if (values.length == 0) {
            return Double.NaN;
        }
        // What is rounding must not decide between "as far" and "less far".
        double seen = Math.abs(Arrays.stream(values).sum()) * (1 - 1e-9);
        SplittableRandom random = new SplittableRandom(seed);
        int asFar = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            long bits = 0;
            for (int i = 0; i < values.length; i++) {
                bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
                sum += (bits & 1) == 0 ? values[i] : -values[i];
            }
            asFar += Math.abs(sum) >= seen ? 1 : 0;
        }
        return asFar / (DRAWS + 1.0);
    }
}
