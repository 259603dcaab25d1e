package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/** What criteria share that look at a layer's parameters alone. */
abstract class WeightCriterion implements Criterion {

    /** A value for each filter of a convolution, 0 or more. */
    abstract double[] values(Network network, LayerInfo convolution);

    @Override
    public final Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        Map<String, double[]> importance = new LinkedHashMap<>();
        for (LayerInfo layer : network.convolutions()) {
            progress.checkpoint();
            importance.put(layer.name(), values(network, layer));
        }
        return Ranking.of(importance);
    }
}
