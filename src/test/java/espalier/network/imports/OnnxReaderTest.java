package espalier.network.imports;

import static espalier.network.imports.OnnxSketch.whole;
import static espalier.network.imports.OnnxSketch.wholes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.network.Network;
import espalier.network.exports.InOnnxRuntime;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.ByteString;

/** How ONNX files hold their weights, what they say besides their layers, and what is refused. */
class OnnxReaderTest {

    /** Numbers that all types hold exactly. */
    private static final float[] WEIGHTS = new float[4 * 3 * 3 * 3];

    static {
        for (int i = 0; i < WEIGHTS.length; i++) {
            WEIGHTS[i] = (i * 7 % 16 - 8) / 8f;
        }
    }

    @TempDir
    private Path folder;

    private interface Kind {
        TensorProto.Builder of(float[] values) throws IOException;
    }

    private static TensorProto.Builder raw(int type, int size, float[] values, Filler filler) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * size).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            filler.put(bytes, value);
        }
        return TensorProto.newBuilder().setDataType(type).setRawData(ByteString.copyFrom(bytes.array()));
    }

    private interface Filler {
        void put(ByteBuffer bytes, float value);
    }

    /** IEEE 754's half precision of numbers that it holds exactly. */
    private static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int exponent = (bits >> 23 & 0xff) - 127 + 15;
        return (short) (value == 0 ? 0 : bits >> 16 & 0x8000 | exponent << 10 | bits >> 13 & 0x3ff);
    }

    private Path one(String name, Kind kind) throws IOException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        sketch.node("Conv", new String[] {OnnxSketch.INPUT, sketch.constant(kind.of(WEIGHTS), 4, 3, 3, 3)})
                .then("GlobalAveragePool").then("Flatten");
        return sketch.write(folder.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "half", "half in numbers", "bfloat16", "bfloat16 in numbers", "double",
            "double in numbers", "beside"})
    void weightsAreReadInEveryType(String type) throws IOException {
        Kind kind = switch (type) {
            case "float" -> values -> raw(DataType.FLOAT_VALUE, 4, values, ByteBuffer::putFloat);
            case "half" -> values -> raw(DataType.FLOAT16_VALUE, 2, values, (bytes, v) -> bytes.putShort(half(v)));
            case "half in numbers" -> values -> {
                TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE);
                for (float value : values) {
                    tensor.addInt32Data(half(value) & 0xffff);
                }
                return tensor;
            };
            case "bfloat16" -> values -> raw(DataType.BFLOAT16_VALUE, 2, values,
                    (bytes, v) -> bytes.putShort((short) (Float.floatToIntBits(v) >> 16)));
            case "bfloat16 in numbers" -> values -> {
                TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.BFLOAT16_VALUE);
                for (float value : values) {
                    tensor.addInt32Data(Float.floatToIntBits(value) >>> 16);
                }
                return tensor;
            };
            case "double" -> values -> raw(DataType.DOUBLE_VALUE, 8, values, (bytes, v) -> bytes.putDouble(v));
            case "double in numbers" -> values -> {
                TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.DOUBLE_VALUE);
                for (float value : values) {
                    tensor.addDoubleData(value);
                }
                return tensor;
            };
            default -> values -> beside("weights.bin", values);
        };
        Network network = network(ImportedNetwork.read(one("weights.onnx", kind), Optional.empty()));
        float[] read = flat(network.weights(network.convolutions().get(0).name()));
        assertThat(read).containsExactly(WEIGHTS);
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return all;
    }

    private TensorProto.Builder beside(String location, float[] values) throws IOException {
        byte[] bytes = raw(DataType.FLOAT_VALUE, 4, values, ByteBuffer::putFloat).getRawData().toByteArray();
        byte[] later = new byte[bytes.length + 16];
        System.arraycopy(bytes, 0, later, 16, bytes.length);
        if (!location.startsWith("..") && !location.startsWith("missing")) {
            Files.write(folder.resolve(location), location.startsWith("short") ? Arrays.copyOf(later, 40) : later);
        }
        return TensorProto.newBuilder().setDataType(DataType.FLOAT_VALUE)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .addExternalData(StringStringEntryProto.newBuilder().setKey("offset").setValue("16"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"../weights.bin | outside of the file's own folder",
            "missing.bin | which is missing. Put it beside the .onnx file", "short.bin | end too early"})
    void weightsInOtherFilesAreTakenFromTheFilesOwnFolderOnly(String location, String sentence) throws IOException {
        Path file = one("network.onnx", values -> beside(location, values));
        assertThatThrownBy(() -> ImportedNetwork.read(file, Optional.empty())).isInstanceOf(Problem.class).message()
                .startsWith(file.toString()).contains(location).contains(sentence);
    }

    private static Consumer<OnnxSketch> nodes(Consumer<OnnxSketch> nodes) {
        return nodes;
    }

    static Stream<Object[]> refused() {
        return Stream.of(
                new Object[] {"(ConvTranspose) is of a kind that Espalier cannot take over", nodes(
                        s -> s.then("ConvTranspose", s.random(3, 4, 2, 2)).then("GlobalAveragePool").then("Flatten"))},
                new Object[] {"(LayerNormalization) is of a kind",
                        nodes(s -> s.convolution(3, 4, 3).then("LayerNormalization", s.random(6))
                                .then("GlobalAveragePool").then("Flatten"))},
                new Object[] {"(MatMul) multiplies what comes from the picture with what comes from the picture",
                        nodes(s -> s.convolution(3, 4, 3).then("MatMul", s.last()).then("GlobalAveragePool")
                                .then("Flatten"))},
                new Object[] {"(Softmax) is inside of the network",
                        nodes(s -> s.convolution(3, 4, 3).then("Softmax", whole("axis", 1)).then("Relu")
                                .then("GlobalAveragePool").then("Flatten"))},
                new Object[] {"(Resize) is of a kind",
                        nodes(s -> s.convolution(3, 4, 3).then("Resize", "", s.random(4)).then("GlobalAveragePool")
                                .then("Flatten"))},
                new Object[] {"(Pad) pads with something else than zeros around the maps",
                        nodes(s -> s.convolution(3, 4, 3)
                                .then("Pad", s.list(0, 0, 1, 1, 0, 0, 1, 1), OnnxSketch.word("mode", "reflect"))
                                .classes(4 * 36))},
                new Object[] {"(Gemm) has weights for 7 features but reads 64",
                        nodes(s -> s.convolution(3, 4, 3).classes(7))},
                new Object[] {"answers with values of the shape [4, 4, 4]",
                        nodes(s -> s.convolution(3, 4, 3).then("Relu"))});
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeReadIsNamedWithWhatToDo(String sentence, Consumer<OnnxSketch> nodes) throws IOException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        nodes.accept(sketch);
        Path file = sketch.write(folder.resolve("refused.onnx"));
        assertThatThrownBy(() -> ImportedNetwork.read(file, Optional.empty())).isInstanceOf(Problem.class).message()
                .startsWith(file.toString()).contains(sentence).doesNotContain("Exception")
                .containsAnyOf("Make a ", "Choose a ", "Take another copy");
    }

    @Test
    void aFileThatIsCutOffOrDamagedIsToldInOneSentence() throws IOException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        byte[] whole = Files.readAllBytes(
                sketch.convolution(3, 4, 3).then("Relu").classes(4 * 16).write(folder.resolve("whole.onnx")));
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ImportedNetwork.read(cut, Optional.empty())).as("%s bytes", length)
                    .isInstanceOf(Problem.class).message().startsWith(cut.toString()).doesNotContain("Exception");
        }
        for (int i = 0; i < whole.length; i += 13) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
            try {
                ImportedNetwork.read(file, Optional.empty());
            } catch (Problem e) {
                assertThat(e.getMessage()).startsWith(file.toString());
            }
        }
    }

    private static Network network(ImportedNetwork imported) {
        return imported.network(new Preparation("test", imported.usualClasses(),
                imported.statedNormalisation().orElse(Preparation.pixels(new double[3], new double[] {255, 255, 255})),
                ChannelOrder.RGB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minus mean, by deviation", "by 255, minus mean, by deviation", "times and plus",
            "a batch norm", "one number for all"})
    void arithmeticBeforeTheFirstLayerBecomesTheNormalisationOfPictures(String way) throws IOException, OrtException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        float[] mean = {125, 123, 114};
        float[] deviation = {62, 61, 66};
        long[] shape = {1, 3, 1, 1};
        switch (way) {
            case "minus mean, by deviation" ->
                sketch.then("Sub", sketch.reals(shape, mean)).then("Div", sketch.reals(shape, deviation));
            case "by 255, minus mean, by deviation" -> sketch.then("Div", sketch.number(255))
                    .then("Sub", sketch.reals(shape, 125 / 255f, 123 / 255f, 114 / 255f))
                    .then("Div", sketch.reals(shape, 62 / 255f, 61 / 255f, 66 / 255f));
            case "times and plus" -> sketch.then("Mul", sketch.reals(shape, 1 / 62f, 1 / 61f, 1 / 66f)).then("Add",
                    sketch.reals(shape, -125 / 62f, -123 / 61f, -114 / 66f));
            case "a batch norm" -> sketch.then("BatchNormalization", sketch.reals(new long[] {3}, 1, 1, 1),
                    sketch.reals(new long[] {3}, 0, 0, 0), sketch.reals(new long[] {3}, mean),
                    sketch.reals(new long[] {3}, 62 * 62, 61 * 61, 66 * 66));
            default -> {
                mean = new float[] {127.5f, 127.5f, 127.5f};
                deviation = mean;
                sketch.then("Div", sketch.number(127.5)).then("Sub", sketch.number(1));
            }
        }
        Path file = sketch.convolution(3, 5, 3, wholes("pads", 1, 1, 1, 1)).then("Relu").classes(5 * 36)
                .write(folder.resolve("front.onnx"));
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Normalisation stated = imported.statedNormalisation().orElseThrow();
        float[] pixels = new float[3 * 36];
        float[] prepared = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            assertThat(stated.mean()[i % 3] * 255).isCloseTo(mean[i % 3], Offset.offset(1e-3f));
            assertThat(stated.deviation()[i % 3] * 255).isCloseTo(deviation[i % 3], Offset.offset(1e-3f));
            pixels[i] = i * 37 % 256;
            prepared[i] = (pixels[i] / 255 - stated.mean()[i % 3]) / stated.deviation()[i % 3];
        }
        Normalisation twice = imported.after(Preparation.pixels(new double[] {10, 10, 10}, new double[] {2, 2, 2}),
                ChannelOrder.RGB);
        assertThat(twice.mean()[0] * 255).isCloseTo(10 + 2 * mean[0], Offset.offset(1e-2f));
        assertThat(twice.deviation()[0] * 255).isCloseTo(2 * deviation[0], Offset.offset(1e-2f));
        Network network = network(imported);
        assertThat(network.layers().get(1).type()).isEqualTo("ConvolutionLayer");
        InOnnxRuntime.assertClose(way, network.infer(new Batch(1, prepared, new int[1])),
                InOnnxRuntime.outputs(file, pixels, 1, 6, 6));
    }

    @Test
    void arithmeticThatIsNoNormalisationStaysALayer() throws IOException, OrtException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        Path file = sketch.then("Mul", sketch.reals(new long[] {3, 1, 1}, .9f, 1.1f, 1)).convolution(3, 5, 3)
                .classes(5 * 16).write(folder.resolve("front.onnx"));
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        assertThat(imported.statedNormalisation()).isEmpty();
        Network network = network(imported);
        Batch batch = InOnnxRuntime.pictures(network, 2);
        InOnnxRuntime.assertClose("scaled", network.infer(batch), InOnnxRuntime.outputs(file, batch.pixels(), 2, 6, 6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"classes | [\"cat\", \"dog\", \"cow\", \"hen\"]",
                    "names | {0: 'cat', 1: 'dog', 2: 'cow', 3: 'hen'}", "class_names | cat, dog, cow, hen",
                    "labels | {\"0\": \"cat\", \"1\": \"dog\", \"2\": \"cow\", \"3\": \"hen\"}",
                    "names | ['cat', 'dog', 'cow', 'hen']"})
    void namesOfClassesComeFromTheMetadata(String key, String text) throws IOException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6).metadata(key, text).metadata("mean", "[0.5,0.4,0.3]")
                .metadata("std", "[0.2,0.2,0.1]");
        ImportedNetwork imported = ImportedNetwork.read(
                sketch.convolution(3, 4, 3).classes(4 * 16).write(folder.resolve("named.onnx")), Optional.empty());
        assertThat(imported.statedClassNames()).contains(List.of("cat", "dog", "cow", "hen"));
        assertThat(imported.statedNormalisation())
                .contains(new Normalisation(new float[] {.5f, .4f, .3f}, new float[] {.2f, .2f, .1f}));
        Normalisation other = Preparation.pixels(new double[] {1, 2, 3}, new double[] {4, 5, 6});
        assertThat(imported.after(other, ChannelOrder.RGB)).isEqualTo(other);
        assertThat(imported.statedNormalisation(ChannelOrder.BGR))
                .contains(new Normalisation(new float[] {.3f, .4f, .5f}, new float[] {.1f, .2f, .2f}));
    }

    @Test
    void aBatchOfFixedSizeAndPicturesOfAnySizeAreRead() throws IOException {
        OnnxSketch fixed = new OnnxSketch(8, 3, 6, 6);
        Path file = fixed.convolution(3, 4, 3).then("Reshape", fixed.list(8, -1))
                .then("Gemm", fixed.random(4, 64), fixed.random(4), whole("transB", 1))
                .write(folder.resolve("fixed.onnx"));
        assertThat(ImportedNetwork.read(file, Optional.empty()).classes()).isEqualTo(4);
        OnnxSketch free = new OnnxSketch(-1, 3, -1, -1);
        Path open = free.convolution(3, 4, 3).then("GlobalAveragePool").then("Flatten")
                .write(folder.resolve("free.onnx"));
        assertThat(ImportedNetwork.read(open, Optional.of(new PictureSize(20, 16))).inputSize())
                .isEqualTo(new PictureSize(20, 16));
        assertThatThrownBy(() -> ImportedNetwork.read(open, Optional.empty())).isInstanceOf(Problem.class).message()
                .contains("--size");
    }

    /** As TensorFlow's converter writes them; the same network with its channels first is the reference. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void picturesWithTheirChannelsLastAreRead(int colours) throws IOException {
        OnnxSketch first = new OnnxSketch(-1, colours, 6, 5);
        Network expected = network(ImportedNetwork.read(
                first.convolution(colours, 4, 3).then("Relu").classes(4 * 12).write(folder.resolve("first.onnx")),
                Optional.empty()));
        OnnxSketch last = new OnnxSketch(-1, 6, 5, colours);
        ImportedNetwork imported = ImportedNetwork.read(last.then("Transpose", wholes("perm", 0, 3, 1, 2))
                .convolution(colours, 4, 3).then("Relu").classes(4 * 12).write(folder.resolve("last.onnx")),
                Optional.empty());
        assertThat(imported.inputSize()).isEqualTo(new PictureSize(6, 5));
        assertThat(imported.grey()).isEqualTo(colours == 1);
        Network network = network(imported);
        Batch batch = InOnnxRuntime.pictures(network, 2);
        InOnnxRuntime.assertClose("channels last", network.infer(batch), expected.infer(batch));
    }

    /** {@code make_onnx_fixtures.py} beside them made them. */
    @ParameterizedTest
    @ValueSource(strings = {"torch_dynamo", "torch_folded", "torch_norms"})
    void whatPyTorchsExportersWriteIsRead(String name) throws OrtException {
        Path file = Path.of("src/test/resources/espalier/network/imports/" + name + ".onnx");
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Normalisation stated = imported.statedNormalisation().orElseThrow();
        assertThat(stated.mean()).containsExactly(new float[] {.45f, .45f, .45f}, Offset.offset(1e-6f));
        assertThat(stated.deviation()).containsExactly(new float[] {.225f, .225f, .225f}, Offset.offset(1e-6f));
        Network network = network(imported);
        assertThat(network.program().foreignVertices()).isEmpty();
        assertThat(network.layers()).extracting(layer -> layer.name()).contains("stem.0", "block.squeeze", "grouped.0",
                "last", "classes");
        assertThat(imported.after(Preparation.pixels(new double[3], new double[] {255, 255, 255}), ChannelOrder.RGB)
                .mean()).containsExactly(stated.mean(), Offset.offset(1e-6f));
        float[] pixels = new float[3 * 400];
        float[] prepared = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 37 % 256 / 255f;
            prepared[i] = (pixels[i] - .45f) / .225f;
        }
        InOnnxRuntime.assertClose(name, network.infer(new Batch(1, prepared, new int[1])),
                InOnnxRuntime.outputs(file, pixels, 1, 20, 20));
    }

    /** Older versions of PyTorch's present exporter write every operator as a function of the file's own. */
    @Test
    void functionsOfTheFilesOwnAreWrittenOut() throws IOException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 6, 6);
        String x = sketch.convolution(3, 4, 3).last();
        sketch.graph.addNode(NodeProto.newBuilder().setOpType("silu").setDomain("own").addInput(x).addOutput("y"));
        byte[] model = sketch.from("y").classes(4 * 16).model().toBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("own").setVersion(1))
                .addFunctions(FunctionProto.newBuilder().setName("silu").setDomain("own").addInput("x").addOutput("r")
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .addNode(NodeProto.newBuilder().setOpType("Sigmoid").addInput("x").addOutput("s"))
                        .addNode(NodeProto.newBuilder().setOpType("Mul").addInput("x").addInput("s").addOutput("r")))
                .build().toByteArray();
        Path file = Files.write(folder.resolve("functions.onnx"), model);
        Network network = network(ImportedNetwork.read(file, Optional.empty()));
        assertThat(network.layers()).extracting(layer -> layer.type()).containsExactly("Input", "ConvolutionLayer",
                "ActivationLayer", "OutputLayer");
    }
}
