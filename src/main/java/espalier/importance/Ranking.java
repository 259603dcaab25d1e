package espalier.importance;

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

    /** The same with the values of each layer changed. */
    Ranking byLayer(UnaryOperator<double[]> change) {
        Map<String, double[]> changed = new LinkedHashMap<>();
        importance.forEach((layer, values) -> changed.put(layer, change.apply(values)));
        return new Ranking(changed, scores);
    }

    /**
     * Each filter's place in its layer's order, from 0 to 1: in a global order by these, all layers are thinned alike.
     */
    static double[] places(double[] values) {
        int[] order = IntStream.range(0, values.length).boxed().sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue).toArray();
        double[] places = new double[values.length];
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = (i + 0.5) / order.length;
        }
        return places;
    }

    /** Whether filters of different layers compete. */
    public enum RankingScope {
        /** All filters of the network are in one order: layers are thinned as unevenly as the criterion says. */
        GLOBAL,
        /** Each layer has an order of its own, and all are thinned alike. */
        LOCAL
    }
}
