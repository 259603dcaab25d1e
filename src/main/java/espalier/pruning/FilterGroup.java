package espalier.pruning;

import java.util.List;

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
}
