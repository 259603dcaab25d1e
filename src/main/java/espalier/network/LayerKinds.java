package espalier.network;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * Says of a DL4J vertex what it does to channels. What mixes or moves them in a way that is not described by a
 * {@link LayerKind} is {@link LayerKind#OTHER}, so that nothing is concluded from it.
 */
final class LayerKinds {

    private static final Map<Class<?>, LayerKind> KINDS = Map.ofEntries(
            Map.entry(ConvolutionLayer.class, LayerKind.CONVOLUTION),
            Map.entry(DepthwiseConvolution2D.class, LayerKind.DEPTHWISE_CONVOLUTION),
            Map.entry(DenseLayer.class, LayerKind.DENSE), Map.entry(OutputLayer.class, LayerKind.OUTPUT),
            Map.entry(BatchNormalization.class, LayerKind.BATCH_NORM),
            Map.entry(ActivationLayer.class, LayerKind.ACTIVATION),
            // The last layer where a convolution makes the logits: what it gives here are the logits themselves.
            Map.entry(LossLayer.class, LayerKind.ACTIVATION), Map.entry(SubsamplingLayer.class, LayerKind.POOLING),
            Map.entry(GlobalPoolingLayer.class, LayerKind.GLOBAL_POOLING),
            Map.entry(DropoutLayer.class, LayerKind.DROPOUT), Map.entry(ZeroPaddingLayer.class, LayerKind.RESIZING),
            Map.entry(Cropping2D.class, LayerKind.RESIZING), Map.entry(Upsampling2D.class, LayerKind.RESIZING));

    private LayerKinds() {}

    /**
     * The kind of a vertex.
     *
     * @param conf   the vertex's configuration, or that of the layer in it
     * @param inputs the types of what it reads
     * @param output the type of what it gives
     */
    static LayerKind of(GraphVertex vertex, Object conf, List<InputType> inputs, InputType output) {
        if (conf instanceof ElementWiseVertex sum) {
            boolean alike = inputs.stream().allMatch(input -> Arrays.equals(input.getShape(), output.getShape()));
            return sum.getOp() == ElementWiseVertex.Op.Add && alike ? LayerKind.ADD : LayerKind.OTHER;
        }
        if (conf instanceof MergeVertex) {
            long channels = inputs.stream().mapToLong(LayerKinds::channels).sum();
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
