package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.SharedData;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Normalisation;
import espalier.engine.Loss;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real Keras networks, whose outputs an independent implementation computed. Skipped where they are not at hand. */
class KerasWeightsTest {

    private static final Normalisation STANDARDISED = Preparation.pixels(new double[] {125.307, 122.95, 113.865},
            new double[] {62.9932, 62.0887, 66.7048});
    private static final Normalisation RAW = Preparation.pixels(new double[3], new double[] {1, 1, 1});
    private static final Normalisation UNIT = Preparation.pixels(new double[3], new double[] {255, 255, 255});

    /** The networks for CIFAR-10. */
    enum Cifar {
        LENET("cifar10_lenet_hyperparticle", STANDARDISED),
        RESNET32("cifar10_resnet32_hyperparticle", STANDARDISED),
        RESNET8("cifar10_resnet8_mlperftiny", RAW),
        VGG("cifar10_vggbn_erenaktuerk", UNIT);

        private final String file;
        private final Normalisation normalisation;

        Cifar(String file, Normalisation normalisation) {
            this.file = file;
            this.normalisation = normalisation;
        }
    }

    @ParameterizedTest
    @EnumSource(Cifar.class)
    void cifarNetworksGiveTheProbabilitiesOfTheReference(Cifar cifar) throws IOException {
        Path weights = SharedData.folder("data/weights");
        Dataset data = Datasets.open("cifar10:" + SharedData.folder("data/cifar10"));
        ImportedNetwork imported = ImportedNetwork.read(weights.resolve(cifar.file + ".h5"), Optional.empty());
        Network network = imported
                .network(new Preparation("test", data.classNames(), cifar.normalisation, ChannelOrder.RGB));
        assertThat(network.program().foreignVertices()).isEmpty();
        float[][] golden = numbers(weights.resolve("golden/" + cifar.file + ".first16.csv"));
        Batch batch;
        try (Batches batches = Batches.inOrder(data.part(Part.TEST), cifar.normalisation, golden.length)) {
            batch = batches.next();
        }
        float[][] found = Loss.softmax(network.infer(batch));
        for (int i = 0; i < golden.length; i++) {
            assertThat(found[i]).containsExactly(golden[i], Offset.offset(2e-4f));
        }
    }

    @Test
    void squeezeNetGivesTheLogitsOfTheReferenceOnAFormulaPicture() throws IOException {
        Path weights = SharedData.folder("data/weights");
        ImportedNetwork imported = ImportedNetwork.read(weights.resolve("squeezenet_v1.1_imagenet_keras2.h5"),
                Optional.empty());
        // The formula gives blue, green and red as they are; here red comes first.
        Network network = imported.network(new Preparation("test", imported.usualClasses(), RAW, ChannelOrder.BGR));
        assertThat(network.program().foreignVertices()).isEmpty();
        int[] mean = {104, 117, 123};
        float[] pixels = new float[227 * 227 * 3];
        for (int h = 0; h < 227; h++) {
            for (int w = 0; w < 227; w++) {
                for (int c = 0; c < 3; c++) {
                    pixels[(h * 227 + w) * 3 + 2 - c] = (7 * h + 13 * w + 31 * c) % 256 - mean[c];
                }
            }
        }
        float[][] golden = numbers(weights.resolve("golden/squeezenet_v1.1.synthetic.pool10_prob.csv"));
        float[] logits = network.infer(new Batch(1, pixels, new int[1]))[0];
        for (int i = 0; i < golden.length; i++) {
            assertThat(logits[i]).isCloseTo(golden[i][0], Offset.offset(1e-3f));
        }
    }

    private static float[][] numbers(Path csv) throws IOException {
        try (Stream<String> lines = Files.lines(csv)) {
            return lines.map(line -> {
                String[] parts = line.split(",");
                float[] row = new float[parts.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Float.parseFloat(parts[i]);
                }
                return row;
            }).toArray(float[][]::new);
        }
    }
}
