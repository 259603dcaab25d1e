package espalier.pruning;

import espalier.importance.Filter;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Cost;
import espalier.pruning.FilterGroups.FilterGroup;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which filters go at a threshold, by scores and marks as they are, and what is saved.
 *
 * @param byLayer by convolution, the filters that go
 * @param removed their number
 * @param filters the number of all filters
 * @param tied    of those that go, how many are above the threshold themselves but tied to others below it
 * @param before  what the network costs
 * @param after   what it would cost without them
 * @param groups  ids of the groups that go
 */
public record Removal(Map<String, BitSet> byLayer, int removed, int filters, int tied, Cost before, Cost after,
        Set<Integer> groups) {

    /** Nothing goes. */
    public static final Removal NONE = new Removal(Map.of(), 0, 0, 0, new Cost(0, 0, 0), new Cost(0, 0, 0), Set.of());

    /**
     * Takes the groups whose mean score is below the threshold, and those of which a filter is marked to go; not those
     * of which a filter is marked to stay, nor those that cannot be pruned. The best filter of a layer stays in any
     * case.
     */
    public static Removal at(FilterGroups groups, NetworkScores scores, double threshold, Marks marks) {
        Map<String, LayerScores> layers = new HashMap<>();
        scores.layers().forEach(layer -> layers.put(layer.layer(), layer));
        List<FilterGroup> going = new ArrayList<>();
        for (FilterGroup group : groups.all()) {
            boolean keep = group.filters().stream().anyMatch(marks.keep()::contains);
            boolean remove = group.filters().stream().anyMatch(marks.remove()::contains);
            if (group.isPrunable() && !keep && (remove || mean(group, layers) < threshold)) {
                going.add(group);
            }
        }
        going.sort(Comparator.comparingDouble(group -> mean(group, layers)));
        return of(groups, layers, going, threshold);
    }

    private static Removal of(FilterGroups groups, Map<String, LayerScores> layers, List<FilterGroup> going,
            double threshold) {
        Map<String, Integer> widths = new HashMap<>(groups.widthsWithout(Set.of()));
        Set<Integer> ids = new HashSet<>();
        int tied = 0;
        for (FilterGroup group : going) {
            Map<String, Integer> left = new HashMap<>();
            group.filters()
                    .forEach(filter -> left.merge(filter.layer(), widths.get(filter.layer()) - 1, (a, b) -> a - 1));
            if (left.containsValue(0)) {
                continue;
            }
            ids.add(group.id());
            for (Filter filter : group.filters()) {
                widths.merge(filter.layer(), -1, Integer::sum);
                tied += group.filters().size() > 1 && layers.get(filter.layer()).scores()[filter.index()] >= threshold
                        ? 1 : 0;
            }
        }
        return of(groups, ids, tied);
    }

    /**
     * What goes with some groups, whatever the reason.
     *
     * @param ids of groups that may go
     */
    public static Removal of(FilterGroups groups, Set<Integer> ids) {
        return of(groups, ids, 0);
    }

    private static Removal of(FilterGroups groups, Set<Integer> ids, int tied) {
        Map<String, BitSet> byLayer = new HashMap<>();
        groups.all().stream().filter(group -> ids.contains(group.id())).flatMap(group -> group.filters().stream())
                .forEach(filter -> byLayer.computeIfAbsent(filter.layer(), layer -> new BitSet()).set(filter.index()));
        return new Removal(byLayer, byLayer.values().stream().mapToInt(BitSet::cardinality).sum(),
                groups.widthsWithout(Set.of()).values().stream().mapToInt(Integer::intValue).sum(), tied,
                groups.costWithout(Set.of()), groups.costWithout(ids), Set.copyOf(ids));
    }

    private static double mean(FilterGroup group, Map<String, LayerScores> layers) {
        return group.filters().stream().mapToDouble(filter -> layers.get(filter.layer()).scores()[filter.index()])
                .average().orElse(0);
    }

    /** Before ÷ after of what {@code of} names. */
    public double rate(RateOf of) {
        return after.parameters() == 0 ? 1 : of.of(before) / (double) of.of(after);
    }

    /** Whether a filter goes. */
    public boolean removes(String layer, int filter) {
        return byLayer.containsKey(layer) && byLayer.get(layer).get(filter);
    }

    /** How many filters of a layer go. */
    public int removedOf(String layer) {
        return byLayer.containsKey(layer) ? byLayer.get(layer).cardinality() : 0;
    }

    /** "Removes 41 of 384 filters: −18 % parameters, −23 % MACs." */
    public String sentence() {
        if (removed == 0) {
            return "Removes none of " + filters + " filters.";
        }
        return "Removes " + removed + " of " + filters + " filters: " + less(before.parameters(), after.parameters())
                + " parameters, " + less(before.macs(), after.macs()) + " MACs.";
    }

    private static String less(long before, long after) {
        double percent = before == 0 ? 0 : 100.0 * (before - after) / before;
        return String.format(Locale.ROOT, percent < 9.95 ? "−%.1f %%" : "−%.0f %%", percent);
    }
}
