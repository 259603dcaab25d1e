package espalier.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.measures.MapMeasure;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SweetSpotTest {

    private static final int PICTURES = 60;

    @Test
    void theTestOfSignsIsExactForFewPairs() {
        // Of the 32 choices of signs only all + and all − are as far from 0.
        assertThat(PairedComparison.bySigns(new double[] {1, 2, 3, 4, 5}, 1)).isCloseTo(2 / 32.0, within(0.01));
        assertThat(PairedComparison.bySigns(new double[] {1, -1, Double.NaN}, 1)).isEqualTo(1);
        assertThat(PairedComparison.bySigns(new double[] {0, 0, 0}, 1)).isEqualTo(1);
        assertThat(PairedComparison.bySigns(new double[] {Double.NaN}, 1)).isNaN();
        assertThat(PairedComparison.bySigns(values(0.3, 5), 7)).isEqualTo(PairedComparison.bySigns(values(0.3, 5), 7));
    }

    @Test
    void chanceIsFoundAsOftenAsItShouldBe() {
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            found += PairedComparison.bySigns(values(0, seed), seed) < 0.05 ? 1 : 0;
        }
        assertThat(found).isBetween(3, 20);
    }

    @Test
    void aRealGainIsToldWithItsMeasureAndInterval() {
        SweetSpot spot = SweetSpot.of(
                List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, 0.3, 0, 2), network("×32", 32, -2, 2, 3)), 1);
        PairedComparison gain = spot.differences().get(1).get(MapMeasure.INSERTION);
        assertThat(gain.mean().mean()).isCloseTo(0.3, within(0.1));
        assertThat(gain.isBeyondChance()).isTrue();
        assertThat(gain.isBetter(MapMeasure.INSERTION)).isTrue();
        assertThat(spot.differences().get(1).get(MapMeasure.DELETION).isBeyondChance()).isFalse();
        assertThat(spot.sentence())
                .startsWith("A mild rate improves explanation here, beyond chance: better in “Insertion” at ×2 (+0.")
                .endsWith("(60 pictures, each compared with itself; 2 comparisons with Holm's correction, 5 % level).");
        // Rates that are not mild are compared, but not part of the claim.
        assertThat(spot.differences().get(2).get(MapMeasure.DELETION).p()).isLessThan(0.01);
        assertThat(spot.differences().get(2).get(MapMeasure.DELETION).corrected()).isNaN();
        assertThat(spot.differences().get(1)).doesNotContainKey(MapMeasure.PEARSON);
    }

    @Test
    void lowerIsBetterForDeletion() {
        String worse = SweetSpot.of(List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, 0, 0.4, 2)), 1)
                .sentence();
        assertThat(worse).startsWith(
                "A mild rate does not improve explanation here: nothing is better beyond chance, and worse is "
                        + "“Deletion” at ×2 (+0.");
        String better = SweetSpot.of(List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, 0, -0.4, 2)), 1)
                .sentence();
        assertThat(better)
                .startsWith("A mild rate improves explanation here, beyond chance: better in “Deletion” at ×2 (−0.");
    }

    @Test
    void chanceIsCalledChance() {
        assertThat(SweetSpot
                .of(List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, 0, 0, 2), network("×4", 4, 0, 0, 3)), 1)
                .sentence()).startsWith(
                        "At ×2 and ×4 no measure of explanation differs from the unpruned network's by more than chance");
    }

    @Test
    void theSweetSpotIsTheMildRateThatIsSurelyBetterAndNowhereWorse() {
        SweetSpot spot = SweetSpot.of(List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, 0.3, 0, 2),
                network("×4", 4, 0.6, 0.6, 3), network("×32", 32, 2, -2, 4)), 1);
        assertThat(spot.gain()).hasValueSatisfying(gain -> {
            assertThat(gain.network()).isEqualTo(1);
            assertThat(gain.measure()).isEqualTo(MapMeasure.INSERTION);
            assertThat(gain.difference().isBeyondChance()).isTrue();
        });
        assertThat(SweetSpot.of(List.of(network("unpruned", 1, 0, 0, 1), network("×2", 2, -0.5, 0.5, 2)), 1).gain())
                .isEmpty();
    }

    @Test
    void whatCannotBeToldIsSaid() {
        MeasuredNetwork unpruned = network("unpruned", 1, 0, 0, 1);
        assertThat(SweetSpot.of(List.of(unpruned), 1).sentence()).startsWith("There is no mildly pruned network yet");
        MeasuredNetwork similar = new MeasuredNetwork("×2", 2, "relu", unpruned.explanations(),
                Map.of(MapMeasure.PEARSON, new double[PICTURES]));
        assertThat(SweetSpot.of(List.of(similar, similar), 1).sentence())
                .contains("cannot be told from these measures");
    }

    /** Measures around 0.5 that differ from the unpruned's by a shift and by noise of their own. */
    private static MeasuredNetwork network(String name, double rate, double insertion, double deletion, int seed) {
        Explanation some = new Explanation(new float[] {1}, 0, 0, new ClassMap(1, 1, new float[] {1}));
        return new MeasuredNetwork(name, rate, "relu", Collections.nCopies(PICTURES, some),
                Map.of(MapMeasure.INSERTION, values(insertion, seed), MapMeasure.DELETION, values(deletion, seed + 100),
                        MapMeasure.PEARSON, values(0, seed + 200)));
    }

    private static double[] values(double shift, int seed) {
        Random random = new Random(seed);
        double[] values = new double[PICTURES];
        Arrays.setAll(values, i -> shift + 0.3 * random.nextGaussian());
        return values;
    }
}
