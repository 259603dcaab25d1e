package espalier.explain.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.Npy;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.CamMethod;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.measures.PictureTrial.RemovalCurve;
import espalier.explain.measures.PictureTrial.TriedPicture;
import espalier.network.Network;
import espalier.network.ReferenceNetwork;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faithfulness beside an independent implementation on the same network, pictures and maps. */
class FaithfulnessTest {

    private static final int SIDE = 32;
    private static final int PICTURES = 4;

    private static ReferenceNetwork reference;
    private static Network network;
    private static Batch pictures;

    @BeforeAll
    static void read() {
        reference = new ReferenceNetwork();
        network = reference.network();
        Batch all = reference.pictures();
        int values = SIDE * SIDE * 3;
        pictures = new Batch(PICTURES, Arrays.copyOf(all.pixels(), PICTURES * values),
                Arrays.copyOf(all.labels(), PICTURES));
    }

    @Test
    void curvesOfDeletionAndInsertionAgree() {
        for (boolean insertion : new boolean[] {false, true}) {
            String name = insertion ? "insertion" : "deletion";
            Npy curves = reference.values(name + ".curve");
            float[] areas = reference.values(name + ".auc").values();
            for (int i = 0; i < PICTURES; i++) {
                RemovalCurve curve = new RemovalCurve(insertion);
                double[] probabilities = Faithfulness.probabilities(network, curve.variants(tried(i)),
                        pictures.labels()[i], Progress.NONE);
                for (int step = 0; step < probabilities.length; step++) {
                    assertThat(probabilities[step]).isCloseTo(curves.row(i)[step], within(1e-4));
                }
                assertThat(curve.value(1, probabilities)).isCloseTo(areas[i], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 50, 80})
    void imputedPicturesAgree(int percent) {
        Npy expected = reference.values("road.imputed.top" + percent);
        float[] all = expected.channelsLast();
        for (int i = 0; i < PICTURES; i++) {
            TriedPicture picture = tried(i);
            float[] filled = NeighbourImputation.fill(picture.pixels, picture.chosen(percent / 100.0, true), SIDE, SIDE,
                    0);
            for (int p = 0; p < filled.length; p++) {
                assertThat(filled[p]).isCloseTo(all[i * filled.length + p], within(1e-3f));
            }
        }
    }

    @Test
    void allMeasuresOfTheNetworksOwnMapsAreInTheirRanges() {
        List<Explanation> explanations = Explanations.explain(network, pictures, CamMethod.GRAD_CAM, "relu6",
                pictures.labels(), Progress.NONE);
        Set<MapMeasure> measures = EnumSet.copyOf(MapMeasure.of(MapMeasure.Kind.FAITHFULNESS));
        List<Map<MapMeasure, Double>> result = Faithfulness.measure(network, pictures, explanations, measures,
                Progress.NONE);
        float[] areas = reference.values("insertion.auc").values();
        for (int i = 0; i < PICTURES; i++) {
            assertThat(result.get(i).keySet()).isEqualTo(measures);
            assertThat(result.get(i).get(MapMeasure.INSERTION)).isCloseTo(areas[i], within(1e-3));
            assertThat(result.get(i).get(MapMeasure.AVERAGE_DROP)).isBetween(0.0, 1.0);
            assertThat(result.get(i).get(MapMeasure.INCREASE)).isIn(0.0, 1.0);
            assertThat(result.get(i).get(MapMeasure.ROAD)).isBetween(-0.5, 0.5);
            // Either the probability drops or it rises.
            assertThat(result.get(i).get(MapMeasure.AVERAGE_DROP) > 0 && result.get(i).get(MapMeasure.INCREASE) > 0)
                    .isFalse();
        }
    }

    @Test
    void anEmptyMapCannotBeTried() {
        Explanation empty = new Explanation(new float[10], 0, 0, new ClassMap(4, 4, new float[16]));
        Batch one = new Batch(1, Arrays.copyOf(pictures.pixels(), SIDE * SIDE * 3), new int[1]);
        assertThat(Faithfulness.measure(network, one, List.of(empty), Set.of(MapMeasure.DELETION), Progress.NONE))
                .containsExactly(Map.of(MapMeasure.DELETION, Double.NaN));
    }

    private static TriedPicture tried(int i) {
        int values = SIDE * SIDE * 3;
        return new TriedPicture(Arrays.copyOfRange(pictures.pixels(), i * values, (i + 1) * values),
                reference.values("cam.last_relu.GradCAM").row(i), SIDE, SIDE);
    }
}
