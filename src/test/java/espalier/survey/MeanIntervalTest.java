package espalier.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MeanIntervalTest {

    @Test
    void theIntervalIsAboutTwoStandardErrorsWide() {
        double[] values = new double[400];
        Arrays.setAll(values, i -> i % 2);
        MeanInterval interval = MeanInterval.bootstrap(values, 1);
        assertThat(interval.mean()).isEqualTo(0.5);
        // The standard error is 0.5 / √400.
        assertThat(interval.low()).isEqualTo(0.5 - 1.96 * 0.025, within(0.006));
        assertThat(interval.high()).isEqualTo(0.5 + 1.96 * 0.025, within(0.006));
    }

    @Test
    void emptyMapsAreLeftOutAndCounted() {
        MeanInterval interval = MeanInterval.bootstrap(new double[] {1, Double.NaN, 1}, 1);
        assertThat(interval).isEqualTo(new MeanInterval(1, 1, 1, 2, 1));
        assertThat(MeanInterval.bootstrap(new double[] {Double.NaN}, 1).mean()).isNaN();
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = {0.1, 0.9, 0.4, 0.6, 0.3};
        assertThat(MeanInterval.bootstrap(values, 7)).isEqualTo(MeanInterval.bootstrap(values, 7));
    }
}
