package espalier.network;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.engine.Backend;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.ParametricRelu;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small real networks made by hand, one for each way in which filters can hang together. */
public final class TestNetworks {

    public static final int SIZE = 8;
    public static final int CLASSES = 3;

    private TestNetworks() {}

    public static Description description(int classes, int size) {
        return new Description("test",
                java.util.stream.IntStream.range(0, classes).mapToObj(i -> "class " + i).toList(),
                new PictureSize(size, size), Normalisation.CENTRED, Map.of("made by", "a test"));
    }

    /** A sequence with batch norms, pools and a mean before the dense layer. */
    public static Network sequence() {
        return stir(Architectures.vgg(new int[] {6, 7, 0, 8, 0}, description(CLASSES, SIZE), 5));
    }

    /** A flattening before a dense layer with an activation. */
    public static Network flattened() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3), "picture");
        b.addLayer("norm1", norm(), "conv1");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1");
        b.addLayer("pool1", pool(), "relu1");
        b.addLayer("conv2", conv(5, 3), "pool1");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "conv2");
        b.addLayer("hidden", new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(), "relu2");
        return finish(b, "hidden");
    }

    /** A residual connection: the widths of conv1 and conv3 are tied. */
    public static Network residual() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("conv2", conv(5, 3), "relu1");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "conv2");
        b.addLayer("conv3", conv(6, 3), "relu2");
        b.addLayer("norm3", norm(), "conv3");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm3", "relu1");
        b.addLayer("relu3", new ActivationLayer(Activation.RELU), "sum");
        b.addLayer("conv4", conv(4, 3), "relu3");
        b.addLayer("relu4", new ActivationLayer(Activation.RELU), "conv4");
        return finish(b, "relu4");
    }

    /** A residual network with one block in each stage, its shortcuts padded with zeros or projected. */
    public static Network resNet(Description description, boolean projects) {
        return ResNet.create(1, projects, description, 3);
    }

    /** Squeeze-and-excitation behind conv1, and a gated linear unit of conv2 behind it. */
    public static Network gated() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(12, 3), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("squeeze", new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG).kernelSize(SIZE, SIZE)
                .stride(SIZE, SIZE).dataFormat(CNN2DFormat.NHWC).build(), "relu1");
        b.addLayer("narrow", conv(4, 1), "squeeze");
        b.addLayer("narrowRelu", new ActivationLayer(Activation.RELU), "narrow");
        b.addLayer("excite", conv(12, 1), "narrowRelu");
        b.addLayer("sigmoid", new ActivationLayer(Activation.SIGMOID), "excite");
        b.addLayer("large", new Upsampling2D.Builder(SIZE).dataFormat(CNN2DFormat.NHWC).build(), "sigmoid");
        b.addVertex("excited", new ElementWiseVertex(ElementWiseVertex.Op.Product), "relu1", "large");
        b.addLayer("conv2", conv(9, 3), "excited");
        b.addLayer("gate", conv(9, 1), "excited");
        b.addLayer("gateSigmoid", new ActivationLayer(Activation.SIGMOID), "gate");
        b.addVertex("linear", new ElementWiseVertex(ElementWiseVertex.Op.Product), "conv2", "gateSigmoid");
        return finish(b, "linear");
    }

    /**
     * Two grouped convolutions: one of fewer groups than channels in each, which loses the same share of each, and one
     * of more, which loses whole ones.
     */
    public static Network grouped(Description description) {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(8, 3), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("pair", new GroupedConvolution.Builder(3, 3).groups(2).nOut(6).stride(2, 2)
                .activation(Activation.IDENTITY).build(), "relu1");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "pair");
        b.addLayer("wide", conv(12, 1), "relu2");
        b.addLayer("relu3", new ParametricRelu(), "wide");
        b.addLayer("cards", new GroupedConvolution.Builder(3, 3).groups(6).nOut(12).stride(2, 2)
                .activation(Activation.IDENTITY).build(), "relu3");
        b.addLayer("relu4", new ActivationLayer(Activation.RELU), "cards");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "relu4");
        return stir(finish(b, "mean", description));
    }

    /** Two branches side by side, one of them with a depthwise convolution. */
    public static Network branches() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("left", conv(4, 1), "relu1");
        b.addLayer("leftRelu", new ActivationLayer(Activation.RELU), "left");
        b.addLayer("depthwise", new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(1).nOut(6).hasBias(false)
                .activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC).build(), "relu1");
        b.addLayer("right", conv(5, 1), "depthwise");
        b.addLayer("rightRelu", new ActivationLayer(Activation.RELU), "right");
        MergeVertex both = new MergeVertex();
        both.setMergeAxis(3);
        b.addVertex("both", both, "leftRelu", "rightRelu");
        b.addLayer("norm", norm(), "both");
        b.addLayer("relu", new ActivationLayer(Activation.RELU), "norm");
        b.addLayer("conv2", conv(4, 3), "relu");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "conv2");
        return finish(b, "relu2");
    }

    /** A vertex that tracing does not understand stands behind conv2. */
    public static Network strange() {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3), "picture");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "conv1");
        b.addLayer("conv2", conv(5, 3), "relu1");
        b.addVertex("scale", new ScaleVertex(0.5), "conv2");
        return finish(b, "scale");
    }

    /** No convolution at all: nothing but dense layers. */
    public static Network dense() {
        GraphBuilder b = builder();
        b.addLayer("hidden", new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(), "picture");
        return finish(b, "hidden");
    }

    /** Its logits are the sum of two dense layers', so that neither of them makes them alone. */
    public static Network summedAnswers() {
        Backend.start();
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(6, 3), "picture");
        b.addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "conv1");
        b.addLayer("one", new DenseLayer.Builder().nOut(CLASSES).activation(Activation.IDENTITY).build(), "mean");
        b.addLayer("other", new DenseLayer.Builder().nOut(CLASSES).activation(Activation.IDENTITY).build(), "mean");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "one", "other");
        b.addLayer("loss",
                new LossLayer.Builder(LossFunctions.LossFunction.MCXENT).activation(Activation.SOFTMAX).build(), "sum");
        b.setOutputs("loss").setInputTypes(InputType.convolutional(SIZE, SIZE, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(b.build());
        graph.init();
        return new Network(graph, description(CLASSES, SIZE));
    }

    /**
     * A residual connection, and dropout behind a convolution and behind a dense layer: two places that draw at random.
     */
    public static Network withDropout(Description description) {
        GraphBuilder b = builder();
        b.addLayer("conv1", conv(12, 3), "picture");
        b.addLayer("norm1", norm(), "conv1");
        b.addLayer("relu1", new ActivationLayer(Activation.RELU), "norm1");
        b.addLayer("pool1", pool(), "relu1");
        b.addLayer("conv2", conv(16, 3), "pool1");
        b.addLayer("relu2", new ActivationLayer(Activation.RELU), "conv2");
        b.addLayer("conv3", conv(12, 3), "relu2");
        b.addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv3", "pool1");
        b.addLayer("drop1", new DropoutLayer(0.8), "sum");
        b.addLayer("pool2", pool(), "drop1");
        b.addLayer("conv4", conv(16, 3), "pool2");
        b.addLayer("relu4", new ActivationLayer(Activation.RELU), "conv4");
        b.addLayer("pool4", pool(), "relu4");
        b.addLayer("hidden", new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build(), "pool4");
        b.addLayer("drop2", new DropoutLayer(0.5), "hidden");
        return finish(b, "drop2", description);
    }

    /** Sets a layer's vector of parameters: {@code b}, {@code gamma}, {@code beta}. */
    public static void set(Network network, String layer, String parameter, float... values) {
        INDArray target = network.graph().getLayer(layer).paramTable().get(parameter);
        target.assign(Nd4j.createFromArray(values).reshape(target.shape()));
        network.setParameters(network.parameters());
    }

    /**
     * Sets a channel of a layer's output to zero for good: a batch norm's γ and β, or a convolution's weights and bias.
     */
    public static void silence(Network network, String layer, int channel) {
        ComputationGraph graph = network.graph();
        for (String parameter : List.of("W", "b", "gamma", "beta")) {
            INDArray value = graph.getLayer(layer).paramTable().get(parameter);
            if (value == null) {
                continue;
            }
            float[] values = value.dup('c').data().asFloat();
            int channels = (int) (parameter.equals("W") ? value.size(0) : value.length());
            int each = values.length / channels;
            java.util.Arrays.fill(values, channel * each, (channel + 1) * each, 0);
            value.assign(Nd4j.createFromArray(values).reshape(value.shape()));
        }
        network.setParameters(network.parameters());
    }

    private static GraphBuilder builder() {
        return new NeuralNetConfiguration.Builder().seed(3).updater(new NoOp()).convolutionMode(ConvolutionMode.Same)
                .graphBuilder().addInputs("picture");
    }

    private static ConvolutionLayer conv(int filters, int kernel) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).activation(Activation.IDENTITY).biasInit(0.1)
                .dataFormat(CNN2DFormat.NHWC).build();
    }

    private static BatchNormalization norm() {
        return new BatchNormalization.Builder().useLogStd(false).dataFormat(CNN2DFormat.NHWC).build();
    }

    private static SubsamplingLayer pool() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2)
                .dataFormat(CNN2DFormat.NHWC).build();
    }

    private static Network finish(GraphBuilder b, String from) {
        return stir(finish(b, from, description(CLASSES, SIZE)));
    }

    private static Network finish(GraphBuilder b, String from, Description description) {
        Backend.start();
        b.addLayer("out", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(description.classNames().size()).activation(Activation.SOFTMAX).build(), from);
        b.setOutputs("out").setInputTypes(InputType.convolutional(description.inputSize().height(),
                description.inputSize().width(), 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(b.build());
        graph.init();
        return new Network(graph, description);
    }

    /** Gives every parameter a value of its own; running variances stay positive. */
    private static Network stir(Network network) {
        float[] parameters = network.parameters();
        java.util.SplittableRandom random = new java.util.SplittableRandom(11);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Math.abs(parameters[i]) * 0.3f + parameters[i] * 0.7f + (float) random.nextDouble() * 0.1f;
        }
        network.setParameters(parameters);
        return network;
    }
}
