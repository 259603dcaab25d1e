package espalier.network.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.PictureSize;
import espalier.engine.Backend;
import espalier.engine.Loss;
import espalier.network.Head;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of DL4J's own, in both layouts, give after their import what DL4J itself computes of the original. */
class Dl4jImportTest {

    private static final int SIZE = 16;
    private static final int BATCH = 3;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        Backend.start();
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void aSequenceWithAFlattening(CNN2DFormat format) throws IOException {
        ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(conv(6, 3, format).convolutionMode(ConvolutionMode.Same).activation(Activation.RELU).build())
                .layer(new BatchNormalization.Builder().dataFormat(format).build()).layer(pool(format).build())
                .layer(conv(5, 3, format).stride(2, 2).padding(1, 1).hasBias(false).activation(Activation.LEAKYRELU)
                        .build())
                .layer(new DenseLayer.Builder().nOut(11).dropOut(0.5).activation(Activation.TANH).build())
                .layer(output(4).build());
        Network network = equal(sequence(list, 3, format), format, 3);
        assertThat(network.program().foreignVertices()).isEmpty();
        assertThat(network.convolutions()).hasSize(2);
        assertThat(network.description().inputSize()).isEqualTo(new PictureSize(SIZE, SIZE));
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void aNormOverAFlattenedMap(CNN2DFormat format) throws IOException {
        equal(sequence(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(conv(4, 3, format).stride(3, 3).build())
                        .layer(new DropoutLayer.Builder(0.5).build()).layer(new DenseLayer.Builder().nOut(7).build())
                        .layer(new BatchNormalization.Builder().useLogStd(true).build())
                        .layer(new ActivationLayer(Activation.ELU)).layer(output(3).build()),
                3, format), format, 3);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void branchesSeparableAndDepthwiseConvolutions(CNN2DFormat format) throws IOException {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, format).activation(Activation.RELU).build(), "in");
        b.addLayer("separable", new SeparableConvolution2D.Builder(3, 3).nOut(5).depthMultiplier(2).dataFormat(format)
                .convolutionMode(ConvolutionMode.Same).activation(Activation.RELU).build(), "conv");
        b.addLayer("depthwise", new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).dataFormat(format).nOut(12)
                .convolutionMode(ConvolutionMode.Same).build(), "conv");
        b.addVertex("both", new MergeVertex(), "separable", "depthwise");
        b.addLayer("norm",
                new BatchNormalization.Builder().dataFormat(format).lockGammaBeta(true).gamma(1.5).beta(.25).build(),
                "both");
        b.addLayer("average", pool(format).poolingType(SubsamplingLayer.PoolingType.AVG)
                .convolutionMode(ConvolutionMode.Same).kernelSize(3, 3).build(), "norm");
        b.addLayer("out", output(3).build(), "average");
        equal(graph(b, "out", 3, format), format, 3);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void residualConnectionsAndEverythingThatPadsAndCuts(CNN2DFormat format) throws IOException {
        GraphBuilder b = builder();
        b.addLayer("pad", new ZeroPaddingLayer.Builder(1, 1).dataFormat(format).build(), "in");
        b.addLayer("conv", conv(6, 3, format).activation(Activation.RELU).build(), "pad");
        b.addLayer("pad2", new ZeroPaddingLayer.Builder(0, 1, 0, 1).dataFormat(format).build(), "conv");
        b.addLayer("half", conv(6, 3, format).stride(2, 2).build(), "pad2");
        b.addLayer("pad3", new ZeroPaddingLayer.Builder(1, 1, 1, 1).dataFormat(format).build(), "conv");
        b.addLayer("pool", pool(format).kernelSize(3, 3).build(), "pad3");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "half", "pool");
        b.addLayer("odd", new ZeroPaddingLayer.Builder(2, 0, 1, 0).dataFormat(format).build(), "sum");
        b.addLayer("conv3", conv(4, 3, format).build(), "odd");
        b.addLayer("cut", new Cropping2D(format, 1, 0, 0, 1), "conv3");
        b.addLayer("up", new Upsampling2D.Builder(2).dataFormat(format).build(), "cut");
        b.addVertex("scale", new ScaleVertex(0.5), "up");
        b.addLayer("mean",
                new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(dimensions(format)).build(), "scale");
        b.addLayer("out", output(3).build(), "mean");
        Network network = equal(graph(b, "out", 3, format), format, 3);
        assertThat(network.layers().stream().filter(layer -> layer.type().equals("ZeroPaddingLayer"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void gates(CNN2DFormat format) throws IOException {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, format).convolutionMode(ConvolutionMode.Same).activation(Activation.RELU).build(),
                "in");
        b.addLayer("squeeze", pool(format).poolingType(SubsamplingLayer.PoolingType.AVG).kernelSize(SIZE, SIZE)
                .stride(SIZE, SIZE).build(), "conv");
        b.addLayer("narrow", conv(2, 1, format).activation(Activation.RELU).build(), "squeeze");
        b.addLayer("excite", conv(6, 1, format).activation(Activation.SIGMOID).build(), "narrow");
        b.addLayer("large", new Upsampling2D.Builder(SIZE).dataFormat(format).build(), "excite");
        b.addVertex("gate", new ElementWiseVertex(ElementWiseVertex.Op.Product), "large", "conv");
        b.addLayer("mean",
                new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(dimensions(format)).build(), "gate");
        b.addLayer("out", output(3).build(), "mean");
        Network network = equal(graph(b, "out", 3, format), format, 3);
        assertThat(network.layer("gate").kind()).isEqualTo(LayerKind.MULTIPLY);
        assertThat(network.program().foreignVertices()).isEmpty();
    }

    @Test
    void responseNormalisation() throws IOException {
        equal(sequence(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(conv(8, 3, CNN2DFormat.NCHW).build())
                        .layer(new LocalResponseNormalization.Builder().build()).layer(output(3).build()),
                3, CNN2DFormat.NCHW), CNN2DFormat.NCHW, 3);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void aHeadWithoutADenseLayer(CNN2DFormat format) throws IOException {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, format).activation(Activation.RELU).build(), "in");
        b.addLayer("classes", conv(3, 1, format).build(), "conv");
        b.addLayer("mean",
                new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(dimensions(format)).build(),
                "classes");
        b.addLayer("softmax", new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build(),
                "mean");
        Network network = equal(graph(b, "softmax", 3, format), format, 3);
        assertThat(network.program().foreignVertices()).isEmpty();
        assertThat(network.classes()).isEqualTo(3);
        float[] pixels = random(BATCH * SIZE * SIZE * 3);
        Network two = Head.withClasses(network, new int[] {2, 0});
        assertThat(two.description().classNames()).containsExactly("class 2", "class 0");
        float[] all = network.infer(new Batch(1, pixels, new int[1]))[0];
        assertThat(two.infer(new Batch(1, pixels, new int[1]))[0]).containsExactly(new float[] {all[2], all[0]},
                Offset.offset(1e-5f));
    }

    @Test
    void aNetworkOfGreyPicturesThatComeAsRows() throws IOException {
        MultiLayerNetwork original = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(conv(4, 5, CNN2DFormat.NCHW).activation(Activation.RELU).build())
                .layer(pool(CNN2DFormat.NCHW).build()).layer(output(3).build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1)).build());
        original.init();
        ImportedNetwork imported = imported(original, Optional.empty());
        assertThat(imported.inputSize()).isEqualTo(new PictureSize(28, 28));
        assertThat(imported.grey()).isTrue();
        float[] grey = random(BATCH * 28 * 28);
        float[] pixels = new float[grey.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = grey[i / 3];
        }
        INDArray expected = original.output(Nd4j.createFromArray(grey).reshape(BATCH, 28 * 28));
        close(network(imported, ChannelOrder.RGB), pixels, expected);
    }

    @Test
    void oneSigmoidBecomesTwoClasses() throws IOException {
        MultiLayerNetwork original = sequence(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(conv(4, 3, CNN2DFormat.NCHW).build()).layer(
                        new OutputLayer.Builder(LossFunction.XENT).nOut(1).activation(Activation.SIGMOID).build()),
                3, CNN2DFormat.NCHW);
        ImportedNetwork imported = imported(original, Optional.empty());
        assertThat(imported.classes()).isEqualTo(2);
        float[] pixels = random(BATCH * SIZE * SIZE * 3);
        INDArray second = original.output(channelsFirst(pixels, SIZE));
        close(network(imported, ChannelOrder.RGB), pixels, Nd4j.hstack(second.rsub(1), second));
    }

    @Test
    void aNetworkThatReadsBlueFirst() throws IOException {
        MultiLayerNetwork original = sequence(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(new BatchNormalization.Builder().build())
                        .layer(conv(4, 3, CNN2DFormat.NCHW).build()).layer(output(3).build()),
                3, CNN2DFormat.NCHW);
        float[] pixels = random(BATCH * SIZE * SIZE * 3);
        float[] swapped = new float[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            swapped[i] = pixels[i / 3 * 3 + 2 - i % 3];
        }
        close(network(imported(original, Optional.empty()), ChannelOrder.BGR), swapped,
                original.output(channelsFirst(pixels, SIZE)));
    }

    @Test
    void frozenLayers() throws IOException {
        equal(sequence(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new FrozenLayer(conv(4, 3, CNN2DFormat.NCHW).nIn(3).activation(Activation.RELU).build()))
                .layer(output(3).build()), 3, CNN2DFormat.NCHW), CNN2DFormat.NCHW, 3);
    }

    @Test
    void anOpenSizeIsAskedForAndTaken() throws IOException {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, CNN2DFormat.NCHW).build(), "in");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv");
        b.addLayer("out", output(3).build(), "mean");
        Path file = written(graph(b, "out", 3, CNN2DFormat.NCHW));
        assertThatThrownBy(() -> ImportedNetwork.read(file, Optional.empty())).isInstanceOf(Problem.class)
                .hasMessageContaining("size").hasMessageContaining(file.toString());
        assertThat(ImportedNetwork.read(file, Optional.of(new PictureSize(20, 24))).inputSize())
                .isEqualTo(new PictureSize(20, 24));
    }

    @Test
    void theNormaliserInTheFileIsTaken() throws IOException {
        Path file = written(sequence(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(conv(4, 3, CNN2DFormat.NCHW).build()).layer(output(3).build()), 3, CNN2DFormat.NCHW));
        ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(-1, 1));
        assertThat(ImportedNetwork.read(file, Optional.empty()).statedNormalisation().orElseThrow().mean())
                .containsExactly(.5f, .5f, .5f);
        assertThat(ImportedNetwork.read(file, Optional.empty()).statedNormalisation().orElseThrow().deviation())
                .containsExactly(.5f, .5f, .5f);
    }

    @Test
    void theImportedNetworkIsKeptWhole() throws IOException {
        MultiLayerNetwork original = sequence(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(conv(4, 3, CNN2DFormat.NCHW).activation(Activation.RELU).build()).layer(output(3).build()), 3,
                CNN2DFormat.NCHW);
        Network network = network(imported(original, Optional.empty()), ChannelOrder.BGR);
        Path file = folder.resolve("own.zip");
        network.write(file);
        float[] pixels = random(SIZE * SIZE * 3);
        Network read = Network.read(file);
        assertThat(read.infer(new Batch(1, pixels, new int[1])))
                .isDeepEqualTo(network.infer(new Batch(1, pixels, new int[1])));
        assertThat(read.description().provenance()).containsEntry("colours read as", "blue, green, red");
        // What is written is what DL4J alone computes, too.
        INDArray alone = ModelSerializer.restoreComputationGraph(file.toFile())
                .outputSingle(Nd4j.createFromArray(pixels).reshape(1, SIZE, SIZE, 3));
        assertThat(Loss.softmax(read.infer(new Batch(1, pixels, new int[1])))[0]).containsExactly(alone.toFloatVector(),
                Offset.offset(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deconvolution", "two outputs", "a vertex", "a map"})
    void whatCannotBeTakenOverIsNamed(String what) throws IOException {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, CNN2DFormat.NCHW).build(), "in");
        switch (what) {
            case "deconvolution" -> b.addLayer("strange", new Deconvolution2D.Builder(3, 3).nOut(3).build(), "conv");
            case "a vertex" -> b.addVertex("strange", new L2NormalizeVertex(), "conv");
            default -> b.addLayer("strange", conv(3, 1, CNN2DFormat.NCHW).build(), "conv");
        }
        if (!what.equals("a map")) {
            b.addLayer("out", output(3).build(), "strange");
        }
        Path file = written(graph(b, what.equals("a map") ? "strange" : "out", 3, CNN2DFormat.NCHW));
        if (what.equals("two outputs")) {
            b.setOutputs("out", "strange");
            ComputationGraph two = new ComputationGraph(b.build());
            two.init();
            ModelSerializer.writeModel(two, file.toFile(), false);
        }
        assertThatThrownBy(() -> ImportedNetwork.read(file, Optional.of(new PictureSize(SIZE, SIZE))))
                .isInstanceOf(Problem.class).hasMessageContaining(file.toString())
                .hasMessageContaining(what.equals("a map") ? "map of 14×14" : "strange").message()
                .doesNotContain("Exception");
    }

    private static ConvolutionLayer.Builder conv(int filters, int kernel, CNN2DFormat format) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).biasInit(0.1).activation(Activation.IDENTITY)
                .dataFormat(format);
    }

    private static SubsamplingLayer.Builder pool(CNN2DFormat format) {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2)
                .dataFormat(format);
    }

    private static OutputLayer.Builder output(int classes) {
        return new OutputLayer.Builder(LossFunction.MCXENT).nOut(classes).activation(Activation.SOFTMAX);
    }

    private static int[] dimensions(CNN2DFormat format) {
        return format == CNN2DFormat.NHWC ? new int[] {1, 2} : new int[] {2, 3};
    }

    private static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder().seed(1).graphBuilder().addInputs("in");
    }

    private static MultiLayerNetwork sequence(ListBuilder list, int colours, CNN2DFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                list.setInputType(InputType.convolutional(SIZE, SIZE, colours, format)).build());
        network.init();
        stir(network.params());
        return network;
    }

    private static ComputationGraph graph(GraphBuilder builder, String output, int colours, CNN2DFormat format) {
        ComputationGraph network = new ComputationGraph(
                builder.setOutputs(output).setInputTypes(InputType.convolutional(SIZE, SIZE, colours, format)).build());
        network.init();
        stir(network.params());
        return network;
    }

    /** Gives every parameter a value of its own, none of them negative enough to be no variance. */
    private static void stir(INDArray parameters) {
        SplittableRandom random = new SplittableRandom(3);
        for (long i = 0; i < parameters.length(); i++) {
            double value = parameters.getDouble(i);
            parameters.putScalar(i, value + (value >= 0 ? 1 : -1) * random.nextDouble() * 0.2);
        }
    }

    private Path written(Model model) throws IOException {
        Path file = folder.resolve("model.zip");
        ModelSerializer.writeModel(model, file.toFile(), false);
        return file;
    }

    private ImportedNetwork imported(Model model, Optional<PictureSize> size) throws IOException {
        return ImportedNetwork.read(written(model), size);
    }

    private static Network network(ImportedNetwork imported, ChannelOrder channels) {
        return imported.network(new Preparation("test", imported.usualClasses(),
                Preparation.pixels(new double[3], new double[] {1, 1, 1}), channels));
    }

    private static float[] random(int length) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static INDArray channelsFirst(float[] pixels, int size) {
        return Nd4j.createFromArray(pixels).reshape(pixels.length / (3 * size * size), size, size, 3)
                .permute(0, 3, 1, 2).dup('c');
    }

    private Network equal(Model original, CNN2DFormat format, int colours) throws IOException {
        Network network = network(imported(original, Optional.of(new PictureSize(SIZE, SIZE))), ChannelOrder.RGB);
        float[] pixels = random(BATCH * SIZE * SIZE * colours);
        INDArray input = format == CNN2DFormat.NCHW ? channelsFirst(pixels, SIZE)
                : Nd4j.createFromArray(pixels).reshape(BATCH, SIZE, SIZE, colours);
        close(network, pixels, original instanceof MultiLayerNetwork sequence ? sequence.output(input)
                : ((ComputationGraph) original).outputSingle(input));
        return network;
    }

    private static void close(Network network, float[] pixels, INDArray expected) {
        float[][] probabilities = Loss.softmax(network.infer(new Batch(BATCH, pixels, new int[BATCH])));
        for (int i = 0; i < BATCH; i++) {
            assertThat(probabilities[i]).containsExactly(expected.getRow(i).dup().toFloatVector(),
                    Offset.offset(1e-5f));
        }
    }
}
