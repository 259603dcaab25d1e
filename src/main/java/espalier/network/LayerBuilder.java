package espalier.network;

import espalier.engine.Backend;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * The layers that the architectures are put together from, all of them DL4J's own and NHWC. Each method adds one layer
 * and returns its name. First weights: He's normal distribution before ReLUs, Xavier's before the classes.
 */
final class LayerBuilder {

    /** The name of the input. */
    static final String PICTURE = "picture";

    private final GraphBuilder builder;
    private final Description description;

    LayerBuilder(Description description, long seed) {
        Backend.start();
        this.description = description;
        builder = new NeuralNetConfiguration.Builder().seed(seed).updater(new Sgd(0.01))
                .convolutionMode(ConvolutionMode.Same).graphBuilder().addInputs(PICTURE);
    }

    private String add(String name, Layer layer, String input) {
        builder.addLayer(name, layer, input);
        return name;
    }

    /** A convolution padded so that only its stride changes the size of the maps. */
    String convolution(String name, int filters, int kernel, int stride, boolean bias, String input) {
        return add(name, filters(filters, kernel, stride, bias), input);
    }

    private static ConvolutionLayer filters(int filters, int kernel, int stride, boolean bias) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).stride(stride, stride).hasBias(bias)
                .activation(Activation.IDENTITY).weightInit(WeightInit.RELU).dataFormat(CNN2DFormat.NHWC).build();
    }

    /** A 3×3 convolution without bias in which every filter sees one channel. */
    String depthwise(String name, int channels, int stride, String input) {
        return add(name,
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(1).nOut(channels).stride(stride, stride)
                        .hasBias(false).activation(Activation.IDENTITY).weightInit(WeightInit.RELU)
                        .dataFormat(CNN2DFormat.NHWC).build(),
                input);
    }

    /** A batch norm with ε 1e-5 and a tenth of each batch in the running statistics. */
    String norm(String name, String input) {
        return add(name, new BatchNormalization.Builder().eps(1e-5).decay(0.9).useLogStd(false)
                .dataFormat(CNN2DFormat.NHWC).build(), input);
    }

    String relu(String name, String input) {
        return add(name, new ActivationLayer(Activation.RELU), input);
    }

    /** A 2×2 max pool. */
    String maxPool(String name, String input) {
        return add(name, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).kernelSize(2, 2).stride(2, 2)
                .dataFormat(CNN2DFormat.NHWC).build(), input);
    }

    /** The mean over each map. */
    String mean(String name, String input) {
        return add(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), input);
    }

    /** A dense layer; a map before it is read as one long vector. */
    String dense(String name, int units, Activation activation, double dropout, String input) {
        return add(name, new DenseLayer.Builder().nOut(units).activation(activation).weightInit(WeightInit.RELU)
                .dropOut(before(dropout)).build(), input);
    }

    /** Dropout of a layer's inputs; none where the share is 0. */
    private static IDropout before(double share) {
        return share == 0 ? null : new Dropout(1 - share);
    }

    String sum(String name, String... inputs) {
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
        return name;
    }

    /**
     * Every second pixel of the input, with channels of zeros behind its own: a 1×1 convolution that is never trained.
     * DL4J has no layer that pads channels; this one it saves, loads and runs, and {@link Shortcuts} sees through it.
     */
    String paddedShortcut(String name, int channels, String input) {
        return add(name, new FrozenLayerWithBackprop(filters(channels, 1, 2, false)), input);
    }

    /** The network, its last layer a number for each class. */
    Network finish(String input, double dropout) {
        String classes = add("classifier",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(description.classNames().size())
                        .activation(Activation.SOFTMAX).weightInit(WeightInit.XAVIER).dropOut(before(dropout)).build(),
                input);
        builder.setOutputs(classes).setInputTypes(InputType.convolutional(description.inputSize().height(),
                description.inputSize().width(), 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        Shortcuts.fill(graph);
        return new Network(graph, description);
    }
}
