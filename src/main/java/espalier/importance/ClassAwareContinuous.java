package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much a filter matters to all classes together: Σ_c mean over the class's pictures and over positions of θ = |a ·
 * ∂L/∂a|, with θ as in Class-Aware Pruning for Efficient Neural Networks (arXiv 2312.05875), section III-B, but not
 * made 0 or 1. It does not saturate where the count of classes does. θ has each layer's own scale, so it is divided by
 * the layer's mean.
 */
public final class ClassAwareContinuous implements Criterion {

    @Override
    public String name() {
        return "class-aware-continuous";
    }

    @Override
    public String title() {
        return "Class-aware, continuous";
    }

    @Override
    public String summary() {
        return "Filters whose influence on the loss, added over the classes, is smallest go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters with the smallest Σ over classes of the mean of |activation × gradient|: the class-aware score "
                + "without counting (the θ of Class-Aware Pruning for Efficient Neural Networks, 2023, section III-B). It also "
                + "tells filters apart that all matter to every class.";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    public boolean weighsClasses() {
        return true;
    }

    @Override
    public Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        NetworkScores scores = ClassAwareScores.of(network, data, request.picturesPerClass(), request.classes(),
                progress);
        double[] weights = request.classes().of(data.classNames());
        Map<String, double[]> importance = new LinkedHashMap<>();
        for (LayerScores layer : scores.layers()) {
            double[] values = new double[layer.filters()];
            Arrays.setAll(values, k -> layer.continuousTotal(k, weights));
            importance.put(layer.layer(), values);
        }
        return new Ranking(importance, Optional.of(scores));
    }
}
