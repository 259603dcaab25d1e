package espalier.pruning;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses which groups go: the least important first, down to a number of parameters, never below a layer's least width. */
final class Selection {

    /** How far from its rate a milestone may be. */
    static final double NEAR = 0.02;

    private final FilterGroups groups;
    private final Ranking ranking;
    private final Map<String, Integer> leastWidths;

    /** @param leastWidths by convolution, the filters that must stay */
    Selection(FilterGroups groups, Ranking ranking, Map<String, Integer> leastWidths) {
        this.groups = groups;
        this.ranking = ranking;
        this.leastWidths = leastWidths;
    }

    /**
     * By convolution, the share {@code floor} of the width that it would have if all were thinned alike, rounded up, and at least
     * one. Parameters go with the product of two widths, so thinning alike to a rate leaves 1/√rate of each.
     */
    static Map<String, Integer> leastWidths(FilterGroups groups, double floor, double rate) {
        Map<String, Integer> least = new HashMap<>();
        groups.widthsWithout(Set.of()).forEach((layer, width) -> least.put(layer,
                Math.max(1, (int) Math.ceil(floor * width / Math.sqrt(rate) - 1e-9))));
        return least;
    }

    /** Whether a network of so many parameters is as near to the target as a milestone has to be. */
    static boolean isNear(long parameters, double target) {
        return Math.abs(target / parameters - 1) <= NEAR;
    }

    /**
     * Whether a network, not far from its target, is as near to it as whole filters allow: each one more would take it farther
     * away. Only networks of a few hundred parameters come to that.
     */
    static boolean isNearest(FilterGroups groups, Map<String, Integer> leastWidths, double target) {
        return Math.abs(target / groups.costWithout(Set.of()).parameters() - 1) <= 5 * NEAR
                && ofEqual(groups, leastWidths).downTo(target, 1).isEmpty();
    }

    /**
     * The groups to remove.
     *
     * @param target parameters to come down to, as near as one filter more or less allows
     * @param most   filters to remove at the most
     */
    Set<Integer> downTo(double target, int most) {
        List<FilterGroup> order = new ArrayList<>(groups.all().stream().filter(FilterGroup::isPrunable).toList());
        order.sort(Comparator.comparingDouble(ranking::of));
        Map<String, Integer> widths = new HashMap<>(groups.widthsWithout(Set.of()));
        Set<Integer> removed = new HashSet<>();
        int filters = 0;
        for (FilterGroup group : order) {
            if (filters > 0 && filters + group.filters().size() > most) {
                break;
            }
            if (!mayGo(group, widths)) {
                continue;
            }
            removed.add(group.id());
            if (groups.costWithout(removed).parameters() <= target) {
                return fitted(removed, group, order, widths, target);
            }
            group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            filters += group.filters().size();
        }
        return removed;
    }

    private boolean mayGo(FilterGroup group, Map<String, Integer> widths) {
        if (ranking.of(group) == Double.POSITIVE_INFINITY) {
            return false;
        }
        Map<String, Integer> losses = new HashMap<>();
        group.filters().forEach(filter -> losses.merge(filter.layer(), 1, Integer::sum));
        return losses.entrySet().stream()
                .allMatch(loss -> widths.get(loss.getKey()) - loss.getValue() >= leastWidths.get(loss.getKey()));
    }

    /** The last filter may overshoot: leaves it, or takes the least important other that comes nearer to the target. */
    private Set<Integer> fitted(Set<Integer> removed, FilterGroup last, List<FilterGroup> order,
            Map<String, Integer> widths, double target) {
        Set<Integer> best = Set.copyOf(removed);
        removed.remove(last.id());
        if (distance(removed, target) < distance(best, target)) {
            best = Set.copyOf(removed);
        }
        for (FilterGroup other : order) {
            if (distance(best, target) <= NEAR / 2) {
                break;
            }
            if (!removed.contains(other.id()) && mayGo(other, widths)) {
                removed.add(other.id());
                if (distance(removed, target) < distance(best, target)) {
                    best = Set.copyOf(removed);
                }
                removed.remove(other.id());
            }
        }
        return best;
    }

    private double distance(Set<Integer> removed, double target) {
        return Math.abs(target / groups.costWithout(removed).parameters() - 1);
    }

    /**
     * Checks that a rate can be reached under the floor.
     *
     * @throws Problem that names the highest rate that can
     */
    static void checkReachable(FilterGroups groups, double floor, double rate) {
        double highest = highestRate(groups, floor);
        if (highest * (1 + NEAR) < rate) {
            throw new Problem(String.format(Locale.ROOT, "A rate of ×%s cannot be reached: with the filters that must stay in "
                    + "each layer, the smallest network is ×%.1f. Choose a lower rate or a lower floor.",
                    Rates.text(rate), highest));
        }
    }

    /** The highest rate that can be reached: a higher one lowers the least widths, but not below one filter. */
    static double highestRate(FilterGroups groups, double floor) {
        double rate = smallest(groups, leastWidths(groups, 0, 1));
        double reached = smallest(groups, leastWidths(groups, floor, rate));
        while (reached < rate * (1 - 1e-9)) {
            rate = reached;
            reached = smallest(groups, leastWidths(groups, floor, rate));
        }
        return rate;
    }

    /** Parameters now ÷ parameters of the smallest network of these widths. */
    private static double smallest(FilterGroups groups, Map<String, Integer> leastWidths) {
        return groups.costWithout(Set.of()).parameters() / (double) groups.costWithout(ofEqual(groups, leastWidths)
                .downTo(0, Integer.MAX_VALUE)).parameters();
    }

    /** A selection to which all filters matter alike. */
    private static Selection ofEqual(FilterGroups groups, Map<String, Integer> leastWidths) {
        Map<String, double[]> equal = new HashMap<>();
        groups.widthsWithout(Set.of()).forEach((layer, width) -> equal.put(layer, new double[width]));
        return new Selection(groups, new Ranking(equal, Optional.empty()), leastWidths);
    }
}
