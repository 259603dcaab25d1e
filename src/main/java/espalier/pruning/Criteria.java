package espalier.pruning;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.ClassAwareScores;
import espalier.importance.LayerScores;
import espalier.importance.NetworkScores;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The criteria that come with the program. */
public final class Criteria {

    private static final List<Criterion> ALL = List.of(new ClassAware(), new L1Norm(), new Random());

    private Criteria() {
    }

    /** All criteria, the usual one first. */
    public static List<Criterion> all() {
        return ALL;
    }

    /** @throws Problem where there is none of that name */
    public static Criterion named(String name) {
        return ALL.stream().filter(criterion -> criterion.name().equals(name)).findFirst().orElseThrow(() -> new Problem(
                "There is no criterion \"" + name + "\". Choose one of "
                        + String.join(", ", ALL.stream().map(Criterion::name).toList()) + "."));
    }

    private static Map<String, double[]> byConvolution(Network network, Function<LayerInfo, double[]> importance) {
        Map<String, double[]> result = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> result.put(layer.name(), importance.apply(layer)));
        return result;
    }

    /** Divides by the mean, so that layers of different scale can be compared. */
    private static double[] byMean(double[] values) {
        double mean = Arrays.stream(values).average().orElse(1);
        return Arrays.stream(values).map(value -> mean > 0 ? value / mean : 0).toArray();
    }

    /** The number of classes that a filter matters for; ties by the continuous companion. */
    private static final class ClassAware implements Criterion {

        @Override
        public String name() {
            return "class-aware";
        }

        @Override
        public String title() {
            return "Class-aware";
        }

        @Override
        public String explanation() {
            return "Removes the filters that matter for the fewest classes: for how many of each class's pictures "
                    + "|activation × gradient| > 0, summed over the classes (Class-Aware Pruning for Efficient Neural "
                    + "Networks, 2023). Ties go by the mean of |activation × gradient|.";
        }

        @Override
        public Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress) {
            NetworkScores scores = ClassAwareScores.of(network, data, picturesPerClass, progress);
            Map<String, double[]> importance = new LinkedHashMap<>();
            for (LayerScores layer : scores.layers()) {
                double[] companion = new double[layer.filters()];
                Arrays.setAll(companion, layer::continuousTotal);
                double[] relative = byMean(companion);
                double[] values = new double[layer.filters()];
                // Scores go in steps of 1/M: what is added stays below one step and so only ever decides ties.
                Arrays.setAll(values, k -> layer.scores()[k]
                        + 0.99 / scores.picturesPerClass() * relative[k] / (1 + relative[k]));
                importance.put(layer.layer(), values);
            }
            return new Ranking(importance, Optional.of(scores));
        }
    }

    /** The sum of a filter's absolute weights. */
    private static final class L1Norm implements Criterion {

        @Override
        public String name() {
            return "l1-norm";
        }

        @Override
        public String title() {
            return "L1 norm";
        }

        @Override
        public String explanation() {
            return "Removes the filters with the smallest weights: Σ|w| of the filter, divided by its layer's mean so that "
                    + "layers can be compared (Li et al., Pruning Filters for Efficient ConvNets, 2017).";
        }

        @Override
        public Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress) {
            return new Ranking(byConvolution(network, layer -> {
                float[][] weights = network.weights(layer.name());
                double[] norms = new double[weights.length];
                for (int k = 0; k < norms.length; k++) {
                    for (float weight : weights[k]) {
                        norms[k] += Math.abs(weight);
                    }
                }
                return byMean(norms);
            }), Optional.empty());
        }
    }

    /** Any filter, drawn by lot. */
    private static final class Random implements Criterion {

        @Override
        public String name() {
            return "random";
        }

        @Override
        public String title() {
            return "Random";
        }

        @Override
        public String explanation() {
            return "Removes filters by lot: what every other criterion has to beat.";
        }

        @Override
        public Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress) {
            SplittableRandom random = new SplittableRandom(seed);
            return new Ranking(byConvolution(network, layer -> random.doubles(layer.channels()).toArray()),
                    Optional.empty());
        }
    }
}
