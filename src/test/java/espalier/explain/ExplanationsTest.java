package espalier.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Maps of small networks of every shape, and what cannot be explained. */
class ExplanationsTest {

    private static final int VALUES = TestNetworks.SIZE * TestNetworks.SIZE * 3;

    @Test
    void everyMethodExplainsEveryLayerOfSequencesAndBranches() {
        for (Network each : List.of(TestNetworks.sequence(), TestNetworks.residual(), TestNetworks.branches(),
                TestNetworks.flattened())) {
            try (Network network = each) {
                List<Explanations.Request> requests = new ArrayList<>();
                for (CamMethod method : CamMethod.values()) {
                    MapLayers.of(network).forEach(layer -> requests
                            .add(new Explanations.Request(method, layer, new int[] {0, Explanations.PREDICTED})));
                }
                List<List<Explanation>> maps = Explanations.explain(network, pictures(2), requests, Progress.NONE);
                for (int r = 0; r < requests.size(); r++) {
                    for (Explanation explanation : maps.get(r)) {
                        assertThat(explanation.map().raw()).as(requests.get(r).toString())
                                .hasSize(explanation.map().height() * explanation.map().width())
                                .doesNotContain(Float.NaN);
                    }
                }
            }
        }
    }

    @Test
    void progressOfSlowMethodsRisesToTheEnd() {
        List<Double> fractions = new ArrayList<>();
        try (Network network = TestNetworks.sequence()) {
            Explanations.explain(network, pictures(3), CamMethod.SCORE_CAM, "relu3", new int[3],
                    (fraction, message) -> fractions.add(fraction));
        }
        assertThat(fractions).isSorted().hasSizeGreaterThan(3);
        assertThat(fractions.get(fractions.size() - 1)).isEqualTo(1.0);
    }

    @Test
    void whatCannotBeExplainedIsSaidInASentence() {
        try (Network network = TestNetworks.sequence(); Network dense = TestNetworks.dense()) {
            told("The layer \"mean\" of test has no height and width, so there is no map to draw. Choose one of conv1",
                    () -> explain(network, "mean", 0, pictures(1)));
            told("There is no layer \"conv99\" in test. Choose one of conv1",
                    () -> explain(network, "conv99", 0, pictures(1)));
            told("There is no class 3: test has the classes 0 to 2.", () -> explain(network, "conv1", 3, pictures(1)));
            told("There is no class -2: test has the classes 0 to 2.",
                    () -> explain(network, "conv1", -2, pictures(1)));
            told("The pictures have 12 values each, but test takes pictures of 8×8. Bring them to that size.",
                    () -> explain(network, "conv1", 0, new Batch(1, new float[12], new int[1])));
            String none = "test cannot be explained by maps: it has no convolution or other layer whose output has height and width. "
                    + "Open a convolutional network.";
            told(none, () -> MapLayers.usual(dense));
            told(none, () -> explain(dense, "hidden", 0, pictures(1)));
        }
    }

    private static void explain(Network network, String layer, int label, Batch pictures) {
        Explanations.explain(network, pictures, CamMethod.GRAD_CAM, layer, new int[] {label}, Progress.NONE);
    }

    private static void told(String sentence, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Problem.class).hasMessageStartingWith(sentence);
    }

    private static Batch pictures(int count) {
        Random random = new Random(4);
        float[] pixels = new float[count * VALUES];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(count, pixels, new int[count]);
    }
}
