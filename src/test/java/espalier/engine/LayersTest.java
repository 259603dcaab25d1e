package espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Activation functions, gates and trained slopes: by formula, beside DL4J, and by finite differences. */
class LayersTest extends ProgramFixture {

    private static DoubleUnaryOperator between(double least, double most) {
        return x -> Math.min(Math.max(x, least), most);
    }

    private static double normal(double x) {
        double sum = 0;
        int steps = 4000;
        for (int i = 0; i < steps; i++) {
            double at = (i + 0.5) * x / steps;
            sum += Math.exp(-at * at / 2);
        }
        return 0.5 + sum * x / steps / Math.sqrt(2 * Math.PI);
    }

    static Stream<Arguments> functions() {
        DoubleUnaryOperator tanhGelu = x -> x / 2
                * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
        return Stream.of(Arguments.of(new ActivationReLU(), between(0, 1e9)),
                Arguments.of(new ActivationReLU6(), between(0, 6)),
                Arguments.of(new ActivationReLU(2.5, 0.0, 0.0), between(0, 2.5)),
                Arguments.of(new Clip(-1.5, 2), between(-1.5, 2)),
                Arguments.of(new ActivationHardTanH(), between(-1, 1)),
                Arguments.of(new ActivationLReLU(0.2), leaky(0.2)),
                Arguments.of(new ActivationReLU(null, 0.0, 0.1), leaky(0.1)), Arguments.of(new ActivationELU(), elu(1)),
                Arguments.of(new Elu(0.4), elu(0.4)),
                Arguments.of(new ActivationSigmoid(), (DoubleUnaryOperator) x -> 1 / (1 + Math.exp(-x))),
                Arguments.of(new ActivationTanH(), (DoubleUnaryOperator) Math::tanh),
                Arguments.of(new ActivationHardSigmoid(), hardSigmoid(0.2)),
                Arguments.of(HardSigmoid.ofSixth(), hardSigmoid(1 / 6.0)),
                Arguments.of(new HardSwish(), (DoubleUnaryOperator) x -> x * hardSigmoid(1 / 6.0).applyAsDouble(x)),
                Arguments.of(new ActivationSwish(), (DoubleUnaryOperator) x -> x / (1 + Math.exp(-x))),
                Arguments.of(new ActivationSoftPlus(), (DoubleUnaryOperator) x -> Math.log1p(Math.exp(x))),
                Arguments.of(new Gelu(false), (DoubleUnaryOperator) x -> x * normal(x)),
                Arguments.of(new Gelu(true), tanhGelu));
    }

    private static DoubleUnaryOperator leaky(double slope) {
        return x -> x > 0 ? x : slope * x;
    }

    private static DoubleUnaryOperator elu(double alpha) {
        return x -> x > 0 ? x : alpha * Math.expm1(x);
    }

    private static DoubleUnaryOperator hardSigmoid(double slope) {
        return x -> Math.min(Math.max(slope * x + 0.5, 0), 1);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void activationFunctionsAndTheirGradientsAreThoseOfTheirFormulas(IActivation function,
            DoubleUnaryOperator formula) {
        int count = 256;
        float[] at = new float[count];
        Random random = new Random(5);
        for (int i = 0; i < count; i++) {
            at[i] = (float) (random.nextGaussian() * 3);
        }
        INDArray x = Nd4j.createFromArray(at).reshape(2, 4, 4, 8);
        INDArray output = Nd4j.create(x.shape());
        INDArray byX = Nd4j.create(x.shape());
        try (Buffers buffers = new Buffers()) {
            ActivationStep step = new ActivationStep("f", List.of("x"), operations(), function);
            Operation operation = step.bind(new INDArray[] {x}, output, Mode.TRAINING, buffers);
            operation.forward();
            operation.backward(Nd4j.valueArrayOf(x.shape(), 2f), new INDArray[] {byX}, buffers).run();
        }
        float[] values = Values.of(output);
        float[] gradients = Values.of(byX);
        double step = 1e-5;
        for (int i = 0; i < count; i++) {
            assertThat((double) values[i]).as("%s of %s", function, at[i]).isCloseTo(formula.applyAsDouble(at[i]),
                    within(3e-6 * (1 + Math.abs(at[i]))));
            double slope = (formula.applyAsDouble(at[i] + step) - formula.applyAsDouble(at[i] - step)) / (2 * step);
            assertThat(gradients[i] / 2.0).as("slope of %s at %s", function, at[i]).isCloseTo(slope, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void activationFunctionsSurviveTheirFile(IActivation function, DoubleUnaryOperator formula) {
        ComputationGraph graph = between(new ActivationLayer(function));
        ComputationGraph read = copy(graph);
        assertThat(((ActivationLayer) read.getLayer("between").conf().getLayer()).getActivationFn())
                .isEqualTo(function);
        assertThat(compile(read).foreignVertices()).isEmpty();
        assertThat(closeTo(infer(read), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
    }

    private static ComputationGraph between(org.deeplearning4j.nn.conf.layers.Layer layer) {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("between", layer, "conv");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "between");
        head(b, "mean");
        return finish(b);
    }

    @Test
    void activationFunctionsAreTakenInBfloat16() {
        for (IActivation function : List.of(new ActivationReLU6(), new HardSwish(), new Gelu(false),
                HardSigmoid.ofSixth(), new ActivationSwish())) {
            inBfloat16AllIsNearlyThatOfSinglePrecision(between(new ActivationLayer(function)));
        }
        inBfloat16AllIsNearlyThatOfSinglePrecision(between(new ParametricRelu()));
        inBfloat16AllIsNearlyThatOfSinglePrecision(gated(BroadcastVertex.Op.MULTIPLY));
    }

    @Test
    void trainedSlopesEqualDl4jsAndFiniteDifferences() {
        ComputationGraph graph = between(new ParametricRelu());
        INDArray slopes = graph.getLayer("between").getParam(ParametricRelu.SLOPES);
        slopes.assign(Nd4j.createFromArray(0.1f, -0.2f, 0.3f, 0.25f, 1.5f, 0).reshape(slopes.shape()));
        assertThat(compile(graph).foreignVertices()).hasSize(operations().isComplete() ? 0 : 1);
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
        probedGradientsAreThoseOfFiniteDifferences(graph, "conv");
    }

    /** Gates of all the shapes that there are, the gate first and last, one of them for two maps. */
    private static ComputationGraph gated(BroadcastVertex.Op op) {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, 1, Activation.TANH), "picture");
        b.addLayer("keeping",
                new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG, new int[] {SIZE, SIZE}, new int[] {1, 1})
                        .convolutionMode(ConvolutionMode.Truncate).dataFormat(CNN2DFormat.NHWC).build(),
                "conv");
        b.addLayer("narrow", conv(3, 1, 1, Activation.SWISH), "keeping");
        b.addLayer("excite", conv(6, 1, 1, Activation.SIGMOID), "narrow");
        b.addVertex("first", new BroadcastVertex(op), "excite", "conv");
        b.addLayer("most", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), "first");
        b.addLayer("dense", new DenseLayer.Builder().nOut(6).activation(new HardSwish()).build(), "most");
        b.addVertex("second", new BroadcastVertex(op), "first", "dense", "excite", "conv");
        b.addVertex("vectors", new BroadcastVertex(op), "dense", "most");
        b.addVertex("mixed", new BroadcastVertex(op), "excite", "vectors");
        b.addVertex("third", new BroadcastVertex(op), "mixed", "second");
        b.addLayer("last", conv(5, 3, 2, Activation.IDENTITY), "third");
        head(b, "last");
        return finish(b);
    }

    @ParameterizedTest
    @EnumSource
    void jointsOfMapsAndNumbersEqualDl4jsAndFiniteDifferences(BroadcastVertex.Op op) {
        ComputationGraph graph = gated(op);
        assertThat(compile(graph).foreignVertices()).isEmpty();
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
        probedGradientsAreThoseOfFiniteDifferences(graph, "conv", "narrow", "excite", "last");
        assertThat(copy(graph).getConfiguration().getVertices().get("first")).isEqualTo(new BroadcastVertex(op));
    }

    private static ComputationGraph grouped() {
        GraphBuilder b = builder();
        b.addLayer("first", conv(8, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("norm", norm(false), "first");
        b.addLayer("relu", new ActivationLayer(Activation.RELU), "norm");
        b.addLayer("dilated", new GroupedConvolution.Builder(3, 3).groups(4).nOut(12).dilation(2, 2)
                .activation(Activation.IDENTITY).biasInit(0.1).build(), "relu");
        b.addLayer("swish", new ActivationLayer(new HardSwish()), "dilated");
        b.addLayer("strided", new GroupedConvolution.Builder(3, 1).groups(2).nOut(6).stride(2, 2).padding(1, 0)
                .convolutionMode(ConvolutionMode.Truncate).hasBias(false).activation(Activation.IDENTITY).build(),
                "swish");
        b.addLayer("norm2", norm(true), "strided");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "norm2");
        b.addLayer("pixel", new GroupedConvolution.Builder(1, 1).groups(3).nOut(9).activation(Activation.TANH).build(),
                "relu2");
        head(b, "pixel");
        return finish(b);
    }

    @Test
    void groupedConvolutionsEqualDl4jsAndFiniteDifferences() {
        ComputationGraph graph = grouped();
        assertThat(compile(graph).foreignVertices()).hasSize(operations().isComplete() ? 0 : 3);
        assertThat(graph.getLayer("dilated").getParam("W").shape()).containsExactly(12, 2, 3, 3);
        assertThat(closeTo(infer(copy(graph)), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
        probedGradientsAreThoseOfFiniteDifferences(graph, "first", "dilated");
        inBfloat16AllIsNearlyThatOfSinglePrecision(graph);
    }

    /** Each filter is an ordinary one that sees zeros beside its group. */
    @Test
    void aGroupedConvolutionIsAPlainOneWithZerosBetweenGroups() {
        ComputationGraph graph = between(
                new GroupedConvolution.Builder(3, 3).groups(2).nOut(6).activation(Activation.IDENTITY).build());
        ComputationGraph plain = between(conv(6, 3, 1, Activation.IDENTITY));
        for (String layer : List.of("conv", "out")) {
            graph.getLayer(layer).paramTable()
                    .forEach((key, value) -> plain.getLayer(layer).getParam(key).assign(value));
        }
        float[] own = Values.inRows(graph.getLayer("between").getParam("W"));
        float[] all = new float[2 * own.length];
        int area = 3 * 9;
        for (int filter = 0; filter < 6; filter++) {
            System.arraycopy(own, filter * area, all, (2 * filter + filter / 3) * area, area);
        }
        plain.getLayer("between").getParam("W").assign(Nd4j.createFromArray(all).reshape(6, 6, 3, 3));
        plain.getLayer("between").getParam("b").assign(graph.getLayer("between").getParam("b"));
        assertThat(closeTo(infer(graph), infer(plain))).isTrue();
    }

    /** Sides of all kinds before convolutions, and read by more than one layer. */
    @Test
    void unevenPaddingEqualsDl4js() {
        GraphBuilder b = builder();
        b.addLayer("pad", new ZeroPaddingLayer.Builder(0, 1, 2, 3).dataFormat(CNN2DFormat.NHWC).build(), "picture");
        b.addLayer("conv", truncated(6, 3, 2), "pad");
        b.addLayer("norm", norm(false), "conv");
        b.addLayer("relu", new ActivationLayer(Activation.RELU), "norm");
        b.addLayer("twice", new ZeroPaddingLayer.Builder(1, 0, 0, 1).dataFormat(CNN2DFormat.NHWC).build(), "relu");
        b.addLayer("left", truncated(4, 2, 1), "twice");
        b.addLayer("right", truncated(4, 2, 1), "twice");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right");
        b.addLayer("last", new ZeroPaddingLayer.Builder(2, 0, 1, 0).dataFormat(CNN2DFormat.NHWC).build(), "sum");
        b.addLayer("depthwise",
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(1).nOut(4)
                        .convolutionMode(ConvolutionMode.Truncate).activation(Activation.IDENTITY)
                        .dataFormat(CNN2DFormat.NHWC).build(),
                "last");
        head(b, "depthwise");
        ComputationGraph graph = finish(b);
        assertThat(compile(graph).foreignVertices()).hasSize(operations().isComplete() ? 0 : 4);
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
        probedGradientsAreThoseOfFiniteDifferences(graph, "conv", "left");
    }

    private static ConvolutionLayer truncated(int filters, int kernel, int stride) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).stride(stride, stride).dilation(1, 2)
                .convolutionMode(ConvolutionMode.Truncate).activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC)
                .build();
    }

    static Stream<PaddedPooling> pools() {
        int[] three = {3, 3};
        int[] two = {2, 2};
        int[] uneven = {0, 1, 1, 2};
        return Stream.of(PaddedPooling.max(three, two, uneven, false), PaddedPooling.max(three, two, new int[4], true),
                PaddedPooling.max(two, new int[] {3, 3}, uneven, true),
                PaddedPooling.average(three, two, uneven, false, false),
                PaddedPooling.average(three, two, uneven, false, true),
                PaddedPooling.average(three, two, new int[] {1, 1, 1, 1}, true, true),
                PaddedPooling.average(three, new int[] {3, 2}, new int[] {1, 0, 0, 0}, true, false),
                new PaddedPooling(true, three, two, two, uneven, false, false));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void paddedPoolsEqualThoseOfSingleWindowsAndFiniteDifferences(PaddedPooling pool) {
        ComputationGraph graph = between(pool);
        boolean fast = operations().isComplete() && pool.getDilation()[0] == 1;
        assertThat(compile(graph).foreignVertices()).hasSize(fast ? 0 : 1);
        assertThat(closeTo(infer(copy(graph)), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
        probedGradientsAreThoseOfFiniteDifferences(graph, "conv");
        inBfloat16AllIsNearlyThatOfSinglePrecision(graph);
    }

    /** Of PyTorch's avg_pool2d and max_pool2d over {@code ((7 i) mod 11) − 4} as 5×6 pixels. */
    static Stream<Arguments> pytorchsPools() {
        int[] tall = {3, 2};
        int[] two = {2, 2};
        int[] three = {3, 3};
        int[] around = {1, 1, 1, 1};
        int[] beside = {0, 1, 0, 1};
        return Stream.of(
                Arguments.of(PaddedPooling.average(tall, two, around, true, true),
                        new float[] {0.166667f, 0, 2, -1, 1.5f, 0.666667f, 0, 0.666667f, 0, 1.5f, -0.166667f,
                                0.666667f}),
                Arguments.of(PaddedPooling.average(tall, two, around, true, false),
                        new float[] {0.5f, 0, 3, -3, 3, 0.666667f, 0, 1.333333f, 0, 2.25f, -0.25f, 2}),
                Arguments.of(PaddedPooling.average(two, three, beside, true, true),
                        new float[] {0.25f, 1.5f, -1.5f, 0, 1, 1}),
                Arguments.of(PaddedPooling.average(three, two, around, false, true),
                        new float[] {0.555556f, 1.111111f, 0.666667f, 0.666667f, 1.111111f, 0.444444f, 0.333333f,
                                0.777778f, 0.333333f}),
                Arguments.of(PaddedPooling.max(three, two, around, true),
                        new float[] {5, 6, 6, -2, 5, 6, 5, 5, 6, 6, 5, 3}),
                Arguments.of(PaddedPooling.max(two, three, beside, true), new float[] {5, 6, -2, 1, 4, 3}));
    }

    @ParameterizedTest
    @MethodSource("pytorchsPools")
    void paddedPoolsGiveWhatPytorchsGive(PaddedPooling pool, float[] expected) {
        GraphBuilder b = builder();
        b.addLayer("pool", pool, "picture");
        head(b, "pool");
        b.setInputTypes(InputType.convolutional(5, 6, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(b.build());
        graph.init();
        float[] picture = new float[5 * 6 * 3];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = i / 3 * 7 % 11 - 4;
        }
        try (Program program = Program.compile(graph, 5, 6, operations())) {
            float[] values = Values.of(program.observe(picture, 1, Set.of("pool")).activation("pool"));
            float[] slow = Values
                    .inRows(graph.feedForward(Nd4j.createFromArray(picture).reshape(1, 5, 6, 3), false).get("pool"));
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[3 * i + 1]).isCloseTo(expected[i], within(1e-5f));
                assertThat(slow[3 * i + 1]).isCloseTo(expected[i], within(1e-5f));
            }
            assertThat(values).hasSize(3 * expected.length);
        }
    }
}
