package espalier.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.Npy;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.Network;
import espalier.network.ReferenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All methods beside an independent implementation on the same network and pictures. */
class ReferenceMapsTest {

    /** The reference's names by ours. */
    private static final Map<String, String> LAYERS = Map.of("relu6", "last_relu", "relu4", "mid_relu", "pool3",
            "last_pool");
    private static final Map<CamMethod, String> NAMES = Map.of(CamMethod.GRAD_CAM, "GradCAM",
            CamMethod.GRAD_CAM_PLUS_PLUS, "GradCAMPlusPlus", CamMethod.HI_RES_CAM, "HiResCAM", CamMethod.LAYER_CAM,
            "LayerCAM", CamMethod.X_GRAD_CAM, "XGradCAM", CamMethod.EIGEN_CAM, "EigenCAM", CamMethod.EIGEN_GRAD_CAM,
            "EigenGradCAM", CamMethod.SCORE_CAM, "ScoreCAM", CamMethod.ABLATION_CAM, "AblationCAM");
    /** A singular vector's sign is arbitrary, and so is the reference's. */
    private static final Set<CamMethod> UP_TO_SIGN = Set.of(CamMethod.EIGEN_CAM, CamMethod.EIGEN_GRAD_CAM);

    private static ReferenceNetwork reference;
    private static Network network;

    @BeforeAll
    static void read() {
        reference = new ReferenceNetwork();
        network = reference.network();
    }

    @ParameterizedTest
    @EnumSource
    void mapsAgreeRawAndProcessedAtThreeLayers(CamMethod method) {
        Batch pictures = reference.pictures();
        List<String> layers = List.copyOf(LAYERS.keySet());
        List<List<Explanation>> explanations = Explanations.explain(network, pictures,
                layers.stream().map(layer -> new Explanations.Request(method, layer, pictures.labels())).toList(),
                Progress.NONE);
        for (int k = 0; k < layers.size(); k++) {
            String file = LAYERS.get(layers.get(k)) + "." + NAMES.get(method);
            Npy raw = reference.values("rawcam." + file);
            Npy processed = reference.values("cam." + file);
            for (int i = 0; i < pictures.size(); i++) {
                ClassMap map = explanations.get(k).get(i).map();
                if (UP_TO_SIGN.contains(method) && product(map.raw(), raw.row(i)) < 0) {
                    map = negative(map);
                }
                agree(map.raw(), raw.row(i), 1e-4f * range(raw.row(i)));
                agree(map.shown(32, 32), processed.row(i), 1e-3f);
            }
        }
    }

    @Test
    void mapsForOneChosenClassAgree() {
        Batch pictures = reference.pictures();
        int[] cats = all(pictures.size(), 3);
        List<Explanation> explanations = Explanations.explain(network, pictures, CamMethod.GRAD_CAM, "relu6", cats,
                Progress.NONE);
        Npy processed = reference.values("cam.last_relu.GradCAM.class3");
        for (int i = 0; i < explanations.size(); i++) {
            assertThat(explanations.get(i).explained()).isEqualTo(3);
            agree(explanations.get(i).map().shown(32, 32), processed.row(i), 1e-3f);
        }
    }

    @Test
    void thePredictedClassIsExplainedWhenAskedFor() {
        Batch pictures = reference.pictures();
        int[] any = all(pictures.size(), Explanations.PREDICTED);
        for (Explanation explanation : Explanations.explain(network, pictures, CamMethod.GRAD_CAM, "relu6", any,
                Progress.NONE)) {
            assertThat(explanation.explained()).isEqualTo(explanation.predicted());
        }
    }

    @Test
    void askedTogetherMapsAreTheSameAsAskedAlone() {
        Batch pictures = reference.pictures();
        List<Explanations.Request> requests = new ArrayList<>();
        for (int label : new int[] {3, Explanations.PREDICTED, 8}) {
            for (CamMethod method : new CamMethod[] {CamMethod.LAYER_CAM, CamMethod.X_GRAD_CAM}) {
                requests.add(
                        new Explanations.Request(method, label == 8 ? "relu2" : "pool3", all(pictures.size(), label)));
            }
        }
        List<List<Explanation>> together = Explanations.explain(network, pictures, requests, Progress.NONE);
        for (int k = 0; k < requests.size(); k++) {
            List<Explanation> alone = Explanations.explain(network, pictures, List.of(requests.get(k)), Progress.NONE)
                    .get(0);
            for (int i = 0; i < pictures.size(); i++) {
                assertThat(together.get(k).get(i).explained()).isEqualTo(alone.get(i).explained());
                agree(together.get(k).get(i).map().raw(), alone.get(i).map().raw(), 1e-5f);
            }
        }
    }

    private static int[] all(int size, int label) {
        int[] labels = new int[size];
        Arrays.fill(labels, label);
        return labels;
    }

    private static void agree(float[] actual, float[] expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int p = 0; p < expected.length; p++) {
            assertThat(actual[p]).isCloseTo(expected[p], within(tolerance));
        }
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static ClassMap negative(ClassMap map) {
        float[] raw = map.raw().clone();
        for (int i = 0; i < raw.length; i++) {
            raw[i] = -raw[i];
        }
        return new ClassMap(map.height(), map.width(), raw);
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
