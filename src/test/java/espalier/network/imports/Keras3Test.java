package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.SharedData;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.engine.Loss;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.pruning.FilterGroups;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that Keras 3 wrote, with its own answers. The larger ones are skipped where they are not at hand. */
class Keras3Test {

    private static final Path FIXTURES = Path.of("src/test/resources/espalier/network/imports");
    private static final Normalisation SYMMETRIC = Preparation.pixels(new double[] {127.5, 127.5, 127.5},
            new double[] {127.5, 127.5, 127.5});

    @TempDir
    private Path folder;

    /** The network, checked to answer a formula picture as Keras did. */
    static Network equal(Path file, Path answers) throws IOException {
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Normalisation normalisation = imported.statedNormalisation().orElse(SYMMETRIC);
        Network network = imported
                .network(new Preparation("test", imported.usualClasses(), normalisation, ChannelOrder.RGB));
        int height = imported.inputSize().height();
        int width = imported.inputSize().width();
        float[] pixels = new float[height * width * 3];
        for (int i = 0; i < pixels.length; i++) {
            int value = (7 * (i / (3 * width)) + 13 * (i / 3 % width) + 31 * (i % 3)) % 256;
            pixels[i] = (value / 255f - normalisation.mean()[i % 3]) / normalisation.deviation()[i % 3];
        }
        double[] expected = Arrays.stream(Files.readString(answers).strip().split("[,\\s]+"))
                .mapToDouble(Double::parseDouble).toArray();
        float[] logits = network.infer(new Batch(1, pixels, new int[1]))[0];
        float[] probabilities = Loss.softmax(new float[][] {logits})[0];
        boolean shares = Math.abs(Arrays.stream(expected).sum() - 1) < 1e-3;
        double largest = Math.max(shares ? .1 : 1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
        for (int c = 0; c < expected.length; c++) {
            assertThat((double) (shares ? probabilities : logits)[c]).as("output %s", c).isCloseTo(expected[c],
                    Offset.offset(1e-4 * largest));
        }
        return network;
    }

    @ParameterizedTest
    @CsvSource({"functional_branches.keras", "functional_branches.h5", "mobilenet_v2_035.keras",
            "sequential_rescaling.keras", "sequential_rescaling.h5", "transfer_nested.keras", "refused_se.keras"})
    void answersAreKeras(String name) throws IOException {
        Path shared = SharedData.folder("data/keras3");
        try (Network network = equal(shared.resolve(name), shared.resolve(name.replaceFirst("\\..*", ".csv")))) {
            assertThat(network.program().foreignVertices()).isEmpty();
            assertThat(FilterGroups.trace(network).all()).anyMatch(FilterGroups.FilterGroup::isPrunable);
        }
    }

    /** Of {@code make_keras3_fixtures.py}: what versions and forms write differently. */
    @ParameterizedTest
    @CsvSource({"gated.keras", "gated.h5", "base.keras", "base.h5", "convolutional_head.keras",
            "convolutional_head.h5"})
    void smallNetworksOfEveryKindOfLayer(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FIXTURES.resolve("keras3_" + name + ".gz")))) {
            Files.copy(in, file);
        }
        try (Network network = equal(file, FIXTURES.resolve("keras3_" + name.replaceFirst("\\..*", ".csv")))) {
            assertThat(network.program().foreignVertices()).isEmpty();
        }
    }

    @Test
    void theTrainedNetworkIsThatOfKeras2() {
        ImportedNetwork third = ImportedNetwork
                .read(SharedData.file("data/keras3/cifar10_resnet32_hyperparticle.keras"), Optional.empty());
        ImportedNetwork second = ImportedNetwork.read(SharedData.file("data/weights/cifar10_resnet32_hyperparticle.h5"),
                Optional.empty());
        float[] pixels = new float[32 * 32 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i);
        }
        Batch batch = new Batch(1, pixels, new int[1]);
        try (Network now = network(third); Network before = network(second)) {
            assertThat(now.infer(batch)[0]).containsExactly(before.infer(batch)[0], Offset.offset(1e-5f));
        }
    }

    private static Network network(ImportedNetwork imported) {
        return imported.network(new Preparation("test", imported.usualClasses(), SYMMETRIC, ChannelOrder.RGB));
    }

    @Test
    void aGateIsPrunedWithWhatItGates() throws IOException {
        Path shared = SharedData.folder("data/keras3");
        try (Network network = equal(shared.resolve("refused_se.keras"), shared.resolve("refused_se.csv"))) {
            assertThat(network.layers()).anyMatch(layer -> layer.kind() == LayerKind.MULTIPLY);
            assertThat(FilterGroups.trace(network).kept()).isEmpty();
        }
    }
}
