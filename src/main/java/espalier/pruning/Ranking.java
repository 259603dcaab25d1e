package espalier.pruning;

import espalier.importance.NetworkScores;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a criterion says of a network's filters.
 *
 * @param importance by convolution, for each filter: more matters more, and layers can be compared with each other
 * @param scores     the class-aware scores, where the criterion computes them
 */
public record Ranking(Map<String, double[]> importance, Optional<NetworkScores> scores) {

    /** The same where marked filters matter infinitely much, or infinitely little. */
    public Ranking marked(Marks marks) {
        if (marks.count() == 0) {
            return this;
        }
        Map<String, double[]> changed = new HashMap<>();
        importance.forEach((layer, values) -> changed.put(layer, values.clone()));
        marks.remove().forEach(filter -> changed.get(filter.layer())[filter.index()] = Double.NEGATIVE_INFINITY);
        marks.keep().forEach(filter -> changed.get(filter.layer())[filter.index()] = Double.POSITIVE_INFINITY);
        return new Ranking(changed, scores);
    }

    /** A group's importance: the mean of its filters', and infinite where one of them is to be kept. */
    public double of(FilterGroup group) {
        boolean kept = group.filters().stream()
                .anyMatch(filter -> importance.get(filter.layer())[filter.index()] == Double.POSITIVE_INFINITY);
        return kept ? Double.POSITIVE_INFINITY : group.filters().stream().mapToDouble(filter -> importance.get(filter.layer())[filter.index()]).average()
                .orElse(0);
    }
}
