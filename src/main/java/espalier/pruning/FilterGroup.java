package espalier.pruning;

import espalier.importance.Filter;
import espalier.importance.NetworkScores;
import espalier.importance.Ranking;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Filters that must go together, because something adds their outputs.
 *
 * @param id      unique in its {@link FilterGroups}
 * @param filters one or more
 * @param reason  why the group cannot be pruned, for a person; empty where it can
 */
public record FilterGroup(int id, List<Filter> filters, String reason) {

    /** The filters that go together with one of these, for a person: "conv1 #3, conv4 #3 and 7 more". */
    public String othersThan(Filter filter) {
        List<String> others = filters.stream().filter(other -> !other.equals(filter))
                .map(other -> other.layer() + " #" + other.index()).toList();
        int most = 3;
        String first = String.join(", ", others.subList(0, Math.min(most, others.size())));
        return others.size() <= most ? first : first + " and " + (others.size() - most) + " more";
    }

    /** Whether the group may be taken out. */
    public boolean isPrunable() {
        return reason.isEmpty();
    }

    /** How much the group matters: the mean of its filters', and infinitely where one of them is to be kept. */
    public double importance(Ranking ranking) {
        double[] values = filters.stream()
                .mapToDouble(filter -> ranking.importance().get(filter.layer())[filter.index()]).toArray();
        boolean kept = DoubleStream.of(values).anyMatch(value -> value == Double.POSITIVE_INFINITY);
        return kept ? Double.POSITIVE_INFINITY : DoubleStream.of(values).average().orElse(0);
    }

    /** The number of classes that the group matters to: the mean of its filters'. */
    public double classes(NetworkScores scores) {
        return filters.stream().mapToDouble(filter -> scores.layer(filter.layer()).scores()[filter.index()]).average()
                .orElse(0);
    }
}
