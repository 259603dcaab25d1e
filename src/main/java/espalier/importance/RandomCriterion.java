package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Any filter, at random: the baseline of Molchanov et al. 2017 (arXiv 1611.06440), section 3.1, and of most work since,
 * which every other criterion has to beat.
 */
public final class RandomCriterion implements Criterion {

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String title() {
        return "Random";
    }

    @Override
    public String summary() {
        return "Filters go at random: what the others have to beat.";
    }

    @Override
    public String explanation() {
        return "Removes filters at random: what every other criterion has to beat.";
    }

    @Override
    public Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        SplittableRandom random = new SplittableRandom(request.seed());
        Map<String, double[]> importance = new LinkedHashMap<>();
        for (LayerInfo layer : network.convolutions()) {
            importance.put(layer.name(), random.doubles(layer.channels()).toArray());
        }
        return Ranking.of(importance);
    }
}
