package espalier.network.exports;

import static espalier.network.exports.InOnnxRuntime.assertClose;
import static espalier.network.exports.InOnnxRuntime.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.SharedData;
import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.PictureSize;
import espalier.engine.Backend;
import espalier.engine.Loss;
import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.RandomNetwork;
import espalier.network.TestNetworks;
import espalier.network.imports.ImportedNetwork;
import espalier.network.imports.Preparation;
import espalier.network.imports.Preparation.ChannelOrder;
import espalier.pruning.FilterGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What is written as ONNX gives in ONNX Runtime what it gives here. */
class OnnxFileTest {

    private static final ExportOptions FOLDED = new ExportOptions(false, true, false);

    @TempDir
    private Path folder;

    private static Set<Integer> someGroups(Network network, long seed) {
        Random random = new Random(seed);
        Map<String, Integer> widths = FilterGroups.trace(network).widthsWithout(Set.of());
        Set<Integer> removed = new HashSet<>();
        for (FilterGroups.FilterGroup group : FilterGroups.trace(network).all()) {
            boolean spare = group.filters().stream()
                    .allMatch(filter -> widths.get(filter.layer()) > group.filters().size());
            if (group.isPrunable() && spare && random.nextInt(3) == 0) {
                removed.add(group.id());
                group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            }
        }
        return removed;
    }

    /** The network and a pruned one, with batch norms kept and folded. */
    private void assertSameWhateverIsDone(Network network) throws OrtException {
        Path file = folder.resolve("network.onnx");
        assertSame(network, ExportOptions.PLAIN, file);
        try (Network pruned = FilterGroups.trace(network).without(network, someGroups(network, 1))) {
            assertThat(pruned.cost().parameters()).isLessThan(network.cost().parameters());
            assertSame(pruned, ExportOptions.PLAIN, file);
            assertSame(pruned, FOLDED, file);
        }
    }

    static Stream<String> architectures() {
        return Architectures.names().stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void every_architecture_pruned_or_not(String name) throws OrtException {
        try (Network network = Architectures.create(name, TestNetworks.description(5, 32), 1)) {
            RandomNetwork.stir(network.graph(), new Random(2));
            assertSameWhateverIsDone(network);
        }
    }

    @Test
    void random_networks_pruned_or_not() throws OrtException {
        for (int seed = 0; seed < 25; seed++) {
            RandomNetwork.Made made = RandomNetwork.of(seed);
            try (Network network = made.plain(); Network masked = made.masked()) {
                assertSame(network, ExportOptions.PLAIN, folder.resolve("random.onnx"));
                assertSame(masked, FOLDED, folder.resolve("random.onnx"));
                Set<Integer> removed = someGroups(network, seed);
                try (Network pruned = FilterGroups.trace(network).without(network, removed)) {
                    assertSame(pruned, FOLDED, folder.resolve("random.onnx"));
                }
            }
        }
    }

    private static GraphBuilder builder() {
        Backend.start();
        return new NeuralNetConfiguration.Builder().seed(3).updater(new NoOp()).graphBuilder().addInputs("picture");
    }

    private static Network finished(GraphBuilder builder, int height, int width) {
        builder.setInputTypes(InputType.convolutional(height, width, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        RandomNetwork.stir(graph, new Random(4));
        return Network.of(graph, new Description("hand-made", List.of("a", "b", "c"), new PictureSize(height, width),
                Normalisation.CIFAR10, Map.of("made by", "a test")));
    }

    private static OutputLayer classes() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX)
                .build();
    }

    private static ConvolutionLayer.Builder convolution(int filters, int... kernel) {
        return new ConvolutionLayer.Builder(kernel).nOut(filters).activation(Activation.IDENTITY)
                .dataFormat(CNN2DFormat.NHWC);
    }

    static Stream<IActivation> activations() {
        return Stream.concat(
                Stream.of(Activation.values())
                        .filter(activation -> !Set.of(Activation.RATIONALTANH, Activation.RECTIFIEDTANH,
                                Activation.RRELU, Activation.GELU).contains(activation))
                        .map(Activation::getActivationFunction),
                Stream.of(new ActivationGELU(false), new ActivationGELU(true), new ActivationReLU(0.7, 0.0, 0.0),
                        new ActivationReLU(0.7, 0.0, 0.1), new ActivationReLU(null, 0.2, 0.0), new Clip(-0.3, 0.4),
                        new Elu(0.5), new Gelu(false), new Gelu(true), HardSigmoid.ofSixth(), new HardSwish()));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activation_functions(IActivation function) throws OrtException {
        boolean softmax = function.toString().startsWith("softmax");
        GraphBuilder b = builder();
        b.addLayer("conv", convolution(4, 3, 3).build(), "picture");
        if (softmax) {
            b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv");
        }
        b.addLayer("act", new ActivationLayer(function), softmax ? "mean" : "conv");
        b.addLayer("out", classes(), "act").setOutputs("out");
        try (Network network = finished(b, 6, 8)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("act.onnx"));
        }
    }

    @Test
    void a_function_that_onnx_has_no_word_for_is_named() {
        GraphBuilder b = builder();
        b.addLayer("conv", convolution(4, 3, 3).build(), "picture");
        b.addLayer("odd", new ActivationLayer(Activation.RATIONALTANH), "conv");
        b.addVertex("normalised", new L2NormalizeVertex(), "odd");
        b.addLayer("out", classes(), "normalised").setOutputs("out");
        try (Network network = finished(b, 6, 6)) {
            assertThatThrownBy(() -> OnnxFile.write(network, ExportOptions.PLAIN, folder.resolve("odd.onnx")))
                    .isInstanceOf(Problem.class).hasMessageContaining("\"odd\"");
            assertThat(folder).isEmptyDirectory();
        }
    }

    /** Windows that lie unevenly, dilated, strided; on maps that are not square. */
    @ParameterizedTest
    @EnumSource(names = {"Same", "Truncate"})
    void windows_of_every_geometry(ConvolutionMode mode) throws OrtException {
        int one = mode == ConvolutionMode.Same ? 0 : 1;
        GraphBuilder b = builder();
        b.addLayer("first", convolution(5, 4, 3).stride(2, 1).padding(one, 2 * one).convolutionMode(mode).build(),
                "picture");
        b.addLayer("second", convolution(4, 3, 2).dilation(2, 1).convolutionMode(mode).hasBias(false)
                .activation(Activation.TANH).build(), "first");
        b.addLayer("max", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(3, 3).stride(2, 1)
                .padding(one, one).convolutionMode(mode).dataFormat(CNN2DFormat.NHWC).build(), "second");
        SubsamplingLayer counting = new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(3, 2)
                .stride(1, 2).padding(one, 0).convolutionMode(mode).dataFormat(CNN2DFormat.NHWC).build();
        counting.setAvgPoolIncludePadInDivisor(true);
        b.addLayer("counting", counting, "max");
        b.addLayer(
                "not_counting", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(2, 3)
                        .stride(1, 1).padding(one, one).convolutionMode(mode).dataFormat(CNN2DFormat.NHWC).build(),
                "counting");
        b.addLayer("powers", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM).pnorm(2).kernelSize(2, 2)
                .stride(1, 1).convolutionMode(mode).dataFormat(CNN2DFormat.NHWC).build(), "not_counting");
        b.addLayer("out", classes(), "powers").setOutputs("out");
        try (Network network = finished(b, 17, 14)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("windows.onnx"));
        }
    }

    /** On sides that leave windows in part at the end, or not; and convolutions in groups before them. */
    @ParameterizedTest
    @ValueSource(ints = {9, 10, 11, 12})
    void pools_of_uneven_padding_and_grouped_convolutions(int side) throws OrtException {
        int[] two = {2, 2};
        GraphBuilder b = builder();
        b.addLayer("first", convolution(6, 3, 3).convolutionMode(ConvolutionMode.Same).build(), "picture");
        b.addLayer("groups", new GroupedConvolution.Builder(3, 3).groups(3).nIn(6).nOut(9).stride(1, 1).hasBias(true)
                .convolutionMode(ConvolutionMode.Same).activation(Activation.TANH).build(), "first");
        b.addLayer("max", PaddedPooling.max(new int[] {3, 3}, two, new int[] {0, 1, 1, 0}, true), "groups");
        b.addLayer("mean", PaddedPooling.average(new int[] {3, 2}, two, new int[] {1, 0, 0, 1}, true, false), "groups");
        b.addLayer("counted", PaddedPooling.average(new int[] {3, 3}, two, new int[] {1, 1, 0, 0}, true, true),
                "groups");
        b.addLayer("plain", PaddedPooling.average(new int[] {3, 3}, two, new int[] {0, 1, 2, 0}, false, true),
                "groups");
        for (String pool : List.of("max", "mean", "counted", "plain")) {
            b.addLayer(pool + "_mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), pool);
        }
        b.addVertex("joined", merged(1), "max_mean", "mean_mean", "counted_mean", "plain_mean");
        b.addLayer("out", classes(), "joined").setOutputs("out");
        try (Network network = finished(b, side, side)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("pools.onnx"));
        }
    }

    @Test
    void maps_are_resized_and_responses_normalised() throws OrtException {
        GraphBuilder b = builder();
        b.addLayer("conv", convolution(7, 3, 3).build(), "picture");
        b.addLayer("padded", new ZeroPaddingLayer.Builder(1, 2, 0, 3).dataFormat(CNN2DFormat.NHWC).build(), "conv");
        b.addLayer("lrn",
                new LocalResponseNormalization.Builder(5, 1e-1, 0.75).k(1.5).dataFormat(CNN2DFormat.NHWC).build(),
                "padded");
        b.addLayer("cropped", new Cropping2D(CNN2DFormat.NHWC, 0, 1, 2, 1), "lrn");
        b.addLayer("large", new Upsampling2D.Builder().size(new int[] {2, 3}).dataFormat(CNN2DFormat.NHWC).build(),
                "cropped");
        b.addLayer("out", classes(), "large").setOutputs("out");
        try (Network network = finished(b, 6, 8)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("resized.onnx"));
        }
    }

    /** Two maps as vectors beside each other and a third: no order of elements may be lost. */
    @Test
    void flattened_maps_are_joined_in_the_right_order() throws OrtException {
        GraphBuilder b = builder();
        b.addLayer("left", convolution(4, 3, 3).build(), "picture");
        b.addLayer("right", convolution(5, 2, 2).stride(2, 2).build(), "picture");
        b.addVertex("left_flat", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(4, 6, 4, CNN2DFormat.NHWC)),
                "left");
        b.addVertex("right_flat", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(3, 4, 5, CNN2DFormat.NHWC)),
                "right");
        b.addLayer("hidden", new DenseLayer.Builder().nOut(6).activation(Activation.RELU).build(), "left");
        b.addVertex("joined", merged(1), "left_flat", "hidden", "right_flat");
        b.addLayer("norm", new BatchNormalization.Builder().useLogStd(false).build(), "joined");
        b.addLayer("act", new ActivationLayer(Activation.TANH), "norm");
        b.addLayer("wide", new DenseLayer.Builder().nOut(162).activation(Activation.IDENTITY).build(), "act");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "wide", "act", "joined");
        b.addVertex("most", new ElementWiseVertex(ElementWiseVertex.Op.Max), "sum", "wide");
        b.addVertex("mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "most", "act");
        b.addVertex("half", new ScaleVertex(0.5), "mean");
        b.addVertex("less", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "half", "act");
        b.addVertex("shifted", new ShiftVertex(0.25), "less");
        b.addLayer("out", classes(), "shifted").setOutputs("out");
        try (Network network = finished(b, 6, 8)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("flat.onnx"));
        }
    }

    /** A gate of one number for each channel, as map and as vector, and slopes that are trained. */
    @Test
    void gates_and_trained_slopes() throws OrtException {
        GraphBuilder b = builder();
        b.addLayer("conv", convolution(5, 3, 3).build(), "picture");
        b.addLayer("slopes", new ParametricRelu(), "conv");
        b.addLayer("squeeze", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(4, 6)
                .stride(1, 1).dataFormat(CNN2DFormat.NHWC).build(), "slopes");
        b.addLayer("excite", convolution(5, 1, 1).activation(HardSigmoid.ofSixth()).build(), "squeeze");
        b.addVertex("gated", new BroadcastVertex(BroadcastVertex.Op.MULTIPLY), "excite", "slopes");
        b.addLayer("means", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "gated");
        b.addLayer("dense", new DenseLayer.Builder().nOut(5).activation(Activation.SIGMOID).build(), "means");
        b.addVertex("sum", new BroadcastVertex(BroadcastVertex.Op.ADD), "gated", "dense");
        b.addLayer("hidden", new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build(), "sum");
        b.addLayer("hidden_slopes", new ParametricRelu(), "hidden");
        b.addLayer("out", classes(), "hidden_slopes").setOutputs("out");
        try (Network network = finished(b, 6, 8)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("gates.onnx"));
        }
    }

    private static MergeVertex merged(int axis) {
        MergeVertex vertex = new MergeVertex();
        vertex.setMergeAxis(axis);
        return vertex;
    }

    @ParameterizedTest
    @EnumSource(names = {"MAX", "AVG", "SUM", "PNORM"})
    void a_network_that_ends_in_a_convolution_and_a_pool(PoolingType type) throws OrtException {
        GraphBuilder b = builder();
        b.addLayer("conv", convolution(3, 3, 3).build(), "picture");
        b.addLayer("pool", new GlobalPoolingLayer.Builder(type).pnorm(2).build(), "conv");
        LossLayer loss = new LossLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX)
                .build();
        loss.setNIn(3);
        loss.setNOut(3);
        b.addLayer("classes", loss, "pool").setOutputs("classes");
        try (Network network = finished(b, 6, 8)) {
            assertSame(network, ExportOptions.PLAIN, folder.resolve("loss.onnx"));
        }
    }

    @Test
    void the_file_says_what_its_numbers_mean_and_takes_any_batch() throws OrtException, IOException {
        Path file = folder.resolve("deep").resolve("said.onnx");
        try (Network network = TestNetworks.flattened()) {
            OnnxFile.write(network, new ExportOptions(true, false, true), file);
            int side = TestNetworks.SIZE;
            byte[] rgb = new byte[side * side * 3];
            new Random(1).nextBytes(rgb);
            Picture picture = new Picture(side, side, rgb);
            float[] pixels = new float[2 * rgb.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = rgb[i % rgb.length] & 0xFF;
            }
            float[][] expected = Loss.softmax(network.infer(network.description().batch(List.of(picture, picture))));
            assertClose("with its normalisation", InOnnxRuntime.outputs(file, pixels, 2, side, side), expected);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
                assertThat(((TensorInfo) session.getInputInfo().get("picture").getInfo()).getShape())
                        .containsExactly(-1, 3, side, side);
                assertThat(((TensorInfo) session.getOutputInfo().get("probabilities").getInfo()).getShape())
                        .containsExactly(-1, TestNetworks.CLASSES);
                OnnxModelMetadata metadata = session.getMetadata();
                assertThat(metadata.getProducerName()).isEqualTo("Espalier");
                Map<String, String> said = metadata.getCustomMetadata();
                ObjectMapper json = new ObjectMapper();
                assertThat(json.readValue(said.get("classes"), String[].class))
                        .containsExactlyElementsOf(network.description().classNames());
                assertThat(json.readValue(said.get("mean"), float[].class)).containsExactly(.5f, .5f, .5f);
                assertThat(json.readValue(said.get("std"), float[].class)).containsExactly(.25f, .25f, .25f);
                assertThat(said.get("input")).contains("0 to 255");
                assertThat(said.get("provenance")).contains("a test");
            }
        }
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    /** What PyTorch wrote is read, pruned, written, read by ONNX Runtime and read here again. */
    @ParameterizedTest
    @ValueSource(
            strings = {"resnet18_thin-bn", "mobilenet_v2_thin-folded", "googlenet_thin-bn", "squeezenet_thin-dynamo",
                    "vgg11_bn_thin-dynamo", "activations-bn", "lenet_grey-folded", "refused_se-folded"})
    void networks_of_pytorch_there_and_back(String name) throws OrtException {
        Path file = SharedData.file("data/onnx/" + name + ".onnx");
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Path written = folder.resolve("pruned.onnx");
        try (Network network = imported.network(preparation(imported));
                Network pruned = FilterGroups.trace(network).without(network, someGroups(network, 1))) {
            assertSameWhateverIsDone(network);
            assertSame(pruned, ExportOptions.PLAIN, written);
            ImportedNetwork again = ImportedNetwork.read(written, Optional.empty());
            assertThat(again.program()).contains("Espalier");
            try (Network read = again.network(preparation(again))) {
                assertThat(read.cost().parameters()).isEqualTo(pruned.cost().parameters());
                assertClose("read again", read.infer(InOnnxRuntime.pictures(pruned, 3)),
                        pruned.infer(InOnnxRuntime.pictures(pruned, 3)));
            }
        }
    }

    private static Preparation preparation(ImportedNetwork imported) {
        return new Preparation("test", imported.usualClasses(), Normalisation.CENTRED, ChannelOrder.RGB);
    }

    @ParameterizedTest
    @EnumSource
    void networks_of_keras(Imported kind) throws OrtException {
        Path file = SharedData.file("data/weights/" + kind.file);
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        try (Network network = imported.network(new Preparation("test", imported.usualClasses(), Normalisation.CENTRED,
                kind == Imported.SQUEEZENET ? ChannelOrder.BGR : ChannelOrder.RGB))) {
            assertSameWhateverIsDone(network);
        }
    }

    /** What Keras wrote. */
    enum Imported {
        LENET("cifar10_lenet_hyperparticle.h5"),
        RESNET32("cifar10_resnet32_hyperparticle.h5"),
        RESNET8("cifar10_resnet8_mlperftiny.h5"),
        VGG("cifar10_vggbn_erenaktuerk.h5"),
        SQUEEZENET("squeezenet_v1.1_imagenet_keras2.h5");

        private final String file;

        Imported(String file) {
            this.file = file;
        }
    }
}
