package espalier.study.analysis;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.inference.ChiSquareTest;

/** How likely counts are by chance. All take the answers for independent of each other. */
final class Significance {

    private Significance() {}

    /**
     * Pearson's χ² (1900) of two counts against an equal split, (a − b)² / (a + b), one degree of freedom; NaN of
     * nothing.
     */
    static double chiSquare(int a, int b) {
        double difference = a - b;
        return difference * difference / (a + b);
    }

    /**
     * Pearson's χ² of counts in rows against equal shares in all of them, without a correction; NaN where a column is
     * empty.
     */
    static double chiSquare(long[][] rows) {
        for (int column = 0; column < rows[0].length; column++) {
            long sum = 0;
            for (long[] row : rows) {
                sum += row[column];
            }
            if (sum == 0) {
                return Double.NaN;
            }
        }
        return new ChiSquareTest().chiSquare(rows);
    }

    /** The probability of a χ² at least as large; its small values are exact too. */
    static double ofChiSquare(double chiSquare, int degrees) {
        return Double.isNaN(chiSquare) ? Double.NaN : Gamma.regularizedGammaQ(degrees / 2.0, chiSquare / 2);
    }

    /**
     * The exact binomial test of two counts against an equal split, two-sided; of signs it is the sign test (Conover,
     * "Practical Nonparametric Statistics", section 3.4). As both tails are alike it is twice the smaller.
     */
    static double binomial(int a, int b) {
        return a + b == 0 ? Double.NaN
                : Math.min(1, 2 * new BinomialDistribution(null, a + b, 0.5).cumulativeProbability(Math.min(a, b)));
    }

    /**
     * The probability of at least {@code count} of {@code all} where each comes with the probability {@code chance}.
     */
    static double atLeast(int count, int all, double chance) {
        return all == 0 ? Double.NaN
                : new BinomialDistribution(null, all, 1 - chance).cumulativeProbability(all - count);
    }
}
