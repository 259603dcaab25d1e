package espalier.network;

import espalier.engine.Graphs;
import espalier.engine.Values;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.ParametricRelu;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes a graph with fewer channels: the configuration with smaller widths, and the slices of the parameters that stay.
 * (DL4J's own {@code TransferLearning.nOutReplace} draws new weights and leaves a following batch norm at its old
 * width.)
 */
final class Slicer {

    private Slicer() {}

    static ComputationGraph slice(ComputationGraph graph, Map<String, int[]> outputs, Map<String, int[]> inputs) {
        ComputationGraphConfiguration configuration = Graphs.copy(graph.getConfiguration());
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layerVertex && unwrapped(layerVertex) instanceof FeedForwardLayer layer) {
                resize(layer, outputs.get(name), inputs.get(name));
                if (layerVertex.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten
                        && inputs.containsKey(name)) {
                    flatten.setNumChannels(
                            inputs.get(name).length / (flatten.getInputHeight() * flatten.getInputWidth()));
                }
            }
        });
        ComputationGraph smaller = new ComputationGraph(configuration);
        smaller.init();
        for (Layer layer : graph.getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable().forEach((key, value) -> smaller.getLayer(name).getParam(key)
                    .assign(keep(layer, key, value, outputs.get(name), inputs.get(name))));
        }
        return smaller;
    }

    private static org.deeplearning4j.nn.conf.layers.Layer unwrapped(LayerVertex vertex) {
        org.deeplearning4j.nn.conf.layers.Layer layer = vertex.getLayerConf().getLayer();
        return layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
    }

    private static void resize(FeedForwardLayer layer, int[] outputs, int[] inputs) {
        if (layer instanceof GroupedConvolution grouped && inputs != null) {
            grouped.setGroups(groups(grouped, inputs));
        }
        if (inputs != null) {
            layer.setNIn(inputs.length);
        }
        if (outputs != null) {
            layer.setNOut(outputs.length);
            if (layer instanceof BatchNormalization || layer instanceof ParametricRelu) {
                layer.setNIn(outputs.length);
            }
        }
    }

    /** How many groups a grouped convolution still has. */
    private static int groups(GroupedConvolution layer, int[] inputs) {
        long each = layer.getNIn() / layer.getGroups();
        return GroupedConvolution.losesWholeGroups(layer.getNIn(), layer.getGroups()) ? (int) (inputs.length / each)
                : layer.getGroups();
    }

    /** Of each filter that stays the weights for what its group, as it is then, still reads. */
    private static INDArray keep(GroupedConvolution layer, INDArray weights, int[] outputs, int[] inputs) {
        int[] made = outputs == null ? IntStream.range(0, (int) layer.getNOut()).toArray() : outputs;
        int[] read = inputs == null ? IntStream.range(0, (int) layer.getNIn()).toArray() : inputs;
        int groups = groups(layer, read);
        int reads = read.length / groups;
        int before = (int) weights.size(1);
        int area = (int) (weights.size(2) * weights.size(3));
        float[] from = Values.inRows(weights);
        float[] to = new float[made.length * reads * area];
        for (int row = 0; row < made.length; row++) {
            int group = row / (made.length / groups);
            for (int i = 0; i < reads; i++) {
                System.arraycopy(from, (made[row] * before + read[group * reads + i] % before) * area, to,
                        (row * reads + i) * area, area);
            }
        }
        return Nd4j.createFromArray(to).reshape(made.length, reads, weights.size(2), weights.size(3));
    }

    private static INDArray keep(Layer layer, String key, INDArray value, int[] outputs, int[] inputs) {
        boolean weights = key.equals("W");
        if (!weights) {
            return keep(value, value.rank() - 1, outputs);
        }
        boolean convolution = layer.conf().getLayer() instanceof ConvolutionLayer;
        if (layer.conf().getLayer() instanceof GroupedConvolution grouped) {
            return keep(grouped, value, outputs, inputs);
        }
        if (layer.conf().getLayer() instanceof DepthwiseConvolution2D) {
            // [height, width, in, multiplier]: each input brings its outputs along.
            return keep(value, 2, inputs);
        }
        return keep(keep(value, convolution ? 0 : 1, outputs), convolution ? 1 : 0, inputs);
    }

    private static INDArray keep(INDArray value, int dimension, int[] chosen) {
        boolean all = chosen == null
                || Arrays.equals(chosen, IntStream.range(0, (int) value.size(dimension)).toArray());
        return all ? value : Values.select(value, dimension, chosen);
    }
}
