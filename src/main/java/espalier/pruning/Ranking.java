package espalier.pruning;

import espalier.importance.NetworkScores;
import java.util.Map;
import java.util.Optional;

/**
 * What a criterion says of a network's filters.
 *
 * @param importance by convolution, for each filter: more matters more, and layers can be compared with each other
 * @param scores     the class-aware scores, where the criterion computes them
 */
public record Ranking(Map<String, double[]> importance, Optional<NetworkScores> scores) {

    /** A group's importance: the mean of its filters'. */
    public double of(FilterGroup group) {
        return group.filters().stream().mapToDouble(filter -> importance.get(filter.layer())[filter.index()]).average()
                .orElse(0);
    }
}
