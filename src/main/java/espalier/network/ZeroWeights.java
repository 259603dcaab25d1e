package espalier.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weights of convolutions that are exactly zero: in an unstructured pruned network, those that were taken out. What
 * is zero is the mask itself, so it is in every file that DL4J writes and nothing more needs to be kept.
 */
final class ZeroWeights {

    private ZeroWeights() {}

    private static List<LayerInfo> convolutions(Network network) {
        return network.layers().stream().filter(LayerInfo::hasKernelWeights).toList();
    }

    /** By convolution, how many of its weights are not zero. */
    static Map<String, Long> nonzero(Network network) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (LayerInfo layer : convolutions(network)) {
            long count = 0;
            for (float weight : network.graph().getLayer(layer.name()).getParam("W").dup('c').data().asFloat()) {
                count += weight == 0 ? 0 : 1;
            }
            counts.put(layer.name(), count);
        }
        return counts;
    }

    /** For each convolution, 0 where a weight is zero and 1 elsewhere, in the order of the flat parameters. */
    static List<KernelMask> masks(Network network) {
        INDArray parameters = network.graph().params();
        INDArray flat = parameters.reshape(parameters.length());
        List<KernelMask> masks = new ArrayList<>();
        for (LayerInfo layer : convolutions(network)) {
            INDArray weights = network.graph().getLayer(layer.name()).getParam("W");
            // DL4J keeps each of a layer's parameters in one piece of the flat array, whatever the order within.
            long offset = weights.offset() - parameters.offset();
            float[] kept = flat.get(NDArrayIndex.interval(offset, offset + weights.length())).dup().data().asFloat();
            for (int i = 0; i < kept.length; i++) {
                kept[i] = kept[i] == 0 ? 0 : 1;
            }
            masks.add(new KernelMask(offset, kept));
        }
        return masks;
    }
}
