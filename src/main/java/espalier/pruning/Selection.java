package espalier.pruning;

import static espalier.pruning.PruningChoices.FLOOR;

import espalier.basics.Problem;
import espalier.importance.NetworkScores;
import espalier.importance.Ranking;
import espalier.pruning.FilterGroups.FilterGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Chooses which groups go: the least important first, down to a size or as far as a threshold says, never below a
 * layer's least width.
 */
final class Selection {

    /** Vector registers hold as many values, and a multiple of it runs fast. */
    private static final int FAST = 8;
    /** Of the usual importance: a smaller difference says nothing. */
    private static final double ALIKE = 0.01;
    /** How far from its rate a milestone may be. */
    static final double NEAR = 0.02;

    private final FilterGroups groups;
    private final Ranking ranking;
    private final Map<String, Integer> leastWidths;
    private final RateOf rateOf;
    private final boolean prefersFastWidths;

    /**
     * @param leastWidths by convolution, the filters that must stay
     * @param settings    say the size to come down to, and which of equals go first
     */
    Selection(FilterGroups groups, Ranking ranking, Map<String, Integer> leastWidths, PruningSettings settings) {
        this(groups, ranking, leastWidths, settings.rateOf(), settings.ranking().fastWidths());
    }

    private Selection(FilterGroups groups, Ranking ranking, Map<String, Integer> leastWidths, RateOf rateOf,
            boolean prefersFastWidths) {
        this.groups = groups;
        this.ranking = ranking;
        this.leastWidths = leastWidths;
        this.rateOf = rateOf;
        this.prefersFastWidths = prefersFastWidths;
    }

    /**
     * By convolution, the filters that must stay: all of a protected layer; else the share {@code floor} of the width
     * that the layer would have if all were thinned alike, rounded up, and at least what the settings say, or one.
     * Parameters, weights and MACs go with the product of two widths, so thinning alike to a rate leaves 1/√rate of
     * each; where shortcuts keep their widths, only one of the two is thinned, to 1/rate.
     *
     * @param groups of the unpruned network
     * @param rate   1 where a threshold decides
     */
    static Map<String, Integer> leastWidths(FilterGroups groups, PruningSettings settings, double rate) {
        Map<String, Integer> least = new HashMap<>();
        double thinned = groups.shortcutsStay() ? rate : Math.sqrt(rate);
        groups.widthsWithout(Set.of()).forEach((layer, width) -> {
            int ofFloor = (int) Math.ceil(settings.protection().floor() * width / thinned - 1e-9);
            least.put(layer, settings.protection().protectedLayers().contains(layer) ? width
                    : Math.min(width, Math.max(settings.protection().leastFilters().getOrDefault(layer, 1), ofFloor)));
        });
        return least;
    }

    /**
     * Checks that the layers that settings name are there.
     *
     * @param convolutions the names of those that can be pruned
     * @throws Problem that names one that is not, and those that are
     */
    static void checkLayers(Set<String> convolutions, PruningSettings settings) {
        Set<String> named = new LinkedHashSet<>(settings.protection().protectedLayers());
        named.addAll(settings.protection().leastFilters().keySet());
        named.stream().filter(layer -> !convolutions.contains(layer)).findFirst().ifPresent(layer -> {
            throw new Problem("There is no convolution \"" + layer + "\" to protect. The convolutions are "
                    + String.join(", ", convolutions) + ".");
        });
    }

    /** Whether a size is as near to the target as a milestone has to be. */
    static boolean isNear(long size, double target) {
        return Math.abs(target / size - 1) <= NEAR;
    }

    /**
     * Whether a network, not far from its target, is as near to it as whole filters allow: each one more would take it
     * farther away. Only networks of a few hundred parameters come to that.
     */
    static boolean isNearest(FilterGroups groups, Map<String, Integer> leastWidths, RateOf rateOf, double target) {
        return Math.abs(target / rateOf.of(groups.costWithout(Set.of())) - 1) <= 5 * NEAR
                && ofEqual(groups, leastWidths, rateOf).downTo(target, 1).isEmpty();
    }

    /**
     * The groups to remove.
     *
     * @param target the size to come down to, as near as one filter more or less allows
     * @param most   filters to remove at the most
     */
    Set<Integer> downTo(double target, int most) {
        Order order = order();
        Map<String, Integer> widths = new HashMap<>(groups.widthsWithout(Set.of()));
        Set<Integer> removed = new HashSet<>();
        RunningCost cost = groups.runningCost();
        int filters = 0;
        while (!order.isEmpty()) {
            FilterGroup group = order.next(widths);
            if (filters > 0 && filters + group.filters().size() > most) {
                break;
            }
            if (!mayGo(group, widths)) {
                continue;
            }
            removed.add(group.id());
            cost.remove(group.id());
            if (rateOf.of(cost.cost()) <= target) {
                return fitted(removed, cost, group, order.left(), widths, target);
            }
            group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            filters += group.filters().size();
        }
        return removed;
    }

    /**
     * The groups that matter to too few classes, those that matter least first.
     *
     * @param threshold in classes
     * @param most      filters to remove at the most
     */
    Set<Integer> under(double threshold, int most) {
        NetworkScores scores = ranking.scores().orElseThrow();
        Map<String, Integer> widths = new HashMap<>(groups.widthsWithout(Set.of()));
        Set<Integer> removed = new HashSet<>();
        int filters = 0;
        for (Order order = order(); !order.isEmpty();) {
            FilterGroup group = order.next(widths);
            boolean byHand = group.importance(ranking) == Double.NEGATIVE_INFINITY;
            if (!byHand && group.classes(scores) >= threshold || !mayGo(group, widths)) {
                continue;
            }
            if (filters > 0 && filters + group.filters().size() > most) {
                break;
            }
            removed.add(group.id());
            group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            filters += group.filters().size();
        }
        return removed;
    }

    private Order order() {
        return new Order(groups.all().stream().filter(FilterGroup::isPrunable).toList(), ranking, prefersFastWidths);
    }

    private long size(Set<Integer> removed) {
        return rateOf.of(groups.costWithout(removed));
    }

    private boolean mayGo(FilterGroup group, Map<String, Integer> widths) {
        if (group.importance(ranking) == Double.POSITIVE_INFINITY) {
            return false;
        }
        Map<String, Integer> losses = new HashMap<>();
        group.filters().forEach(filter -> losses.merge(filter.layer(), 1, Integer::sum));
        return losses.entrySet().stream()
                .allMatch(loss -> widths.get(loss.getKey()) - loss.getValue() >= leastWidths.get(loss.getKey()));
    }

    /** The last filter may overshoot: leaves it, or takes the least important other that comes nearer to the target. */
    private Set<Integer> fitted(Set<Integer> removed, RunningCost cost, FilterGroup last, List<FilterGroup> others,
            Map<String, Integer> widths, double target) {
        Set<Integer> best = Set.copyOf(removed);
        double nearest = distance(cost, target);
        removed.remove(last.id());
        cost.putBack(last.id());
        if (distance(cost, target) < nearest) {
            best = Set.copyOf(removed);
            nearest = distance(cost, target);
        }
        for (FilterGroup other : others) {
            if (nearest <= NEAR / 2) {
                break;
            }
            if (!removed.contains(other.id()) && mayGo(other, widths)) {
                cost.remove(other.id());
                if (distance(cost, target) < nearest) {
                    best = new HashSet<>(removed);
                    best.add(other.id());
                    nearest = distance(cost, target);
                }
                cost.putBack(other.id());
            }
        }
        return best;
    }

    private double distance(RunningCost cost, double target) {
        return Math.abs(target / rateOf.of(cost.cost()) - 1);
    }

    /**
     * Checks that a rate can be reached under the floor.
     *
     * @throws Problem that names the highest rate that can
     */
    static void checkReachable(FilterGroups groups, PruningSettings settings, double rate) {
        double highest = highestRate(groups, settings);
        if (highest * (1 + NEAR) < rate) {
            throw new Problem(String.format(Locale.ROOT,
                    "A rate of %s cannot be reached: with the filters that must stay in "
                            + "each layer, the smallest network is ×%.1f (%s). Choose a lower rate, a lower floor, or protect fewer "
                            + "layers%s.",
                    settings.rateOf().text(rate), highest, settings.rateOf().beforeAfter(),
                    groups.shortcutsStay() ? ", or prune the widths of shortcuts too" : ""));
        }
    }

    /** The highest rate that can be reached: a higher one lowers the least widths, but not below one filter. */
    static double highestRate(FilterGroups groups, PruningSettings settings) {
        double rate = smallest(groups, leastWidths(groups, settings.with(FLOOR, 0.0), 1), settings.rateOf());
        double reached = smallest(groups, leastWidths(groups, settings, rate), settings.rateOf());
        while (reached < rate * (1 - 1e-9)) {
            rate = reached;
            reached = smallest(groups, leastWidths(groups, settings, rate), settings.rateOf());
        }
        return rate;
    }

    /** Size now ÷ size of the smallest network of these widths. */
    private static double smallest(FilterGroups groups, Map<String, Integer> leastWidths, RateOf rateOf) {
        Selection equal = ofEqual(groups, leastWidths, rateOf);
        return equal.size(Set.of()) / (double) equal.size(equal.downTo(0, Integer.MAX_VALUE));
    }

    /** A selection to which all filters matter alike. */
    private static Selection ofEqual(FilterGroups groups, Map<String, Integer> leastWidths, RateOf rateOf) {
        Map<String, double[]> equal = new HashMap<>();
        groups.widthsWithout(Set.of()).forEach((layer, width) -> equal.put(layer, new double[width]));
        return new Selection(groups, Ranking.of(equal), leastWidths, rateOf, false);
    }

    /**
     * Groups from the least important on. Where several matter alike, the one that brings its layer nearest to a width
     * that runs fast: vector registers hold {@value #FAST} values at least, and a layer of one filter more takes the
     * time of {@value #FAST} more.
     *
     * <p>Alike are those whose importance differs by less than {@value #ALIKE} of the usual: class-aware scores of ten
     * pictures a class tell no smaller differences, and layers that were scaled to be comparable are never exactly
     * equal.
     */
    private static final class Order {

        private final List<FilterGroup> left;
        private final Ranking ranking;
        private final boolean prefersFastWidths;
        private final double alike;

        Order(List<FilterGroup> groups, Ranking ranking, boolean prefersFastWidths) {
            this.ranking = ranking;
            this.prefersFastWidths = prefersFastWidths;
            left = new ArrayList<>(groups);
            left.sort(Comparator.comparingDouble(group -> group.importance(ranking)));
            alike = ALIKE * left.stream().mapToDouble(group -> group.importance(ranking)).filter(Double::isFinite)
                    .map(Math::abs).average().orElse(0);
        }

        /** Those that were not taken yet, the least important first. */
        List<FilterGroup> left() {
            return left;
        }

        boolean isEmpty() {
            return left.isEmpty();
        }

        /** Takes the next, given how wide the layers are without those taken before. */
        FilterGroup next(Map<String, Integer> widths) {
            if (!prefersFastWidths) {
                return left.remove(0);
            }
            double least = left.get(0).importance(ranking);
            int best = 0;
            for (int i = 1; i < left.size() && left.get(i).importance(ranking) <= least + alike; i++) {
                if (surplus(left.get(i), widths) < surplus(left.get(best), widths)) {
                    best = i;
                }
            }
            return left.remove(best);
        }

        /** How many filters a layer has above the last width that runs fast. */
        private static int surplus(FilterGroup group, Map<String, Integer> widths) {
            int width = widths.get(group.filters().get(0).layer());
            return width % FAST == 0 ? FAST : width % FAST;
        }
    }
}
