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
 * The number of classes that a filter matters to: Class-Aware Pruning for Efficient Neural Networks (arXiv 2312.05875),
 * section III-B. Ties go by the continuous companion. Scores are in classes, so layers are compared as they are.
 */
public final class ClassAware implements Criterion {

    @Override
    public String name() {
        return "class-aware";
    }

    @Override
    public String title() {
        return "Class-aware";
    }

    @Override
    public String summary() {
        return "Filters that matter to the fewest classes go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters that matter to the fewest classes: for how many of each class's pictures "
                + "|activation × gradient| > 0, summed over the classes (Class-Aware Pruning for Efficient Neural "
                + "Networks, 2023, section III-B). Ties go by the mean of |activation × gradient|.";
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
        double least = Arrays.stream(weights).filter(weight -> weight > 0).min().orElseThrow();
        Map<String, double[]> importance = new LinkedHashMap<>();
        for (LayerScores layer : scores.layers()) {
            double[] companion = new double[layer.filters()];
            Arrays.setAll(companion, k -> layer.continuousTotal(k, weights));
            double mean = Arrays.stream(companion).average().orElse(1);
            double[] values = new double[layer.filters()];
            // Scores go in steps of the least weight / M: what is added stays below one step and so only decides ties.
            Arrays.setAll(values, k -> {
                double relative = mean > 0 ? companion[k] / mean : 0;
                return layer.scores()[k] + least * 0.99 / scores.picturesPerClass() * relative / (1 + relative);
            });
            importance.put(layer.layer(), values);
        }
        return new Ranking(importance, Optional.of(scores));
    }
}
