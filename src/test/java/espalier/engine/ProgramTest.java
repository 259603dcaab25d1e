package espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The compiled program beside DL4J's own layers on the same parameters. */
class ProgramTest extends ProgramFixture {

    @Test
    void outputsEqualDl4jsForASequence() {
        ComputationGraph graph = sequence();
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
    }

    @Test
    void gradientsAndStatisticsEqualDl4jsForASequence() {
        gradientsEqual(sequence());
    }

    @Test
    void outputsEqualDl4jsForResidualConcatenationFlattenAndStrides() {
        ComputationGraph graph = branches();
        assertThat(compile(graph).foreignVertices()).isEmpty();
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
    }

    @Test
    void gradientsEqualDl4jsForResidualConcatenationFlattenAndStrides() {
        gradientsEqual(branches());
    }

    @Test
    void outputsAndGradientsEqualDl4jsForGates() {
        ComputationGraph graph = gates();
        assertThat(compile(graph).foreignVertices()).isEmpty();
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
    }

    @Test
    void gradientsThroughGatesAreThoseOfFiniteDifferences() {
        probedGradientsAreThoseOfFiniteDifferences(gates(), "conv1", "excite", "gate", "other");
    }

    @Test
    void outputsAndGradientsEqualDl4jsForMaximaMeansAndDifferences() {
        ComputationGraph graph = joints();
        assertThat(compile(graph).foreignVertices()).isEmpty();
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
    }

    @Test
    void gradientsThroughMaximaMeansAndDifferencesAreThoseOfFiniteDifferences() {
        probedGradientsAreThoseOfFiniteDifferences(joints(), "conv1", "left", "right");
    }

    @Test
    void inBfloat16OutputsAndGradientsAreNearlyThoseOfSinglePrecision() {
        List.of(sequence(), branches(), gates(), joints()).forEach(this::inBfloat16AllIsNearlyThatOfSinglePrecision);
    }

    @Test
    void aFrozenConvolutionPassesGradientsOnAndHasNoneOfItsOwn() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("frozen", new FrozenLayerWithBackprop(conv(7, 1, 2, Activation.IDENTITY)), "conv1");
        b.addLayer("conv2", conv(7, 3, 2, Activation.RELU), "conv1");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "frozen", "conv2");
        head(b, "sum");
        ComputationGraph graph = finish(b);
        Program program = compile(graph);
        assertThat(program.foreignVertices()).isEmpty();
        assertThat(program.trainable().sumNumber().longValue())
                .isEqualTo(graph.numParams() - graph.getLayer("frozen").numParams());
        assertThat(program.squareKernels()).hasSize(2);
        gradientsEqual(graph);
    }

    @Test
    void aVertexThatIsNotKnownRunsOnDl4jAndIsNamed() {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(6, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("separable", new SeparableConvolution2D.Builder(3, 3).nOut(6).activation(Activation.TANH)
                .dataFormat(CNN2DFormat.NHWC).build(), "conv");
        head(b, "separable");
        ComputationGraph graph = finish(b);
        assertThat(compile(graph).foreignVertices()).containsExactly("separable");
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
    }

    @Test
    void aKernelAsLongAsAnEarlierValueIsNotOverwrittenByIt() {
        GraphBuilder b = builder();
        // 8·8·144 values of one picture are as many as a 3×3 kernel from 16 to 64 channels has: free again when it is
        // laid out.
        b.addLayer("conv1", conv(144, 3, 1, Activation.RELU), "picture");
        b.addLayer("conv2", conv(16, 3, 1, Activation.RELU), "conv1");
        b.addLayer("conv3", conv(64, 3, 1, Activation.RELU), "conv2");
        head(b, "conv3");
        ComputationGraph graph = finish(b);
        Program program = compile(graph);
        float[][] first = program.infer(pixels, 1);
        assertThat(program.infer(pixels, 1)).isDeepEqualTo(first);
    }

    @Test
    void depthwiseConvolutionsEqualDl4js() {
        GraphBuilder b = builder();
        b.addLayer("depth1", new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(6).stride(2, 2)
                .activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC).build(), "picture");
        b.addLayer("norm", norm(false), "depth1");
        b.addLayer("relu", new ActivationLayer(Activation.RELU), "norm");
        b.addLayer("depth2", new DepthwiseConvolution2D.Builder(3, 1).depthMultiplier(1).nOut(6).hasBias(false)
                .activation(Activation.RELU).dataFormat(CNN2DFormat.NHWC).build(), "relu");
        head(b, "depth2");
        ComputationGraph graph = finish(b);
        assertThat(compile(graph).foreignVertices()).hasSize(operations().isComplete() ? 0 : 2);
        assertThat(closeTo(infer(graph), dl4jOutput(graph))).isTrue();
        gradientsEqual(graph);
    }

    @Test
    void probedGradientsAreThoseOfFiniteDifferences() {
        ComputationGraph graph = branches();
        Program program = compile(graph);
        Set<String> asked = Set.of("relu1", "sum");
        Program.Probed probed = program.probe(pixels, BATCH, asked, logits -> oneHot(logits, 2));
        // The output bias of the asked class moves its logit by the same amount: checks the direction; the values are
        // checked on
        // the layer below by the chain through the sum's two inputs.
        INDArray bySum = probed.gradient("sum").dup();
        INDArray byRelu = probed.gradient("relu1").dup();
        assertThat(bySum.shape()).isEqualTo(probed.activation("sum").shape());
        assertThat(byRelu.norm2Number().doubleValue()).isPositive();
        INDArray parameter = graph.getLayer("project").getParam("b");
        float[] base = column(program.infer(pixels, BATCH), 2);
        float step = 1e-2f;
        parameter.putScalar(1, parameter.getFloat(1) + step);
        program.parametersChanged();
        float[] moved = column(program.infer(pixels, BATCH), 2);
        INDArray perPicture = bySum.sum(1, 2);
        for (int i = 0; i < BATCH; i++) {
            assertThat((moved[i] - base[i]) / step).isCloseTo(perPicture.getFloat(i, 1), within(2e-2f));
        }
    }

    /**
     * One or two pictures make arrays as long as a batch norm's: what the norm's gradient needs must not lie where
     * others write.
     */
    @Test
    void aPicturesGradientsAreTheSameAloneAsAmongOthers() {
        GraphBuilder b = builder();
        b.addLayer("conv", conv(8, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("norm", norm(false), "conv");
        b.addLayer("relu", new ActivationLayer(Activation.RELU), "norm");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu");
        head(b, "mean");
        Program program = compile(finish(b));
        float[] among = Values
                .of(program.probe(pixels, BATCH, Set.of("conv"), logits -> oneHot(logits, 2)).gradient("conv"));
        for (int batch = 1; batch < BATCH; batch++) {
            float[] few = Arrays.copyOf(pixels, batch * SIZE * SIZE * 3);
            float[] alone = Values
                    .of(program.probe(few, batch, Set.of("conv"), logits -> oneHot(logits, 2)).gradient("conv"));
            assertThat(alone).as("%d pictures", batch).containsExactly(Arrays.copyOf(among, alone.length),
                    within(1e-6f));
        }
    }

    @Test
    void inferenceIsTheSameAfterTrainingPassesThatChangeNothingButStatistics() {
        ComputationGraph graph = sequence();
        Program program = compile(graph);
        float[][] before = program.infer(pixels, BATCH);
        program.train(pixels, labels, Precision.FLOAT32);
        float[][] after = program.infer(pixels, BATCH);
        assertThat(closeTo(after, before)).isFalse();
        assertThat(closeTo(Loss.softmax(after), dl4jOutput(graph))).isTrue();
    }

    @Test
    void anAblatedChannelIsThatOfAFilterWithoutWeightsBesideAndBehindBranches() {
        float[] picture = Arrays.copyOf(pixels, SIZE * SIZE * 3);
        for (String[] valueOf : new String[][] {{"project", "project"}, {"left", "left"}, {"relu1", "conv1"}}) {
            ComputationGraph graph = branches();
            Program program = compile(graph);
            float[] whole = program.infer(picture, 1)[0];
            float[][] ablated = program.ablate(picture, valueOf[0], new int[] {-1, 2, 3});
            assertThat(closeTo(new float[][] {ablated[0]}, new float[][] {whole})).isTrue();
            for (int channel = 2; channel <= 3; channel++) {
                ComputationGraph without = copy(graph);
                without.getLayer(valueOf[1]).getParam("W").get(NDArrayIndex.point(channel)).assign(0);
                without.getLayer(valueOf[1]).getParam("b").putScalar(channel, 0);
                float[][] expected = Program.compile(without, SIZE, SIZE).infer(picture, 1);
                assertThat(closeTo(new float[][] {ablated[channel - 1]}, expected)).isTrue();
                assertThat(expected[0]).isNotEqualTo(whole);
            }
        }
    }

    private static ComputationGraph sequence() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(8, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("norm1", norm(true), "conv1");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1");
        b.addLayer("pool1", pool(SubsamplingLayer.PoolingType.MAX), "relu1");
        b.addLayer("conv2", conv(7, 3, 1, Activation.IDENTITY), "pool1");
        b.addLayer("norm2", norm(false), "conv2");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "norm2");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu2");
        head(b, "mean");
        return finish(b);
    }

    private static ComputationGraph branches() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("project", conv(6, 1, 1, Activation.IDENTITY), "relu1");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu1", "project");
        b.addLayer("left", conv(4, 1, 2, Activation.RELU), "sum");
        b.addLayer("right", conv(5, 3, 2, Activation.TANH), "sum");
        MergeVertex both = new MergeVertex();
        both.setMergeAxis(3);
        b.addVertex("both", both, "left", "right");
        b.addLayer("average", pool(SubsamplingLayer.PoolingType.AVG), "both");
        b.addLayer("dense", new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(), "average");
        head(b, "dense");
        return finish(b);
    }

    /** Branches joined in each way, also a value with itself. */
    private static ComputationGraph joints() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3, 1, Activation.TANH), "picture");
        b.addLayer("left", conv(6, 1, 1, Activation.IDENTITY), "conv1");
        b.addLayer("right", conv(6, 3, 1, Activation.TANH), "conv1");
        b.addVertex("most", new ElementWiseVertex(ElementWiseVertex.Op.Max), "left", "right");
        b.addVertex("less", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "most", "conv1");
        b.addVertex("mean", new ElementWiseVertex(ElementWiseVertex.Op.Average), "less", "right", "most");
        b.addVertex("half", new ElementWiseVertex(ElementWiseVertex.Op.Average), "mean", "mean");
        b.addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "half");
        b.addLayer("dense", new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build(), "pool");
        b.addVertex("vector", new ElementWiseVertex(ElementWiseVertex.Op.Max), "dense", "pool");
        head(b, "vector");
        return finish(b);
    }

    /** Squeeze-and-excitation, a gated linear unit, and a product of three of which two are one value. */
    private static ComputationGraph gates() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3, 1, Activation.IDENTITY), "picture");
        b.addLayer("tanh1", new ActivationLayer(Activation.TANH), "conv1");
        b.addLayer("squeeze", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(SIZE, SIZE)
                .stride(SIZE, SIZE).dataFormat(CNN2DFormat.NHWC).build(), "tanh1");
        b.addLayer("narrow", conv(3, 1, 1, Activation.TANH), "squeeze");
        b.addLayer("excite", conv(6, 1, 1, Activation.IDENTITY), "narrow");
        b.addLayer("sigmoid1", new ActivationLayer(Activation.SIGMOID), "excite");
        b.addLayer("enlarge", new Upsampling2D.Builder(SIZE).dataFormat(CNN2DFormat.NHWC).build(), "sigmoid1");
        b.addVertex("excited", new ElementWiseVertex(ElementWiseVertex.Op.Product), "enlarge", "tanh1");
        b.addLayer("gate", conv(5, 1, 2, Activation.IDENTITY), "excited");
        b.addLayer("sigmoid2", new ActivationLayer(Activation.SIGMOID), "gate");
        b.addLayer("other", conv(5, 3, 2, Activation.IDENTITY), "excited");
        b.addVertex("linear", new ElementWiseVertex(ElementWiseVertex.Op.Product), "other", "sigmoid2", "sigmoid2");
        b.addLayer("dense", new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build(), "linear");
        b.addLayer("denseGate", new DenseLayer.Builder().nOut(7).activation(Activation.SIGMOID).build(), "linear");
        b.addVertex("vector", new ElementWiseVertex(ElementWiseVertex.Op.Product), "dense", "denseGate");
        head(b, "vector");
        return finish(b);
    }
}
