package espalier.pruning;

import static espalier.pruning.PruningChoices.FLOOR;

import espalier.basics.Problem;
import espalier.importance.NetworkScores;
import espalier.importance.Ranking;
import espalier.importance.Ranking.RankingScope;
import espalier.pruning.FilterGroups.FilterGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final boolean byCost;

    /**
     * @param leastWidths by convolution, the filters that must stay
     * @param settings    say the size to come down to, and which of equals go first
     */
    Selection(FilterGroups groups, Ranking ranking, Map<String, Integer> leastWidths, PruningSettings settings) {
        this(groups, ranking, leastWidths, settings.rateOf(), settings.ranking().fastWidths(),
                settings.ranking().byCost() && settings.ranking().scope() == RankingScope.GLOBAL);
    }

    private Selection(FilterGroups groups, Ranking ranking, Map<String, Integer> leastWidths, RateOf rateOf,
            boolean prefersFastWidths, boolean byCost) {
        this.groups = groups;
        this.ranking = ranking;
        this.leastWidths = leastWidths;
        this.rateOf = rateOf;
        this.prefersFastWidths = prefersFastWidths;
        this.byCost = byCost;
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
        Order order = new Order(byCost);
        Set<Integer> removed = new HashSet<>();
        int filters = 0;
        for (Chain chain = order.next(); chain != null; chain = order.next()) {
            FilterGroup group = chain.next().group;
            boolean goes = order.mayGo(chain);
            chain.taken++;
            if (filters > 0 && filters + group.filters().size() > most) {
                break;
            }
            if (goes) {
                removed.add(group.id());
                order.cost.remove(group.id());
                if (order.size() <= target) {
                    return fitted(removed, order, group, target);
                }
                order.thin(chain);
                filters += group.filters().size();
            }
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
        Order order = new Order(false);
        Set<Integer> removed = new HashSet<>();
        int filters = 0;
        for (Chain chain = order.next(); chain != null; chain = order.next()) {
            FilterGroup group = chain.next().group;
            boolean byHand = chain.next().importance == Double.NEGATIVE_INFINITY;
            boolean goes = (byHand || group.classes(scores) < threshold) && order.mayGo(chain);
            chain.taken++;
            if (goes) {
                if (filters > 0 && filters + group.filters().size() > most) {
                    break;
                }
                removed.add(group.id());
                order.thin(chain);
                filters += group.filters().size();
            }
        }
        return removed;
    }

    private long size(Set<Integer> removed) {
        return rateOf.of(groups.costWithout(removed));
    }

    /** The last filter may overshoot: leaves it, or takes the least important other that comes nearer to the target. */
    private static Set<Integer> fitted(Set<Integer> removed, Order order, FilterGroup last, double target) {
        Set<Integer> best = Set.copyOf(removed);
        double nearest = order.distance(target);
        removed.remove(last.id());
        order.cost.putBack(last.id());
        if (order.distance(target) < nearest) {
            best = Set.copyOf(removed);
            nearest = order.distance(target);
        }
        for (Chain other : order.others()) {
            if (nearest <= NEAR / 2) {
                break;
            }
            int id = other.next().group.id();
            order.cost.remove(id);
            if (order.distance(target) < nearest) {
                best = new HashSet<>(removed);
                best.add(id);
                nearest = order.distance(target);
            }
            order.cost.putBack(id);
        }
        return best;
    }

    /**
     * Checks that a rate can be reached under the floor.
     *
     * @param highest as {@link #highestRate} says
     * @throws Problem that names the highest rate that can
     */
    static void checkReachable(FilterGroups groups, PruningSettings settings, double rate, double highest) {
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
        return new Selection(groups, Ranking.of(equal), leastWidths, rateOf, false, false);
    }

    /**
     * Groups whose channels are in the same places, so that each saves what another does; the least important first.
     */
    private static final class Chain {

        /** By convolution that each group has filters in. */
        private record Loss(int convolution, int filters) {}

        /**
         * A group.
         *
         * @param place in the network: of equal groups the first goes first
         */
        private record Ranked(FilterGroup group, double importance, int place) {

            boolean isBefore(Ranked other) {
                return importance < other.importance || importance == other.importance && place < other.place;
            }
        }

        private final List<Loss> losses = new ArrayList<>();
        private final List<Ranked> groups = new ArrayList<>();
        private int taken;
        /** Of the next group: what decides on the order. */
        private double value;

        Chain(FilterGroup one, List<String> convolutions) {
            Map<String, Integer> filters = new LinkedHashMap<>();
            one.filters().forEach(filter -> filters.merge(filter.layer(), 1, Integer::sum));
            filters.forEach((layer, count) -> losses.add(new Loss(convolutions.indexOf(layer), count)));
        }

        boolean isOver() {
            return taken == groups.size();
        }

        Ranked next() {
            return groups.get(taken);
        }

        boolean isBefore(Chain other) {
            return value < other.value || value == other.value && next().isBefore(other.next());
        }
    }

    /**
     * Groups from the least important on; or by cost, from the one whose importance is least for what it saves of the
     * size that the mode compares: the greedy order of a knapsack, in which a group matters as much as its filters do
     * together, and what it saves falls as layers that read each other get thinner. Where several matter alike, the one
     * that brings its layer nearest to a width that runs fast: vector registers hold {@value #FAST} values at least,
     * and a layer of one filter more takes the time of {@value #FAST} more.
     *
     * <p>Alike are those whose importance differs by less than {@value #ALIKE} of the usual, or by cost, of the least:
     * class-aware scores of ten pictures a class tell no smaller differences, and layers that were scaled to be
     * comparable are never exactly equal.
     */
    private final class Order {

        private final boolean byCost;
        private final Collection<Chain> chains;
        private final RunningCost cost = groups.runningCost();
        private final int[] widths;
        private final int[] least;
        private final double alike;

        Order(boolean byCost) {
            this.byCost = byCost;
            Map<String, Integer> whole = groups.widthsWithout(Set.of());
            List<String> convolutions = List.copyOf(whole.keySet());
            widths = whole.values().stream().mapToInt(Integer::intValue).toArray();
            least = convolutions.stream().mapToInt(leastWidths::get).toArray();
            List<Chain.Ranked> all = new ArrayList<>();
            groups.all().stream().filter(FilterGroup::isPrunable)
                    .forEach(group -> all.add(new Chain.Ranked(group, group.importance(ranking), all.size())));
            all.sort(Comparator.comparingDouble(Chain.Ranked::importance));
            alike = ALIKE * all.stream().mapToDouble(Chain.Ranked::importance).filter(Double::isFinite).map(Math::abs)
                    .average().orElse(0);
            Map<Integer, Chain> byPlaces = new LinkedHashMap<>();
            all.forEach(one -> byPlaces.computeIfAbsent(groups.places(one.group),
                    places -> new Chain(one.group, convolutions)).groups.add(one));
            chains = byPlaces.values();
        }

        /** The chain whose next group goes next, given how wide the layers are; null where none is left. */
        Chain next() {
            Chain first = null;
            for (Chain chain : chains) {
                if (!chain.isOver()) {
                    chain.value = value(chain);
                    first = first == null || chain.isBefore(first) ? chain : first;
                }
            }
            if (first == null || !prefersFastWidths) {
                return first;
            }
            double highest = first.value + (byCost ? ALIKE * Math.abs(first.value) : alike);
            Chain best = first;
            for (Chain chain : chains) {
                if (!chain.isOver() && chain.value <= highest) {
                    int more = surplus(chain) - surplus(best);
                    best = more < 0 || more == 0 && chain.isBefore(best) ? chain : best;
                }
            }
            return best;
        }

        private double value(Chain chain) {
            double importance = chain.next().importance;
            FilterGroup group = chain.next().group;
            return byCost && Double.isFinite(importance)
                    ? importance * group.filters().size() / Math.max(1, cost.saving(group.id(), rateOf)) : importance;
        }

        /** How many filters a chain's first layer has above the last width that runs fast. */
        private int surplus(Chain chain) {
            int width = widths[chain.losses.get(0).convolution];
            return width % FAST == 0 ? FAST : width % FAST;
        }

        /** Whether the next group of a chain may go. */
        boolean mayGo(Chain chain) {
            return chain.next().importance != Double.POSITIVE_INFINITY && chain.losses.stream()
                    .allMatch(loss -> widths[loss.convolution] - loss.filters >= least[loss.convolution]);
        }

        /** Takes the next group of a chain out of the layers' widths. */
        void thin(Chain chain) {
            chain.losses.forEach(loss -> widths[loss.convolution] -= loss.filters);
        }

        /** The chains of which a group is left and may go, the one first whose next matters least. */
        List<Chain> others() {
            List<Chain> others = new ArrayList<>(chains);
            others.removeIf(chain -> chain.isOver() || !mayGo(chain));
            others.forEach(chain -> chain.value = value(chain));
            others.sort((a, b) -> a.isBefore(b) ? -1 : 1);
            return others;
        }

        long size() {
            return rateOf.of(cost.cost());
        }

        double distance(double target) {
            return Math.abs(target / size() - 1);
        }
    }
}
