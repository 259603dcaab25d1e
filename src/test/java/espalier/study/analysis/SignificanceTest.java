package espalier.study.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Formulas beside published examples and SciPy 1.17 (chisquare, chi2.sf, binomtest, binom). */
class SignificanceTest {

    @Test
    void exactTestsAreThoseOfScipy() {
        assertThat(Significance.binomial(7, 3)).isCloseTo(0.34375, within(1e-12));
        assertThat(Significance.binomial(5, 5)).isEqualTo(1);
        assertThat(Significance.binomial(0, 6)).isCloseTo(0.03125, within(1e-12));
        assertThat(Significance.binomial(13, 37)).isCloseTo(0.000936222910851825, within(1e-12));
        assertThat(Significance.binomial(1082, 876)).isCloseTo(3.5368500752480225e-06, Percentage.withPercentage(1e-6));
        assertThat(Significance.binomial(0, 0)).isNaN();
        assertThat(Significance.atLeast(7, 10, 0.1)).isCloseTo(9.1216e-06, within(1e-15));
        assertThat(Significance.atLeast(0, 6, 0.1)).isEqualTo(1);
        assertThat(Significance.atLeast(13, 50, 0.1)).isCloseTo(0.0010046198617863324, within(1e-12));
    }

    @Test
    void theProbabilityOfALargeChiSquareKeepsItsDigits() {
        assertThat(Significance.ofChiSquare(Significance.chiSquare(900, 100), 1)).isCloseTo(3.3414880386413873e-141,
                Percentage.withPercentage(1e-6));
        assertThat(Significance.ofChiSquare(Significance.chiSquare(0, 0), 1)).isNaN();
        assertThat(Significance.chiSquare(new long[][] {{5, 0}, {7, 0}})).isNaN();
    }

    @Test
    void wilsonsIntervalStaysBetweenNoneAndAll() {
        assertThat(Share.of(7, 10).low()).isCloseTo(0.39677814746114526, within(1e-12));
        assertThat(Share.of(7, 10).high()).isCloseTo(0.892208732593699, within(1e-12));
        assertThat(Share.of(0, 6)).isEqualTo(new Share(0, 0, Share.of(0, 6).high()));
        assertThat(Share.of(0, 6).high()).isCloseTo(0.3903342879021653, within(1e-12));
        assertThat(Share.of(0, 0).share()).isNaN();
    }

    /** The example of Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part C: four observers, gaps. */
    @Test
    void alphaOfKrippendorffsExample() {
        String[] observers = {"1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 ."};
        List<List<Object>> units = IntStream.range(0, 12)
                .mapToObj(unit -> Stream.of(observers).map(line -> line.split(" ")[unit])
                        .filter(label -> !label.equals(".")).map(label -> (Object) label).toList())
                .toList();
        assertThat(Agreement.alpha(units)).isCloseTo(0.743, within(0.0005));
        assertThat(Agreement.alpha(List.of(List.of(1, 1), List.of(2, 2)))).isEqualTo(1);
        assertThat(Agreement.alpha(List.of(List.of(1, 1), List.of(1, 1)))).isNaN();
    }

    @Test
    void powerIsExactAndEnoughAnswersStayEnough() {
        assertThat(Power.of(0.65, 50)).isCloseTo(0.505979935486655, within(1e-10));
        assertThat(Power.of(0.6, 200)).isCloseTo(0.7868482653076215, within(1e-10));
        assertThat(Power.of(0.55, 800)).isCloseTo(0.7932179813540449, within(1e-10));
        assertThat(Power.of(0.9, 3)).isZero();
        assertThat(Power.answers(0.55, 0, 1, 0.8)).isEqualTo(820);
        assertThat(Power.answers(0.6, 0, 1, 0.8)).isEqualTo(210);
        assertThat(Power.answers(0.7, 0, 1, 0.8)).isEqualTo(54);
        assertThat(Power.answers(0.6, 0.5, 2, 0.8)).isEqualTo(840);
        for (int decided = 210; decided < 400; decided++) {
            assertThat(Power.of(0.6, decided)).isGreaterThanOrEqualTo(0.8);
        }
    }
}
