package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.engine.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The papers' networks: their sizes as published, and that the program and plain DL4J run them alike. */
class ArchitecturesTest {

    /**
     * ResNet: 0.27 M and 0.85 M parameters (He et al. 2016, table 6), and 125.49 M MACs for ResNet-56 (HRank, Lin et
     * al. 2020); 0.86 M with projections. MobileNet: 3.2 M, the original's 4.2 M (Howard et al. 2017, table 8) with 10
     * classes for 1000.
     */
    @ParameterizedTest
    @CsvSource({"resnet-20, 32, 269722, 40551040", "resnet-20-projection, 32, 272474, 40813184",
            "resnet-56, 32, 853018, 125485696", "resnet-56-projection, 32, 855770, 125747840",
            "vgg-19, 32, 20040522, 398136320", "vgg-s, 32, 289194, 38634752", "mobilenet, 32, 3217226, 46354432"})
    void sizesAreThoseWorkedOutFromThePapers(String name, int size, long parameters, long macs) {
        Network network = Architectures.create(name, TestNetworks.description(10, size), 1);
        assertThat(network.cost().parameters()).isEqualTo(parameters);
        assertThat(network.cost().macs()).isEqualTo(macs);
    }

    @Test
    void vgg16HasThePublishedSize() {
        Network network = Architectures.create("vgg-16", TestNetworks.description(10, 32), 1);
        Cost cost = network.cost();
        long norms = network.layers().stream().filter(layer -> layer.kind() == LayerKind.BATCH_NORM)
                .mapToLong(LayerInfo::parameters).sum();
        long dense = network.layers().stream()
                .filter(layer -> layer.kind() == LayerKind.DENSE || layer.kind() == LayerKind.OUTPUT)
                .mapToLong(LayerInfo::macs).sum();
        // 14.98 M parameters and 313.73 M operations (HRank, Lin et al. 2020): that count leaves out batch norms, and
        // takes a dense
        // layer's multiplications and additions apart, where a convolution's are one.
        assertThat((cost.parameters() - norms) / 1e6).isCloseTo(14.98, within(0.005));
        assertThat((cost.macs() + dense) / 1e6).isCloseTo(313.73, within(0.005));
        assertThat(cost.parameters()).isEqualTo(14_991_946);
        assertThat(cost.macs()).isEqualTo(313_463_808);
    }

    /** 138.36 M parameters and 15.47 G MACs with the 1000 classes of ImageNet; here with the 10 of Imagenette. */
    @Test
    void vgg16For224HasThePublishedSize() {
        Network network = Architectures.create("vgg-16-224", TestNetworks.description(10, 224), 1);
        assertThat(network.cost().parameters() + 990L * (4096 + 1)).isEqualTo(138_357_544);
        assertThat(network.cost().macs() + 990L * 4096).isEqualTo(15_470_264_320L);
        assertThat(network.cost().convolution()).isEqualTo(14_710_464);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet-20", "resnet-20-projection", "mobilenet"})
    void plainDl4jOpensAndTrainsThem(String name, @TempDir Path folder) throws Exception {
        Network network = Architectures.create(name, TestNetworks.description(3, 16), 1);
        Path file = folder.resolve("network.zip");
        network.write(file);
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile(), false);
        Batch batch = batch(4, 16);
        var pictures = Nd4j.createFromArray(batch.pixels()).reshape(4, 16, 16, 3);
        assertSame(Loss.softmax(network.infer(batch)), graph.outputSingle(pictures).toFloatMatrix());

        var before = graph.params().dup();
        graph.fit(new DataSet(pictures, Nd4j.eye(3).getRows(0, 1, 2, 0)));
        assertThat(graph.params().equals(before)).isFalse();
        network.layers().stream().filter(layer -> layer.kind() == LayerKind.SHORTCUT)
                .forEach(layer -> assertThat(Shortcuts.isShortcut(graph.getLayer(layer.name()))).isTrue());
        assertThat(Network.read(file).cost()).isEqualTo(network.cost());
    }

    @Test
    void aPaddedShortcutIsEverySecondPixelAndZeros() {
        Network network = Architectures.create("resnet-20", TestNetworks.description(3, 16), 1);
        Batch batch = batch(1, 16);
        String before = network.layer("shortcut2-1").inputs().get(0);
        float[] maps = network.activations(batch, before);
        float[] shortcut = network.activations(batch, "shortcut2-1");
        assertThat(shortcut).hasSize(8 * 8 * 32);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                for (int c = 0; c < 32; c++) {
                    float expected = c < 16 ? maps[(2 * y * 16 + 2 * x) * 16 + c] : 0;
                    assertThat(shortcut[(y * 8 + x) * 32 + c]).isEqualTo(expected);
                }
            }
        }
        assertThat(network.program().foreignVertices()).isEmpty();
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatAreKnown() {
        assertThatThrownBy(() -> Architectures.create("resnet", TestNetworks.description(3, 16), 1))
                .isInstanceOf(Problem.class).hasMessageContaining("resnet-56-projection");
        assertThat(Architectures.names()).isEqualTo(List.of("mobilenet", "resnet-20", "resnet-20-projection",
                "resnet-56", "resnet-56-projection", "shapes-vgg", "vgg-16", "vgg-16-224", "vgg-19", "vgg-s"));
    }

    private static void assertSame(float[][] actual, float[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-4f));
        }
    }

    private static Batch batch(int pictures, int size) {
        float[] pixels = new float[pictures * size * size * 3];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(pictures, pixels, new int[pictures]);
    }
}
