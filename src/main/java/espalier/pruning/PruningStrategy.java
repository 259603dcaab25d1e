package espalier.pruning;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.compensation.Compensation.Kept;
import espalier.importance.Ranking;
import espalier.network.Cost;
import espalier.network.Network;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mode decides: what an iteration takes out, and when it was enough. {@link PruningRun} has the loop around it,
 * and {@link Forecasts} asks what would be left without one.
 */
abstract sealed class PruningStrategy {

    final PruningSettings settings;
    /** Of the unpruned network. */
    final FilterGroups groups;
    final long size;

    private PruningStrategy(Network unpruned, PruningSettings settings) {
        this.settings = settings;
        groups = FilterGroups.trace(unpruned, settings.protection().shortcutWidths());
        // Of the groups where whole filters go: the network itself would count which of its weights are zero.
        size = settings.rateOf()
                .of(settings.goal().mode().removesFilters() ? groups.costWithout(Set.of()) : unpruned.cost());
    }

    /**
     * The strategy of the settings' mode.
     *
     * @throws Problem where a layer that settings name is not there
     */
    static PruningStrategy of(Network unpruned, PruningSettings settings) {
        return switch (settings.goal().mode()) {
            case PARAMETERS, MACS, CONVOLUTION_WEIGHTS -> new ToRates(unpruned, settings);
            case THRESHOLD -> new UnderThreshold(unpruned, settings);
            case UNSTRUCTURED -> new OfWeights(unpruned, settings);
        };
    }

    /**
     * What an iteration leaves.
     *
     * @param marks   on the filters of this network
     * @param removed filters, or weights
     * @param kept    what is left of the channels; empty where single weights go
     * @param widths  by convolution, the filters that are left
     * @param last    whether no more is to go on the way to this goal, so that recovery follows
     */
    record Smaller(Network network, Marks marks, int removed, Optional<Kept> kept, Map<String, Integer> widths,
            boolean last) {}

    /** @throws Problem where what the settings ask for cannot be reached */
    abstract void checkReachable();

    /** The highest rate that can be reached under floor and protection; infinite where a threshold decides. */
    abstract double highestRate();

    /** What the run goes through: rates, or 1 where one comes out. */
    List<Double> goals() {
        return settings.goal().rates();
    }

    final double highestGoal() {
        return goals().get(goals().size() - 1);
    }

    /** A goal in short: "×2 MACs". */
    String title(double goal) {
        return settings.rateOf().text(goal);
    }

    /** Whether a network is as near to a goal as it has to be. */
    boolean isReached(Network network, double goal) {
        return Selection.isNear(settings.rateOf().of(network.cost()), size / goal);
    }

    /**
     * Takes out what an iteration may.
     *
     * @param marks   on the filters of {@code current}
     * @param ranking of its filters; empty where single weights go
     * @return empty where nothing more may go
     */
    abstract Optional<Smaller> next(Network current, Marks marks, Ranking ranking, double goal);

    /** Whether a goal is over with an iteration that was or was not the last on its way. */
    boolean isOver(boolean last) {
        return last;
    }

    /** The rate that a milestone is kept under. */
    double kept(double goal, double achieved) {
        return goal;
    }

    /** In a sentence, that all goals were reached. */
    String reached() {
        return "All rates were reached.";
    }

    /** The same of a run that had come so far before it was resumed. */
    String reachedBefore() {
        return reached();
    }

    /** In a sentence, that an iteration found nothing more to take out; there is always another weight. */
    String nothingLeft(int iteration, double achieved) {
        return String.format(Locale.ROOT,
                "At ×%.2f (%s) no single filter more brings the network nearer to its rate, so the run stopped there.",
                achieved, settings.rateOf().beforeAfter());
    }

    /** What would be left if all went at once, by one ranking with marks applied. */
    abstract Forecast forecast(Ranking ranking, double goal);

    /** What strategies share that take out whole filters. */
    private abstract static sealed class OfFilters extends PruningStrategy {

        OfFilters(Network unpruned, PruningSettings settings) {
            super(unpruned, settings);
            Selection.checkLayers(groups.widthsWithout(Set.of()).keySet(), settings);
        }

        FilterGroups trace(Network network) {
            return FilterGroups.trace(network, settings.protection().shortcutWidths());
        }

        Selection selection(FilterGroups current, Ranking ranking, double goal) {
            return new Selection(current, ranking, leastWidths(goal), settings);
        }

        Map<String, Integer> leastWidths(double goal) {
            return Selection.leastWidths(groups, settings, goal);
        }

        /** The most filters that one iteration takes out. */
        int most(FilterGroups current) {
            return settings.goal().oneShot() ? Integer.MAX_VALUE
                    : Math.max(1, (int) (settings.tuning().sharePerIteration() * filters(current, Set.of())));
        }

        private static int filters(FilterGroups current, Set<Integer> removed) {
            return current.widthsWithout(removed).values().stream().mapToInt(Integer::intValue).sum();
        }

        Smaller without(Network network, FilterGroups current, Set<Integer> removed, Marks marks) {
            return new Smaller(current.without(network, removed), marks.after(current.survivors(removed)),
                    filters(current, Set.of()) - filters(current, removed), Optional.of(current.kept(removed)),
                    current.widthsWithout(removed), false);
        }

        static Smaller withLast(Smaller smaller, boolean last) {
            return new Smaller(smaller.network, smaller.marks, smaller.removed, smaller.kept, smaller.widths, last);
        }

        Forecast forecastWithout(Set<Integer> removed, double rate) {
            return new Forecast(rate, groups.costWithout(removed), groups.widthsWithout(removed), removed);
        }
    }

    /** Filters go until the size that the mode compares is down to each rate. */
    private static final class ToRates extends OfFilters {

        /** That can be reached; 0 as long as nobody has asked. */
        private double highest;

        ToRates(Network unpruned, PruningSettings settings) {
            super(unpruned, settings);
        }

        @Override
        void checkReachable() {
            Selection.checkReachable(groups, settings, highestGoal(), highestRate());
        }

        @Override
        double highestRate() {
            highest = highest == 0 ? Selection.highestRate(groups, settings) : highest;
            return highest;
        }

        @Override
        Optional<Smaller> next(Network current, Marks marks, Ranking ranking, double rate) {
            FilterGroups now = trace(current);
            Set<Integer> removed = selection(now, marks.applied(ranking), rate).downTo(size / rate, most(now));
            if (removed.isEmpty()) {
                return Optional.empty();
            }
            Smaller smaller = without(current, now, removed, marks);
            boolean reached = isReached(smaller.network, rate)
                    || Selection.isNearest(trace(smaller.network), leastWidths(rate), settings.rateOf(), size / rate);
            return Optional.of(withLast(smaller, reached));
        }

        @Override
        Forecast forecast(Ranking ranking, double rate) {
            Selection.checkReachable(groups, settings, rate, highestRate());
            return forecastWithout(selection(groups, ranking, rate).downTo(size / rate, Integer.MAX_VALUE), rate);
        }
    }

    /** Filters go that matter to fewer classes than a threshold, again after each fine-tuning, until there is none. */
    private static final class UnderThreshold extends OfFilters {

        private final double threshold;
        private final int classes;

        UnderThreshold(Network unpruned, PruningSettings settings) {
            super(unpruned, settings);
            threshold = settings.goal().threshold();
            classes = unpruned.classes();
        }

        @Override
        void checkReachable() {
            if (threshold > classes) {
                throw new Problem("A threshold of " + Figures.plain(threshold)
                        + " classes would remove every filter, as there are " + classes
                        + " classes. Choose a lower one; the paper takes 3 of 10.");
            }
        }

        @Override
        double highestRate() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        List<Double> goals() {
            return List.of(1.0);
        }

        @Override
        String title(double goal) {
            return "Filters under " + Figures.plain(threshold) + " classes";
        }

        @Override
        boolean isReached(Network network, double goal) {
            return false;
        }

        @Override
        Optional<Smaller> next(Network current, Marks marks, Ranking ranking, double goal) {
            FilterGroups now = trace(current);
            Selection selection = selection(now, marks.applied(ranking), 1);
            Set<Integer> removed = selection.under(threshold, most(now));
            return removed.isEmpty() ? Optional.empty() : Optional.of(withLast(without(current, now, removed, marks),
                    removed.equals(selection.under(threshold, Integer.MAX_VALUE))));
        }

        /** Fine-tuning may bring more filters under the threshold, so that another iteration has to look. */
        @Override
        boolean isOver(boolean last) {
            return settings.goal().oneShot();
        }

        /** In hundredths, and never that of the unpruned network. */
        @Override
        double kept(double goal, double achieved) {
            return Math.max(1.01, Math.round(100 * achieved) / 100.0);
        }

        @Override
        String reached() {
            return "All filters that mattered to fewer than " + Figures.plain(threshold)
                    + " classes were removed at once.";
        }

        @Override
        String reachedBefore() {
            return "All filters under the threshold were removed before the run was stopped.";
        }

        @Override
        String nothingLeft(int iteration, double achieved) {
            return "No filter that may go matters to fewer than " + Figures.plain(threshold)
                    + (iteration == 1 ? " classes, so nothing was removed." : " classes any more.");
        }

        @Override
        Forecast forecast(Ranking ranking, double goal) {
            Set<Integer> removed = selection(groups, ranking, 1).under(threshold, Integer.MAX_VALUE);
            return forecastWithout(removed, size / (double) settings.rateOf().of(groups.costWithout(removed)));
        }
    }

    /** The smallest weights of each convolution become zero; the network keeps its shape. */
    private static final class OfWeights extends PruningStrategy {

        private final WeightPruning weights;
        private final Cost cost;

        OfWeights(Network unpruned, PruningSettings settings) {
            super(unpruned, settings);
            weights = new WeightPruning(unpruned, settings);
            cost = unpruned.cost();
        }

        @Override
        void checkReachable() {
            weights.checkReachable(highestGoal());
        }

        @Override
        double highestRate() {
            return weights.highestRate();
        }

        @Override
        Optional<Smaller> next(Network current, Marks marks, Ranking ranking, double rate) {
            double now = rateNext(size / (double) settings.rateOf().of(current.cost()), rate);
            Network next = weights.prune(current, now);
            int removed = (int) (current.cost().nonzeroConvolution() - next.cost().nonzeroConvolution());
            return Optional.of(
                    new Smaller(next, marks, removed, Optional.empty(), groups.widthsWithout(Set.of()), now == rate));
        }

        /** Where an iteration on the way to a rate leads: a share of the weights that are left becomes zero. */
        private double rateNext(double before, double rate) {
            double share = settings.tuning().sharePerIteration();
            double next = settings.goal().oneShot() || share == 1 ? rate : before / (1 - share);
            return next * (1 + Selection.NEAR) >= rate ? rate : next;
        }

        @Override
        Forecast forecast(Ranking ranking, double rate) {
            long left = weights.kept(rate).values().stream().mapToLong(Long::longValue).sum();
            return new Forecast(rate, new Cost(cost.parameters(), cost.macs(), cost.convolution(), left),
                    groups.widthsWithout(Set.of()), Set.of());
        }
    }
}
