package espalier.network;

import espalier.data.PictureSize;
import espalier.engine.Graphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Describes the vertices of a DL4J graph as records. */
final class Layers {

    private Layers() {}

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
                        false, false, 0, 0));
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
        LayerKind kind = LayerKinds.of(vertex, conf, inputs.stream().map(types::get).toList(), type);
        boolean shortcut = kind == LayerKind.SHORTCUT;
        boolean flattens = vertex instanceof LayerVertex layer
                && layer.getLayerPreProcessor() instanceof CnnToFeedForwardPreProcessor;
        boolean activation = kind != LayerKind.ACTIVATION && kind != LayerKind.OUTPUT && kind != LayerKind.BATCH_NORM
                && conf instanceof BaseLayer base && !(base.getActivationFn() instanceof ActivationIdentity);
        int kernel = conf instanceof ConvolutionLayer convolution ? convolution.getKernelSize()[0]
                : conf instanceof SubsamplingLayer pool ? pool.getKernelSize()[0] : 0;
        long parameters = shortcut ? 0 : vertex.numParams() - (kind == LayerKind.BATCH_NORM ? 2L * channels : 0);
        long weights = !shortcut && vertex.numParams() > 0 && kind != LayerKind.BATCH_NORM
                && vertex.getLayer().getParam("W") != null ? vertex.getLayer().getParam("W").length() : 0;
        return new LayerInfo(name, kind, conf.getClass().getSimpleName(), inputs, height, width, channels, kernel,
                flattens, activation, parameters, weights * height * width);
    }

    static Cost cost(Network network) {
        long parameters = 0;
        long macs = 0;
        long convolution = 0;
        for (LayerInfo layer : network.layers()) {
            parameters += layer.parameters();
            macs += layer.macs();
            if (layer.hasKernelWeights()) {
                convolution += layer.weights();
            }
        }
        long nonzero = ZeroWeights.nonzero(network).values().stream().mapToLong(Long::longValue).sum();
        return new Cost(parameters, macs, convolution, nonzero);
    }
}
