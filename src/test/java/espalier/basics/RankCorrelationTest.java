package espalier.basics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    @Test
    void ranksCountAndNotDistances() {
        assertThat(RankCorrelation.of(new double[] {1, 2, 3, 400}, new double[] {-7, 0, 1, 2})).isEqualTo(1);
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1})).isEqualTo(-1);
    }

    /** SciPy's spearmanr([1, 2, 2, 4, 5], [2, 1, 3, 3, 5]). */
    @Test
    void equalValuesShareTheirRank() {
        assertThat(RankCorrelation.of(new double[] {1, 2, 2, 4, 5}, new double[] {2, 1, 3, 3, 5})).isCloseTo(0.763158,
                within(1e-5));
    }

    @Test
    void whatHasNoRanksHasNoCorrelation() {
        assertThat(RankCorrelation.of(new double[] {1, 1, 1}, new double[] {1, 2, 3})).isNaN();
        assertThat(RankCorrelation.of(new double[] {1, Double.NaN, 1}, new double[] {1, 2, 3})).isNaN();
        assertThat(RankCorrelation.ofGroups(List.of(), List.of(), 1).rho()).isNaN();
        assertThat(RankCorrelation.ofGroups(List.of(), List.of(), 1)).hasToString("– (– to –)");
    }

    @Test
    void theIntervalHoldsTheCorrelationAndFollowsTheSeed() {
        List<double[]> x = IntStream.range(0, 30).mapToObj(i -> new double[] {i, i + .5}).toList();
        List<double[]> y = IntStream.range(0, 30).mapToObj(i -> new double[] {i * 7 % 30, i + 3}).toList();
        RankCorrelation found = RankCorrelation.ofGroups(x, y, 1);
        assertThat(found.low()).isLessThan(found.rho());
        assertThat(found.high()).isGreaterThan(found.rho()).isLessThanOrEqualTo(1);
        assertThat(RankCorrelation.ofGroups(x, y, 1)).isEqualTo(found);
        assertThat(new RankCorrelation(-.123, -.2, .01)).hasToString("−0.12 (−0.20 to 0.01)");
    }
}
