package espalier.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.Npy;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.Network;
import espalier.network.ReferenceNetwork;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grad-CAM beside an independent implementation on the same network and pictures. */
class ReferenceMapsTest {

    private static ReferenceNetwork reference;
    private static Network network;

    @BeforeAll
    static void read() {
        reference = new ReferenceNetwork();
        network = reference.network();
    }

    @ParameterizedTest
    @CsvSource({"relu6, last_relu", "relu4, mid_relu", "pool3, last_pool"})
    void mapsAgreeRawAndProcessed(String layer, String name) {
        Batch pictures = reference.pictures();
        List<Explanation> explanations = GradCam.explain(network, pictures, layer, pictures.labels(), Progress.NONE);
        Npy raw = reference.values("rawcam." + name + ".GradCAM");
        Npy processed = reference.values("cam." + name + ".GradCAM");
        for (int i = 0; i < explanations.size(); i++) {
            ClassMap map = explanations.get(i).map();
            float[] expected = raw.row(i);
            float range = range(expected);
            for (int p = 0; p < expected.length; p++) {
                assertThat(map.raw()[p]).isCloseTo(expected[p], within(1e-4f * range));
            }
            agree(map.shown(32, 32), processed.row(i));
        }
    }

    @Test
    void mapsForOneChosenClassAgree() {
        Batch pictures = reference.pictures();
        int[] cats = new int[pictures.size()];
        Arrays.fill(cats, 3);
        List<Explanation> explanations = GradCam.explain(network, pictures, "relu6", cats, Progress.NONE);
        Npy processed = reference.values("cam.last_relu.GradCAM.class3");
        for (int i = 0; i < explanations.size(); i++) {
            assertThat(explanations.get(i).explained()).isEqualTo(3);
            agree(explanations.get(i).map().shown(32, 32), processed.row(i));
        }
    }

    @Test
    void thePredictedClassIsExplainedWhenAskedFor() {
        Batch pictures = reference.pictures();
        int[] any = new int[pictures.size()];
        Arrays.fill(any, GradCam.PREDICTED);
        for (Explanation explanation : GradCam.explain(network, pictures, "relu6", any, Progress.NONE)) {
            assertThat(explanation.explained()).isEqualTo(explanation.predicted());
        }
    }

    private static void agree(float[] actual, float[] expected) {
        for (int p = 0; p < expected.length; p++) {
            assertThat(actual[p]).isCloseTo(expected[p], within(1e-3f));
        }
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
