package espalier.basics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

    @Test
    void holmsCorrectionByHand() {
        assertThat(Holm.corrected(new double[] {0.01, 0.02, 0.03, 0.9}))
                .containsExactly(new double[] {0.04, 0.06, 0.06, 0.9}, within(1e-12));
    }

    @Test
    void anyOrderWillDoAndWhatIsNotKnownDoesNotCount() {
        assertThat(Holm.corrected(new double[] {0.9, Double.NaN, 0.02, 0.01, 0.03}))
                .containsExactly(new double[] {0.9, Double.NaN, 0.06, 0.04, 0.06}, within(1e-12));
        assertThat(Holm.corrected(new double[0])).isEmpty();
    }
}
