package espalier.app;

import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Smaller networks for tests, without a pruning run. */
public final class SlicedNetworks {

    private SlicedNetworks() {
    }

    /** A plain sequence of convolutions, as {@code Architectures.vgg} makes it, with a share of each one's filters: those of largest L1 norm. */
    public static Network narrowed(Network network, double share) {
        Map<String, int[]> outputs = new HashMap<>();
        Map<String, int[]> inputs = new HashMap<>();
        int[] last = null;
        for (LayerInfo layer : network.layers()) {
            if (last != null && layer.kind() != LayerKind.BATCH_NORM) {
                inputs.put(layer.name(), last);
            }
            if (layer.isConvolution()) {
                last = strongest(network.weights(layer.name()), share);
                outputs.put(layer.name(), last);
            } else if (layer.kind() == LayerKind.BATCH_NORM) {
                outputs.put(layer.name(), last);
            }
        }
        return network.slice(outputs, inputs);
    }

    private static int[] strongest(float[][] filters, double share) {
        double[] norms = new double[filters.length];
        for (int i = 0; i < norms.length; i++) {
            for (float weight : filters[i]) {
                norms[i] += Math.abs(weight);
            }
        }
        return IntStream.range(0, norms.length).boxed().sorted((a, b) -> Double.compare(norms[b], norms[a]))
                .limit(Math.max(1, Math.round(share * norms.length))).mapToInt(Integer::intValue).sorted().toArray();
    }
}
