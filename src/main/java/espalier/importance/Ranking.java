package espalier.importance;

import espalier.basics.Problem;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a criterion says of a network's filters.
 *
 * @param importance by convolution, for each filter: more matters more
 * @param scores     the class-aware scores, where the criterion computes them
 */
public record Ranking(Map<String, double[]> importance, Optional<NetworkScores> scores) {

    /** A ranking without class-aware scores. */
    public static Ranking of(Map<String, double[]> importance) {
        return new Ranking(importance, Optional.empty());
    }

    /**
     * The ranking of a criterion, made comparable between layers.
     *
     * @param raw           as the criterion gave it for this network
     * @param normalisation how layers are scaled
     * @param scope         whether filters of different layers compete
     * @throws Problem where the criterion leaves a convolution out, or gives what is no number: a plug-in may
     */
    public static Ranking comparable(Criterion criterion, Ranking raw, Network network,
            LayerNormalisation normalisation, RankingScope scope) {
        for (LayerInfo layer : network.convolutions()) {
            double[] values = raw.importance().get(layer.name());
            if (values == null || values.length != layer.channels() || Arrays.stream(values).anyMatch(Double::isNaN)) {
                throw new Problem("The criterion \"" + criterion.name() + "\" does not rank the " + layer.channels()
                        + " filters of \"" + layer.name() + "\": "
                        + (values == null ? "it leaves the layer out"
                                : "it gives " + values.length + " values, or some that are no numbers")
                        + ". Choose another criterion.");
            }
        }
        LayerNormalisation scaling = normalisation == LayerNormalisation.USUAL ? criterion.normalisation()
                : normalisation;
        Ranking scaled = raw.byLayer(scaling::scaled);
        return scope == RankingScope.LOCAL ? scaled.byLayer(Ranking::places) : scaled;
    }

    private Ranking byLayer(UnaryOperator<double[]> change) {
        Map<String, double[]> changed = new LinkedHashMap<>();
        importance.forEach((layer, values) -> changed.put(layer, change.apply(values)));
        return new Ranking(changed, scores);
    }

    /**
     * Each filter's place in its layer's order, from 0 to 1: in a global order by these, all layers are thinned alike.
     */
    private static double[] places(double[] values) {
        int[] order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] places = new double[values.length];
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = (i + 0.5) / order.length;
        }
        return places;
    }
}
