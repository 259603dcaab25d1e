package espalier.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weights of convolutions that are exactly zero: in an unstructured pruned network, those that were taken out. What
 * is zero is the mask itself, so it is in every file that DL4J writes and nothing more needs to be kept.
 */
final class ZeroWeights {

    private ZeroWeights() {}

    private static List<LayerInfo> convolutions(List<LayerInfo> layers) {
        return layers.stream().filter(LayerInfo::hasKernelWeights).toList();
    }

    /** By convolution, how many of its weights are not zero. */
    static Map<String, Long> nonzero(ComputationGraph graph, List<LayerInfo> layers) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (LayerInfo layer : convolutions(layers)) {
            long count = 0;
            for (float weight : graph.getLayer(layer.name()).getParam("W").dup('c').data().asFloat()) {
                count += weight == 0 ? 0 : 1;
            }
            counts.put(layer.name(), count);
        }
        return counts;
    }

    /**
     * What clears the gradients of those weights that are zero now. A weight that is zero and has no gradient stays
     * zero: weight decay and the L1 term are zero for it, and momentum never begins.
     *
     * @param gradients of all parameters, in their flat order: {@code [n]} or {@code [1, n]}
     */
    static Runnable clearing(ComputationGraph graph, List<LayerInfo> layers, INDArray gradients) {
        INDArray parameters = graph.params();
        List<INDArray> cleared = new ArrayList<>();
        List<INDArray> masks = new ArrayList<>();
        for (LayerInfo layer : convolutions(layers)) {
            INDArray weights = graph.getLayer(layer.name()).getParam("W");
            // DL4J keeps each of a layer's parameters in one piece of the flat array, whatever the order within.
            long from = weights.offset() - parameters.offset();
            float[] kept = piece(parameters, from, weights.length()).dup().data().asFloat();
            for (int i = 0; i < kept.length; i++) {
                kept[i] = kept[i] == 0 ? 0 : 1;
            }
            cleared.add(piece(gradients, from, weights.length()));
            masks.add(Nd4j.createFromArray(kept));
        }
        return () -> {
            for (int i = 0; i < masks.size(); i++) {
                cleared.get(i).muli(masks.get(i));
            }
        };
    }

    private static INDArray piece(INDArray flat, long from, long length) {
        return flat.reshape(flat.length()).get(NDArrayIndex.interval(from, from + length));
    }
}
