package espalier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.explain.CamMethod;
import espalier.explain.ClassMap;
import espalier.explain.Explanation;
import espalier.explain.Explanations;
import espalier.explain.measures.MapMeasure;
import espalier.explain.measures.MapMeasurement;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import espalier.network.SmallReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Logits, scores, maps and measures beside those of an independent implementation, on a network so small that its
 * values are in the project: every clone proves the formulas.
 */
class ReferenceValuesTest {

    private static final int SIDE = SmallReference.SIDE;

    private static Network network;
    private static Batch pictures;

    @BeforeAll
    static void read() {
        network = SmallReference.network();
        pictures = SmallReference.pictures();
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @Test
    void logits_agree() {
        Npy expected = SmallReference.values("logits");
        float[][] logits = network.infer(pictures);
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).containsExactly(expected.row(i), within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, conv1", "1, conv2"})
    void class_aware_scores_agree(int index, String name) {
        NetworkScores scores = ClassAwareScores.of(network, network.description().classNames(),
                SmallReference.classes(), Progress.NONE);
        LayerScores layer = scores.layers().get(index);
        assertThat(layer.layer()).isEqualTo(name);
        assertThat(layer.scores()).containsExactly(SmallReference.values("scores." + name).values(), within(1e-5f));
        Npy classes = SmallReference.values("scores." + name + ".classes");
        Npy continuous = SmallReference.values("scores." + name + ".continuous");
        Npy lossChange = SmallReference.values("scores." + name + ".loss");
        for (int c = 0; c < SmallReference.CLASSES; c++) {
            assertThat(layer.perClass()[c]).containsExactly(classes.row(c), within(1e-5f));
            for (int k = 0; k < layer.filters(); k++) {
                assertThat(layer.continuous()[c][k]).isCloseTo(continuous.row(c)[k],
                        within(1e-4f * range(continuous.values())));
                assertThat(layer.lossChange()[c][k]).isCloseTo(lossChange.row(c)[k],
                        within(1e-4f * range(lossChange.values())));
            }
        }
    }

    /** Of classes that have one picture each the mean of |loss change| is the summed Taylor criterion. */
    @ParameterizedTest
    @CsvSource({"0, conv1", "1, conv2"})
    void summed_taylor_agrees(int index, String name) {
        List<Batch> single = IntStream.range(0, pictures.size())
                .mapToObj(i -> new Batch(1, part(pictures.pixels(), i), new int[] {pictures.labels()[i]})).toList();
        LayerScores layer = ClassAwareScores
                .of(network, Collections.nCopies(pictures.size(), ""), single, Progress.NONE).layers().get(index);
        float[] expected = SmallReference.values("scores." + name + ".taylor-sum").values();
        for (int k = 0; k < layer.filters(); k++) {
            assertThat(layer.meanLossChange(k)).isCloseTo(expected[k], within(1e-4 * range(expected)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void maps_agree_raw_and_shown_at_two_layers(CamMethod method) {
        for (String layer : List.of("relu2", "pool2")) {
            float[] raw = SmallReference.values("maps." + layer).row(method.ordinal());
            float[] shown = SmallReference.values("maps." + layer + ".shown").row(method.ordinal());
            List<Explanation> explanations = explain(method, layer);
            for (int i = 0; i < pictures.size(); i++) {
                ClassMap map = explanations.get(i).map();
                float[] expected = part(raw, i);
                assertThat(map.raw()).containsExactly(expected, within(1e-4f * range(expected)));
                assertThat(map.shown(SIDE, SIDE)).containsExactly(part(shown, i), within(1e-3f));
            }
        }
    }

    @Test
    void every_measure_agrees() {
        boolean[] object = new boolean[SIDE * SIDE];
        for (int row = 2; row < 9; row++) {
            Arrays.fill(object, row * SIDE + 3, row * SIDE + 8, true);
        }
        List<Map<MapMeasure, Double>> measured = MapMeasurement.of(network, pictures, givenMaps(0), givenMaps(1),
                Collections.nCopies(pictures.size(), Optional.of(object)), EnumSet.allOf(MapMeasure.class),
                Progress.NONE);
        Npy expected = SmallReference.values("measures");
        assertThat(expected.shape()).containsExactly(pictures.size(), MapMeasure.values().length);
        for (int i = 0; i < pictures.size(); i++) {
            for (MapMeasure measure : MapMeasure.values()) {
                assertThat(measured.get(i).get(measure)).as("%s of picture %s", measure, i)
                        .isCloseTo(expected.row(i)[measure.ordinal()], within(2e-4));
            }
        }
    }

    /** Maps of the reference in place of the network's own. */
    private static List<Explanation> givenMaps(int which) {
        float[] maps = SmallReference.values("measures.maps").row(which);
        List<Explanation> own = explain(CamMethod.GRAD_CAM, "relu2");
        return IntStream.range(0, own.size()).mapToObj(i -> new Explanation(own.get(i).probabilities(),
                own.get(i).predicted(), own.get(i).explained(), new ClassMap(6, 6, part(maps, i)))).toList();
    }

    /** Of each picture's own class. */
    private static List<Explanation> explain(CamMethod method, String layer) {
        return Explanations.explain(network, pictures, method, layer, pictures.labels(), Progress.NONE);
    }

    /** What belongs to one of the pictures. */
    private static float[] part(float[] values, int picture) {
        int length = values.length / pictures.size();
        return Arrays.copyOfRange(values, picture * length, (picture + 1) * length);
    }

    private static float range(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return max - min;
    }
}
