package espalier.app.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.app.controls.ChartData.Axis;
import espalier.app.controls.ChartData.Scale;
import espalier.basics.Ticks;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void numbersAreRound() {
        assertThat(Ticks.linear(0, 1, 5)).hasSize(6).first().isEqualTo(0.0);
        assertThat(Ticks.step(0.13)).isEqualTo(0.2, within(1e-12));
        assertThat(Ticks.step(20)).isEqualTo(20);
        assertThat(Ticks.step(21)).isEqualTo(50);
    }

    @Test
    void ratesArePowersOfTwo() {
        assertThat(Ticks.powersOfTwo(0.9, 33)).containsExactly(1.0, 2.0, 4.0, 8.0, 16.0, 32.0);
    }

    @Test
    void manyDecadesHaveTheirPowersOnly() {
        assertThat(Ticks.logarithmic(900, 30_000)).containsExactly(1000.0, 2000.0, 5000.0, 10_000.0, 20_000.0);
        assertThat(Ticks.logarithmic(1, 1e4)).containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0);
    }

    @Test
    void anAxisShowsAllValuesAndStopsAtItsNaturalEnd() {
        Axis percent = new Axis("accuracy", Scale.LINEAR, Double::toString, Double.NaN, 1);
        ChartData.Range range = ChartData.Range.of(percent, new double[] {0.62, 0.97, Double.NaN});
        assertThat(range.max()).isEqualTo(1);
        assertThat(range.min()).isBetween(0.4, 0.62);
        assertThat(range.share(range.min())).isZero();
        assertThat(range.share(1)).isEqualTo(1);
    }

    @Test
    void onALogarithmicAxisDoublingIsEquallyWide() {
        ChartData.Range range = ChartData.Range.of(new Axis("rate", Scale.LOG2, Double::toString, 1, Double.NaN),
                new double[] {2, 32});
        assertThat(range.share(4) - range.share(2)).isEqualTo(range.share(32) - range.share(16), within(1e-12));
        assertThat(range.share(1)).isPositive();
    }

    @Test
    void oneValueAloneHasRoomToo() {
        ChartData.Range range = ChartData.Range
                .of(new Axis("x", Scale.LINEAR, Double::toString, Double.NaN, Double.NaN), new double[] {0.5});
        assertThat(range.share(0.5)).isBetween(0.1, 0.9);
    }
}
