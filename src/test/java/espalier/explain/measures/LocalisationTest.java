package espalier.explain.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LocalisationTest {

    private static final boolean[] MASK = {false, true, true, false};

    @Test
    void theHighestPixelIsOnTheObjectOrNot() {
        assertThat(Localisation.pointingGame(new float[] {0.1f, 0.9f, 0.2f, 0.3f}, MASK)).isEqualTo(1);
        assertThat(Localisation.pointingGame(new float[] {0.1f, 0.2f, 0.2f, 0.3f}, MASK)).isZero();
    }

    @Test
    void ofSeveralHighestPixelsTheFirstCounts() {
        assertThat(Localisation.pointingGame(new float[] {0.9f, 0.9f, 0, 0}, MASK)).isZero();
    }

    @Test
    void energyInsideByHand() {
        assertThat(Localisation.energyInside(new float[] {1, 2, 4, 1}, MASK)).isEqualTo(6 / 8.0, within(1e-12));
    }

    @Test
    void anEmptyMapPointsNowhere() {
        assertThat(Localisation.pointingGame(new float[4], MASK)).isNaN();
        assertThat(Localisation.energyInside(new float[4], MASK)).isNaN();
    }
}
