package espalier.network;

import espalier.data.PictureSize;
import espalier.engine.Graphs;
import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** Describes the vertices of a DL4J graph as records. */
final class LayerReader {

    private static final Map<Class<?>, LayerKind> KINDS = Map.ofEntries(
            Map.entry(ConvolutionLayer.class, LayerKind.CONVOLUTION),
            Map.entry(DepthwiseConvolution2D.class, LayerKind.DEPTHWISE_CONVOLUTION),
            Map.entry(DenseLayer.class, LayerKind.DENSE), Map.entry(OutputLayer.class, LayerKind.OUTPUT),
            Map.entry(BatchNormalization.class, LayerKind.BATCH_NORM),
            Map.entry(ActivationLayer.class, LayerKind.ACTIVATION),
            Map.entry(ParametricRelu.class, LayerKind.ACTIVATION),
            Map.entry(GroupedConvolution.class, LayerKind.CONVOLUTION),
            Map.entry(PaddedPooling.class, LayerKind.POOLING),
            // The last layer where a convolution makes the logits: what it gives here are the logits themselves.
            Map.entry(LossLayer.class, LayerKind.ACTIVATION), Map.entry(SubsamplingLayer.class, LayerKind.POOLING),
            Map.entry(GlobalPoolingLayer.class, LayerKind.GLOBAL_POOLING),
            Map.entry(DropoutLayer.class, LayerKind.DROPOUT), Map.entry(ZeroPaddingLayer.class, LayerKind.RESIZING),
            Map.entry(Cropping2D.class, LayerKind.RESIZING), Map.entry(Upsampling2D.class, LayerKind.RESIZING));

    private LayerReader() {}

    /** The layers in the order in which they run, the input first. */
    static List<LayerInfo> of(ComputationGraph graph, PictureSize size) {
        InputType picture = InputType.convolutional(size.height(), size.width(), 3, CNN2DFormat.NHWC);
        Map<String, InputType> types = new HashMap<>(
                Graphs.copy(graph.getConfiguration()).getLayerActivationTypes(picture));
        graph.getConfiguration().getNetworkInputs().forEach(input -> types.put(input, picture));
        List<LayerInfo> layers = new ArrayList<>();
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            String name = vertex.getVertexName();
            if (vertex.isInputVertex()) {
                layers.add(new LayerInfo(name, LayerKind.INPUT, "Input", List.of(), size.height(), size.width(), 3, 0,
                        1, false, false, 0, 0));
            } else {
                layers.add(describe(graph, vertex, types));
            }
        }
        return List.copyOf(layers);
    }

    private static LayerInfo describe(ComputationGraph graph, GraphVertex vertex, Map<String, InputType> types) {
        String name = vertex.getVertexName();
        List<String> inputs = Arrays.stream(vertex.getInputVertices()).map(VertexIndices::getVertexIndex)
                .map(i -> graph.getVertices()[i].getVertexName()).toList();
        InputType type = types.get(name);
        int height = 1;
        int width = 1;
        int channels = (int) type.arrayElementsPerExample();
        if (type instanceof InputType.InputTypeConvolutional map) {
            height = (int) map.getHeight();
            width = (int) map.getWidth();
            channels = (int) map.getChannels();
        }
        Object conf = vertex.hasLayer() ? vertex.getLayer().conf().getLayer()
                : graph.getConfiguration().getVertices().get(name);
        LayerKind kind = kind(vertex, conf, inputs.stream().map(types::get).toList(), type);
        boolean shortcut = kind == LayerKind.SHORTCUT;
        boolean flattens = vertex instanceof LayerVertex layer
                && layer.getLayerPreProcessor() instanceof CnnToFeedForwardPreProcessor;
        boolean activation = kind != LayerKind.ACTIVATION && kind != LayerKind.OUTPUT && kind != LayerKind.BATCH_NORM
                && conf instanceof BaseLayer base && !(base.getActivationFn() instanceof ActivationIdentity);
        int kernel = conf instanceof ConvolutionLayer convolution ? convolution.getKernelSize()[0]
                : conf instanceof SubsamplingLayer pool ? pool.getKernelSize()[0]
                        : conf instanceof PaddedPooling pool ? pool.getKernel()[0] : 0;
        int groups = conf instanceof GroupedConvolution convolution ? convolution.getGroups() : 1;
        long parameters = shortcut ? 0 : vertex.numParams() - (kind == LayerKind.BATCH_NORM ? 2L * channels : 0);
        long weights = !shortcut && vertex.numParams() > 0 && kind != LayerKind.BATCH_NORM
                && vertex.getLayer().getParam("W") != null ? vertex.getLayer().getParam("W").length() : 0;
        return new LayerInfo(name, kind, conf.getClass().getSimpleName(), inputs, height, width, channels, kernel,
                groups, flattens, activation, parameters, weights * height * width);
    }

    /**
     * What a vertex does to channels. What mixes or moves them in a way that is not described by a {@link LayerKind} is
     * {@link LayerKind#OTHER}, so that nothing is concluded from it.
     *
     * @param conf   the vertex's configuration, or that of the layer in it
     * @param inputs the types of what it reads
     * @param output the type of what it gives
     */
    private static LayerKind kind(GraphVertex vertex, Object conf, List<InputType> inputs, InputType output) {
        if (conf instanceof ElementWiseVertex || conf instanceof BroadcastVertex) {
            boolean alike = inputs.stream().allMatch(input -> Arrays.equals(input.getShape(), output.getShape()));
            return joint(conf, alike);
        }
        if (conf instanceof MergeVertex) {
            long channels = inputs.stream().mapToLong(LayerReader::channels).sum();
            boolean beside = inputs.stream().allMatch(input -> pixels(input) == pixels(output));
            return beside && channels == channels(output) ? LayerKind.CONCATENATE : LayerKind.OTHER;
        }
        InputPreProcessor before = vertex instanceof LayerVertex layer ? layer.getLayerPreProcessor() : null;
        boolean understood = before == null || before instanceof CnnToFeedForwardPreProcessor;
        if (!understood || mixesChannels(conf)) {
            return LayerKind.OTHER;
        }
        return vertex.hasLayer() && Shortcuts.isShortcut(vertex.getLayer()) ? LayerKind.SHORTCUT
                : KINDS.getOrDefault(conf.getClass(), LayerKind.OTHER);
    }

    /** What a joint of several values does, where it knows that their channels fit. */
    private static LayerKind joint(Object conf, boolean alike) {
        if (conf instanceof BroadcastVertex joint) {
            boolean product = joint.getOp() == BroadcastVertex.Op.MULTIPLY;
            // A sum of maps and numbers is no shortcut.
            return product ? LayerKind.MULTIPLY : alike ? LayerKind.ADD : LayerKind.COMBINE;
        }
        return !alike ? LayerKind.OTHER : switch (((ElementWiseVertex) conf).getOp()) {
            case Add -> LayerKind.ADD;
            case Product -> LayerKind.MULTIPLY;
            case Subtract, Average, Max -> LayerKind.COMBINE;
        };
    }

    /** A softmax inside a network: each of its channels depends on all. */
    private static boolean mixesChannels(Object conf) {
        return conf instanceof ActivationLayer activation && activation.getActivationFn() instanceof ActivationSoftmax
                || conf instanceof BaseLayer base && !(conf instanceof OutputLayer) && !(conf instanceof LossLayer)
                        && base.getActivationFn() instanceof ActivationSoftmax;
    }

    private static long channels(InputType type) {
        return type instanceof InputType.InputTypeConvolutional map ? map.getChannels()
                : type.arrayElementsPerExample();
    }

    private static long pixels(InputType type) {
        return type.arrayElementsPerExample() / channels(type);
    }
}
