package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.engine.Loss;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small files as Keras writes them. {@code make_fixtures.py} beside them made them, and what they compute, with h5py
 * and PyTorch.
 */
class KerasImportTest {

    private static final Path FIXTURES = Path.of("src/test/resources/espalier/network/imports");
    private static final int SIDE = 12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"functional", "functional_channels_first"})
    void branchesSumsAndAHeadOfAConvolution(String name) throws IOException {
        ImportedNetwork imported = ImportedNetwork.read(file(name), Optional.empty());
        assertThat(imported.statedNormalisation()).isEmpty();
        Network network = equal(name, imported, Preparation.pixels(new double[3], new double[] {255, 255, 255}));
        assertThat(network.program().foreignVertices()).isEmpty();
        assertThat(imported.notes()).singleElement().asString().contains("SpatialDropout");
    }

    /** What older versions of this program called damaged. */
    @Test
    void normsWithoutOffsetOrScaleDenseLayersOverMapsAndTwoFlattenings() throws IOException {
        ImportedNetwork imported = ImportedNetwork.read(file("unusual"), Optional.empty());
        Network network = equal("unusual", imported, Preparation.pixels(new double[3], new double[] {255, 255, 255}));
        assertThat(network.program().foreignVertices()).isEmpty();
    }

    @Test
    void aProductOfLayersIsAGate() throws IOException {
        // The same file with a product in the place of its sum, as many bytes long.
        String text = Files.readString(file("functional"), StandardCharsets.ISO_8859_1);
        String sum = "{\"class_name\": \"Add\", \"config\": {\"name\": \"sum\", \"trainable\": true,";
        String product = "{\"class_name\":\"Multiply\",\"config\":{\"name\":\"sum\",\"trainable\":true, ";
        assertThat(text).contains(sum);
        assertThat(product).hasSameSizeAs(sum);
        Path file = Files.writeString(folder.resolve("product.h5"), text.replace(sum, product),
                StandardCharsets.ISO_8859_1);
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Network network = imported.network(new Preparation("test", imported.usualClasses(),
                Preparation.pixels(new double[3], new double[] {255, 255, 255}), ChannelOrder.RGB));
        LayerInfo gate = network.layer("sum");
        assertThat(gate.kind()).isEqualTo(LayerKind.MULTIPLY);
        assertThat(network.program().foreignVertices()).isEmpty();
        float[] pixels = new float[SIDE * SIDE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 37 % 256 / 255f;
        }
        Batch batch = new Batch(1, pixels, new int[1]);
        float[] expected = network.activations(batch, gate.inputs().get(0)).clone();
        float[] other = network.activations(batch, gate.inputs().get(1));
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= other[i];
        }
        assertThat(network.activations(batch, "sum")).containsExactly(expected, Offset.offset(1e-5f));
    }

    @Test
    void aSequenceThatScalesAndAugmentsItsPictures() throws IOException {
        ImportedNetwork imported = ImportedNetwork.read(file("sequential"), Optional.empty());
        Normalisation stated = imported.statedNormalisation().orElseThrow();
        assertThat(stated.mean()).containsExactly(new float[] {.5f, .5f, .5f}, Offset.offset(1e-6f));
        assertThat(imported.notes()).anyMatch(note -> note.contains("Rescaling"))
                .anyMatch(note -> note.contains("RandomFlip"));
        Network network = equal("sequential", imported, stated);
        assertThat(imported.inputSize()).isEqualTo(new PictureSize(SIDE, SIDE));
        assertThat(network.layers().stream().map(layer -> layer.type())).contains("DropoutLayer")
                .doesNotContain("ZeroPaddingLayer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"lambda | \"twist\" (Lambda) cannot be taken over. Replace it by an ordinary Keras layer",
                    "weights_only | Save the whole model"})
    void whatCannotBeTakenOverIsNamedWithWhatToDo(String name, String sentence) throws IOException {
        Path file = file(name);
        assertThatThrownBy(() -> ImportedNetwork.read(file, Optional.empty())).isInstanceOf(Problem.class).message()
                .startsWith(file.toString()).contains(sentence).doesNotContain("Exception");
    }

    @Test
    void aFileThatIsCutOffIsTold() throws IOException {
        byte[] whole = Files.readAllBytes(file("functional"));
        Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> ImportedNetwork.read(cut, Optional.empty())).isInstanceOf(Problem.class).message()
                .contains(cut.toString()).contains("damaged");
    }

    @Test
    void weightsThatDoNotFitTheirLayersAreTold() throws IOException {
        String text = Files.readString(file("sequential"), StandardCharsets.ISO_8859_1);
        Path other = Files.writeString(folder.resolve("other.h5"), text.replace("\"units\": 6", "\"units\": 9"),
                StandardCharsets.ISO_8859_1);
        assertThat(Files.readString(other, StandardCharsets.ISO_8859_1)).isNotEqualTo(text);
        assertThatThrownBy(() -> ImportedNetwork.read(other, Optional.empty())).isInstanceOf(Problem.class).message()
                .contains(other.toString()).contains("damaged");
    }

    private Network equal(String name, ImportedNetwork imported, Normalisation normalisation) throws IOException {
        Network network = imported
                .network(new Preparation("test", imported.usualClasses(), normalisation, ChannelOrder.RGB));
        float[] pixels = new float[SIDE * SIDE * 3];
        for (int i = 0; i < pixels.length; i++) {
            int value = (7 * (i / (3 * SIDE)) + 13 * (i / 3 % SIDE) + 31 * (i % 3)) % 256;
            pixels[i] = (value / 255f - normalisation.mean()[i % 3]) / normalisation.deviation()[i % 3];
        }
        String[] numbers = Files.readString(FIXTURES.resolve(name + ".csv")).strip().split(",");
        float[] expected = new float[numbers.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Float.parseFloat(numbers[i]);
        }
        assertThat(Loss.softmax(network.infer(new Batch(1, pixels, new int[1])))[0]).containsExactly(expected,
                Offset.offset(2e-5f));
        return network;
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name + ".h5");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FIXTURES.resolve(name + ".h5.gz")))) {
            Files.copy(in, file);
        }
        return file;
    }
}
