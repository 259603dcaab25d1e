package espalier.basics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Spearman's rank correlation (1904), Pearson's of the ranks, equal values sharing the mean of theirs, with how sure it
 * is.
 *
 * @param rho  −1 to 1; NaN where it is not defined
 * @param low  the lower end of the 95 % interval
 * @param high the upper end of the 95 % interval
 */
public record RankCorrelation(double rho, double low, double high) {

    private static final int RESAMPLES = 1000;
    private static final double TAIL = 0.025;

    /** The correlation alone, −1 to 1; NaN where a value is NaN, or where all of one side are equal. */
    public static double of(double[] x, double[] y) {
        if (x.length < 2 || Arrays.stream(x).anyMatch(Double::isNaN) || Arrays.stream(y).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        NaturalRanking ranking = new NaturalRanking();
        return new PearsonsCorrelation().correlation(ranking.rank(x), ranking.rank(y));
    }

    /**
     * The correlation over values that come in groups, with its percentile bootstrap interval (Efron 1979): of 1 000
     * samples of as many groups, drawn with replacement, 2.5 % are left out at each end. Groups are drawn as a whole,
     * as the values of one hang together.
     *
     * @param x    by group
     * @param y    the same groups of the same sizes
     * @param seed the same seed gives the same interval
     */
    public static RankCorrelation ofGroups(List<double[]> x, List<double[]> y, long seed) {
        double rho = of(flat(x, IntStream.range(0, x.size())), flat(y, IntStream.range(0, y.size())));
        if (Double.isNaN(rho)) {
            return new RankCorrelation(rho, rho, rho);
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[][] samples = IntStream.range(0, RESAMPLES).mapToObj(i -> random.ints(x.size(), 0, x.size()).toArray())
                .toArray(int[][]::new);
        double[] drawn = Arrays.stream(samples).parallel()
                .mapToDouble(sample -> of(flat(x, IntStream.of(sample)), flat(y, IntStream.of(sample))))
                .filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (drawn.length == 0) {
            return new RankCorrelation(rho, Double.NaN, Double.NaN);
        }
        int tail = (int) (TAIL * drawn.length);
        return new RankCorrelation(rho, drawn[tail], drawn[drawn.length - 1 - tail]);
    }

    private static double[] flat(List<double[]> groups, IntStream chosen) {
        return chosen.mapToObj(groups::get).flatMapToDouble(Arrays::stream).toArray();
    }

    /** "0.71 (0.64 to 0.77)" */
    @Override
    public String toString() {
        return text(rho) + " (" + text(low) + " to " + text(high) + ")";
    }

    /** A correlation with two digits: "−0.12". */
    public static String text(double value) {
        return Double.isNaN(value) ? Figures.UNKNOWN : String.format(Locale.ROOT, "%.2f", value).replace('-', '−');
    }
}
