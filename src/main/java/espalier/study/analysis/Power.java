package espalier.study.analysis;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * How many answers it takes to see a preference: the exact power of the two-sided binomial test against an equal split
 * (Cohen, "Statistical Power Analysis for the Behavioral Sciences", chapter on proportions), times what it costs that
 * answers hang together (Kish 1965, "Survey Sampling": the design effect).
 */
public final class Power {

    /** The share of "equally" in the published study, over all its pairs. */
    public static final double PUBLISHED_EQUAL = 0.31;
    /** The mean of what {@link Clustered} finds for the five pairs of the published study's answers, 1.3 to 2.8. */
    public static final double PUBLISHED_DESIGN_EFFECT = 2;

    private static final double LEVEL = 0.05;
    private static final int MOST = 1_000_000;

    private Power() {}

    /**
     * The chance that a preference is seen.
     *
     * @param share   of the preferred network among the decided answers, 0.5 to 1
     * @param decided how many answers are decided, all independent
     */
    public static double of(double share, int decided) {
        if (decided == 0) {
            return 0;
        }
        int most = mostOfFewer(decided);
        BinomialDistribution seen = new BinomialDistribution(null, decided, share);
        BinomialDistribution turned = new BinomialDistribution(null, decided, 1 - share);
        return seen.cumulativeProbability(most) + turned.cumulativeProbability(most);
    }

    /** The largest count of the rarer answer that is beyond chance; −1 where none is. */
    private static int mostOfFewer(int decided) {
        BinomialDistribution chance = new BinomialDistribution(null, decided, 0.5);
        int low = -1;
        int high = decided / 2;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (2 * chance.cumulativeProbability(middle) <= LEVEL) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * How many answers are needed, so that no more of them make it less sure again.
     *
     * @param share        of the preferred network among decided answers that is to be seen, above 0.5 to 1
     * @param equal        the share of answers that are expected to decide nothing, below 1
     * @param designEffect how many times as many answers are needed as if none hung together, from 1
     * @param power        the chance that it is seen, such as 0.8
     * @return answers of all kinds
     */
    public static int answers(double share, double equal, double designEffect, double power) {
        // The normal formula, then some more, as the exact power goes up and down like a saw.
        NormalDistribution normal = new NormalDistribution();
        double z = normal.inverseCumulativeProbability(1 - LEVEL / 2) * 0.5
                + normal.inverseCumulativeProbability(power) * Math.sqrt(share * (1 - share));
        int decided = (int) Math.min(MOST, 1.2 * Math.pow(z / (share - 0.5), 2) + 60);
        while (decided > 1 && of(share, decided - 1) >= power) {
            decided--;
        }
        return (int) Math.ceil(decided * Math.max(1, designEffect) / (1 - equal));
    }
}
