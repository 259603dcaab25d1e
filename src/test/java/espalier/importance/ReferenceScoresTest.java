package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.Npy;
import espalier.SharedData;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Cifar;
import espalier.data.CifarVersion;
import espalier.data.ClassWeights;
import espalier.data.Normalisation;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.network.ReferenceNetwork;
import espalier.training.Regularisers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Scores, logits, costs and regularisers beside those of an independent implementation on the same network and
 * pictures.
 */
class ReferenceScoresTest {

    private static ReferenceNetwork reference;
    private static Network network;
    private static JsonNode meta;

    @BeforeAll
    static void read() throws IOException {
        reference = new ReferenceNetwork();
        network = reference.network();
        meta = new ObjectMapper().readTree(reference.file("meta.json").toFile());
    }

    @Test
    void logitsAgree() {
        float[][] logits = network.infer(reference.pictures());
        Npy expected = reference.values("logits");
        Npy probabilities = reference.values("softmax");
        float[][] softmax = Loss.softmax(logits);
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).containsExactly(expected.row(i), within(1e-4f));
            assertThat(softmax[i]).containsExactly(probabilities.row(i), within(1e-4f));
        }
    }

    @Test
    void normalisedPicturesAgree() {
        float[] raw = reference.values("images.raw").channelsLast();
        float[] expected = reference.values("images").channelsLast();
        byte[] bytes = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bytes[i] = (byte) Math.round(raw[i]);
        }
        float[] actual = new float[raw.length];
        Normalisation.CIFAR10.apply(new espalier.data.Picture(12 * 32, 32, bytes), actual, 0);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(2e-6f));
        }
    }

    @Test
    void costAgrees() {
        Cost cost = network.cost();
        assertThat(cost.parameters()).isEqualTo(meta.get("parameters").asLong());
        assertThat(cost.macs()).isEqualTo(meta.get("macs_conv_linear").asLong());
    }

    @Test
    void regularisersAndTheirGradientsAgree() {
        Regularisers regularisers = new Regularisers(network.program());
        assertThat(regularisers.l1()).isCloseTo(meta.get("l1_all_parameters").asDouble(),
                within(1e-5 * meta.get("l1_all_parameters").asDouble()));
        double[] orthogonality = regularisers.orthogonality();
        List<float[]> gradients = regularisers.orthogonalityGradients();
        for (int i = 0; i < orthogonality.length; i++) {
            double expected = meta.get("orthogonality_per_conv").get(i).asDouble();
            assertThat(orthogonality[i]).isCloseTo(expected, within(1e-5 * expected));
            float[] gradient = reference.values("orth_grad." + ReferenceNetwork.CONVOLUTIONS.get(i)).values();
            float largest = largest(gradient);
            for (int j = 0; j < gradient.length; j++) {
                assertThat(gradients.get(i)[j]).isCloseTo(gradient[j], within(1e-4f * largest));
            }
        }
    }

    @Test
    void probedActivationsAndGradientsAgree() {
        Batch airplanes = classes().get(0);
        String value = network.convolutionOutput("conv6");
        Program.Probed probed = network.probe(airplanes, Set.of(value),
                logits -> Loss.crossEntropyGradient(logits, airplanes.labels()));
        agree(probed.activation(value).dup().data().asFloat(),
                reference.values("probe.17.activation.class0").channelsLast());
        agree(probed.gradient(value).dup().data().asFloat(),
                reference.values("probe.17.gradient.class0").channelsLast());
    }

    @Test
    void scoresAgree() {
        NetworkScores scores = ClassAwareScores.of(network, network.description().classNames(), classes(),
                Progress.NONE);
        int filters = 0;
        int exact = 0;
        int samePerClass = 0;
        for (int i = 0; i < 6; i++) {
            LayerScores layer = scores.layers().get(i);
            String name = "score." + ReferenceNetwork.CONVOLUTIONS.get(i);
            float[] totals = reference.values(name + ".total_max").values();
            Npy atMaximum = reference.values(name + ".per_class_at_max");
            for (int k = 0; k < totals.length; k++) {
                assertThat(layer.scores()[k]).isCloseTo(totals[k], within(0.2001f));
                filters++;
                exact += Math.abs(layer.scores()[k] - totals[k]) < 1e-5 ? 1 : 0;
                boolean same = true;
                for (int c = 0; c < 10; c++) {
                    same &= Math.abs(layer.perClass()[c][k] - atMaximum.row(c)[k]) < 1e-5;
                }
                samePerClass += same ? 1 : 0;
            }
        }
        assertThat(exact / (double) filters).isGreaterThanOrEqualTo(0.99);
        assertThat(samePerClass / (double) filters).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void theContinuousCompanionAgrees() {
        NetworkScores scores = ClassAwareScores.of(network, network.description().classNames(), classes(),
                Progress.NONE);
        for (int i = 0; i < 6; i++) {
            LayerScores layer = scores.layers().get(i);
            Npy taylor = reference.values("taylor." + ReferenceNetwork.CONVOLUTIONS.get(i) + ".per_class_mean");
            for (int c = 0; c < 10; c++) {
                float[] row = taylor.row(c);
                for (int k = 0; k < row.length; k++) {
                    assertThat(layer.continuous()[c][k]).isCloseTo(row[k], within(1e-4f * largest(row)));
                }
            }
        }
    }

    @Test
    void aColumnAddsUpToItsFiltersScore() {
        NetworkScores scores = ClassAwareScores.of(network, network.description().classNames(), classes(),
                Progress.NONE);
        for (LayerScores layer : scores.layers()) {
            for (int k = 0; k < layer.filters(); k++) {
                float sum = 0;
                for (float[] row : layer.perClass()) {
                    sum += row[k];
                }
                assertThat(sum).isCloseTo(layer.scores()[k], within(1e-4f));
            }
        }
    }

    /** Batches of 7 cut the classes of 10 pictures into pieces, as large pictures do. */
    @Test
    void itDoesNotMatterHowManyPicturesGoThroughTheNetworkAtOnce() {
        NetworkScores whole = ClassAwareScores.of(network, network.description().classNames(), classes(),
                Progress.NONE);
        NetworkScores cut = ClassAwareScores.of(network, network.description().classNames(), classes(),
                ClassWeights.ALL_ALIKE, 7, Progress.NONE);
        int filters = 0;
        int same = 0;
        for (int i = 0; i < whole.layers().size(); i++) {
            LayerScores a = whole.layers().get(i);
            LayerScores b = cut.layers().get(i);
            for (int k = 0; k < a.filters(); k++) {
                assertThat(b.scores()[k]).isCloseTo(a.scores()[k], within(0.2001f));
                filters++;
                same += Math.abs(b.scores()[k] - a.scores()[k]) < 1e-5 ? 1 : 0;
            }
            for (int c = 0; c < 10; c++) {
                assertThat(b.continuous()[c]).containsExactly(a.continuous()[c],
                        within(1e-4f * largest(a.continuous()[c])));
            }
        }
        assertThat(same / (double) filters).isGreaterThanOrEqualTo(0.99);
    }

    private static List<Batch> classes() {
        Pictures file = Cifar.open(CifarVersion.TEN, SharedData.folder("data/cifar10")).file("data_batch_1.bin");
        List<Batch> classes = new ArrayList<>();
        for (JsonNode indices : meta.get("score_image_indices_in_data_batch_1")) {
            int[] chosen = new int[indices.size()];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = indices.get(i).asInt();
            }
            try (Batches batches = Batches.inOrder(file, chosen, Normalisation.CIFAR10, chosen.length)) {
                classes.add(batches.next());
            }
        }
        return classes;
    }

    private static void agree(float[] actual, float[] expected) {
        float largest = largest(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f * largest));
        }
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
