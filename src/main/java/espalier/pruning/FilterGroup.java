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

    /** Whether the group may be taken out. */
    public boolean isPrunable() {
        return reason.isEmpty();
    }
}
