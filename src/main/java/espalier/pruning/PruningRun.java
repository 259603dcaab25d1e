package espalier.pruning;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.network.Throughput;
import espalier.pruning.RunEvent.End;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The run through the rates: rank, remove the least important filters (at most a share of them), fine-tune, judge;
 * again until the size that the mode compares is down to a rate (within 2 %, or as near as whole filters allow), where
 * the network is kept as a milestone; then on to the next rate. The rates share the work up to theirs, unless each is
 * reached in one shot. What is bad is not kept: a run that leaves its tolerance or diverges returns to its last good
 * network.
 *
 * <p>Where a threshold decides, filters go until none is under it or the tolerance is left, and the network that comes
 * out is the one milestone. Where single weights go, the rest of the loop is the same.
 */
public final class PruningRun {

    private final Network original;
    private final Dataset data;
    private final PruningSettings settings;
    private final Criterion criterion;
    private final FilterGroups originalGroups;
    private final WeightPruning weights;
    private final long originalSize;

    private final List<Milestone> milestones = new ArrayList<>();
    private Progress progress;
    private Consumer<RunEvent> listener;
    private double validationBefore;
    private Network current;
    private Network lastGood;
    private int iteration;
    /** Where the run was resumed, as long as it is on its way to the same rate; null otherwise. */
    private RunState restored;
    /** The settings' marks by the filters' places in the current network. */
    private Marks marks;

    /**
     * Prepares a run; the network stays as it is.
     *
     * @throws espalier.basics.Problem when the data does not fit the network, the criterion is not known, or a rate
     *                                     cannot be reached
     */
    public PruningRun(Network original, Dataset data, PruningSettings settings) {
        original.requireFits(data);
        this.original = original;
        this.data = data;
        this.settings = settings;
        boolean filters = settings.goal().mode().removesFilters();
        criterion = filters ? Criteria.named(settings.ranking().criterion()) : null;
        weights = filters ? null : new WeightPruning(original, settings);
        originalGroups = trace(original);
        originalSize = settings.rateOf().of(original.cost());
        check();
    }

    private void check() {
        if (settings.goal().mode().removesFilters()) {
            Selection.checkLayers(originalGroups.widthsWithout(Set.of()).keySet(), settings);
        }
        switch (settings.goal().mode()) {
            case UNSTRUCTURED -> weights.checkReachable(highestRate());
            case THRESHOLD -> {
                if (settings.goal().threshold() > original.classes()) {
                    throw new Problem("A threshold of " + Figures.plain(settings.goal().threshold())
                            + " classes would remove every filter, as " + "there are " + original.classes()
                            + " classes. Choose a lower one; the paper takes 3 of 10.");
                }
            }
            default -> Selection.checkReachable(originalGroups, settings, highestRate());
        }
    }

    private double highestRate() {
        return settings.goal().rates().get(settings.goal().rates().size() - 1);
    }

    /** Something that ends a run before its last rate. */
    private static final class Ended extends RuntimeException {
        private final End end;

        Ended(End end, String message) {
            super(message, null, false, false);
            this.end = end;
        }
    }

    /**
     * Runs through all rates; once.
     *
     * @param watcher asked between batches whether to go on
     * @param onEvent told of everything, on this thread; may write the networks of checkpoints and milestones
     * @return what was reached, however the run ended
     */
    public Trajectory run(Progress watcher, Consumer<RunEvent> onEvent) {
        return run(Optional.empty(), watcher, onEvent);
    }

    /**
     * Resumes a run of this network, data and settings from where it was stopped, instead of {@link #run}. It ends as
     * it would have ended without the stop. Of what came before it tells nothing again.
     *
     * @param state of the run's last checkpoint, with all milestones that were kept, also those reached right after it
     */
    public Trajectory resume(RunState state, Progress watcher, Consumer<RunEvent> onEvent) {
        return run(Optional.of(state), watcher, onEvent);
    }

    private Trajectory run(Optional<RunState> state, Progress watcher, Consumer<RunEvent> onEvent) {
        progress = watcher;
        listener = onEvent;
        End end = End.COMPLETE;
        String message = "All rates were reached.";
        try {
            state.ifPresentOrElse(this::restore, this::start);
            if (settings.goal().mode() == PruningMode.THRESHOLD) {
                message = pruneUnderThreshold();
            } else {
                pruneToRates();
            }
        } catch (Ended e) {
            end = e.end;
            message = e.getMessage();
        } catch (CancellationException e) {
            end = End.CANCELLED;
            message = "The run was cancelled" + (milestones.size() > 1 ? "; what was reached before is kept."
                    : " before the first rate was reached.");
        }
        listener.accept(new RunEvent.Stopped(end, message));
        return new Trajectory(List.copyOf(milestones), lastGood, end, message);
    }

    private void start() {
        progress.update(0, "Judging the unpruned network");
        validationBefore = judge(original, Part.VALIDATION).accuracy();
        Milestone unpruned = milestone(1, original);
        milestones.add(unpruned);
        current = original;
        lastGood = original;
        marks = settings.protection().marks();
        listener.accept(new RunEvent.Started(unpruned));
    }

    private void restore(RunState state) {
        validationBefore = state.validationBefore();
        milestones.addAll(state.milestones());
        current = state.network();
        lastGood = current;
        marks = state.marks();
        iteration = state.iteration();
        restored = state;
    }

    private boolean isMilestone(double rate) {
        return milestones.stream().anyMatch(milestone -> milestone.rate() == rate);
    }

    private void pruneToRates() {
        for (double rate : settings.goal().rates()) {
            if (!isMilestone(rate)) {
                pruneTo(rate);
            }
        }
    }

    private void pruneTo(double rate) {
        boolean onTheWay = restored != null && restored.rate() == rate;
        if (settings.goal().oneShot() && !onTheWay) {
            current = original;
            marks = settings.protection().marks();
        }
        double target = originalSize / rate;
        boolean reached = onTheWay && restored.reached() || Selection.isNear(size(current), target);
        restored = null;
        while (!reached) {
            reached = iterate(rate, target);
        }
        reached(milestone(rate, current));
    }

    private void reached(Milestone milestone) {
        milestones.add(milestone);
        listener.accept(new RunEvent.Reached(iteration, milestone));
    }

    /** Until no filter is under the threshold, or the tolerance is left; returns how it ended. */
    private String pruneUnderThreshold() {
        if (milestones.size() > 1) {
            return "All filters under the threshold were removed before the run was stopped.";
        }
        String end = settings.goal().oneShot() && restored != null ? removedAtOnce() : null;
        try {
            while (end == null) {
                end = iterateUnderThreshold();
            }
        } catch (Ended e) {
            if (e.end != End.OUT_OF_TOLERANCE || lastGood == original) {
                throw e;
            }
            end = e.getMessage();
        }
        if (lastGood != original) {
            // In hundredths, and never that of the unpruned network.
            reached(milestone(Math.max(1.01, Math.round(100 * rateOf(lastGood)) / 100.0), lastGood));
        }
        return end;
    }

    /** One iteration; returns how the run ended, or null where it goes on. */
    private String iterateUnderThreshold() {
        iteration++;
        String what = String.format(Locale.ROOT, "Filters under %s classes, iteration %d: ",
                Figures.plain(settings.goal().threshold()), iteration);
        Ranking ranking = rank(what, 0);
        FilterGroups groups = trace(current);
        Selection selection = new Selection(groups, marks.applied(ranking),
                Selection.leastWidths(originalGroups, settings, 1), settings);
        Set<Integer> removed = selection.under(settings.goal().threshold(), most(groups));
        if (removed.isEmpty()) {
            return iteration == 1
                    ? "No filter that may go matters to fewer than " + Figures.plain(settings.goal().threshold())
                            + " classes, so nothing was removed."
                    : "No filter that may go matters to fewer than " + Figures.plain(settings.goal().threshold())
                            + " classes any more.";
        }
        boolean last = removed.equals(selection.under(settings.goal().threshold(), Integer.MAX_VALUE));
        fineTune(without(groups, removed), 1, last, what, 0);
        return settings.goal().oneShot() ? removedAtOnce() : null;
    }

    private String removedAtOnce() {
        return "All filters that mattered to fewer than " + Figures.plain(settings.goal().threshold())
                + " classes were removed at once.";
    }

    /** One iteration; returns whether the rate is reached. */
    private boolean iterate(double rate, double target) {
        iteration++;
        double from = Math.max(done(rateOf(current)), done(milestones.get(milestones.size() - 1).achievedRate()));
        String what = String.format(Locale.ROOT, "%s, iteration %d: ", settings.rateOf().text(rate), iteration);
        Network next;
        boolean reached;
        if (settings.goal().mode().removesFilters()) {
            Map<String, Integer> leastWidths = Selection.leastWidths(originalGroups, settings, rate);
            next = remove(rank(what, from), target, leastWidths);
            reached = Selection.isNear(size(next), target)
                    || Selection.isNearest(trace(next), leastWidths, settings.rateOf(), target);
        } else {
            double now = rateNext(rate);
            next = mask(now);
            reached = now == rate;
        }
        fineTune(next, rate, reached, what, from);
        return reached;
    }

    private Ranking rank(String what, double from) {
        Ranking raw = criterion.rank(current, data, settings.ranking().picturesPerClass(),
                settings.seed() * 1_009 + iteration, told(from, from, what));
        listener.accept(new RunEvent.Scored(iteration, raw.scores()));
        return Ranking.comparable(criterion, raw, current, settings.ranking().normalisation(),
                settings.ranking().scope());
    }

    /** Fine-tunes and judges; what is good becomes the current network. */
    private void fineTune(Network next, double rate, boolean reached, String what, double from) {
        TrainingSettings tuning = (reached ? settings.tuning().recovery() : settings.tuning().fineTuning())
                .withSeed(settings.seed() * 1_009 + iteration);
        Trainer trainer = new Trainer(next, data, tuning);
        if (!settings.goal().mode().removesFilters()) {
            trainer.keepingZeros();
        }
        Trainer.End fitted = trainer.fit(told(from, done(rateOf(next)), what),
                epoch -> listener.accept(new RunEvent.FineTuned(iteration, epoch)));
        if (fitted == Trainer.End.DIVERGED) {
            next.close();
            throw new Ended(End.DIVERGED, "The loss became infinite in iteration " + iteration
                    + ", so the run stopped and kept the network from before. Lower the learning rate.");
        }
        double accuracy = judge(next, Part.VALIDATION).accuracy();
        listener.accept(new RunEvent.Evaluated(iteration, rateOf(next), accuracy));
        if (validationBefore - accuracy > settings.tuning().tolerance()) {
            next.close();
            throw new Ended(End.OUT_OF_TOLERANCE,
                    String.format(Locale.ROOT, "At ×%.2f (%s) accuracy fell from %.1f %% to %.1f %%, "
                            + "more than the tolerance of %.1f points allows, so the run stopped and kept the network from before.",
                            rateOf(next), settings.rateOf().beforeAfter(), 100 * validationBefore, 100 * accuracy,
                            100 * settings.tuning().tolerance()));
        }
        current.close();
        current = next;
        lastGood = next;
        listener.accept(new RunEvent.Checkpoint(
                new RunState(iteration, rate, reached, validationBefore, current, marks, milestones)));
    }

    private Network remove(Ranking ranking, double target, Map<String, Integer> leastWidths) {
        FilterGroups groups = trace(current);
        Set<Integer> removed = new Selection(groups, marks.applied(ranking), leastWidths, settings).downTo(target,
                most(groups));
        if (removed.isEmpty()) {
            throw new Ended(End.OUT_OF_FILTERS,
                    String.format(Locale.ROOT,
                            "At ×%.2f (%s) no single filter more brings the "
                                    + "network nearer to its rate, so the run stopped there.",
                            rateOf(current), settings.rateOf().beforeAfter()));
        }
        return without(groups, removed);
    }

    private int most(FilterGroups groups) {
        return settings.goal().oneShot() ? Integer.MAX_VALUE
                : Math.max(1, (int) (settings.tuning().sharePerIteration() * filters(groups, Set.of())));
    }

    private static int filters(FilterGroups groups, Set<Integer> removed) {
        return groups.widthsWithout(removed).values().stream().mapToInt(Integer::intValue).sum();
    }

    private Network without(FilterGroups groups, Set<Integer> removed) {
        Network next = groups.without(current, removed);
        marks = marks.after(groups.survivors(removed));
        listener.accept(new RunEvent.Pruned(iteration, rateOf(next),
                filters(groups, Set.of()) - filters(groups, removed), groups.widthsWithout(removed), next.cost()));
        return next;
    }

    /** Where the next iteration goes on the way to a rate: a share of the weights that are left becomes zero. */
    private double rateNext(double rate) {
        double next = settings.goal().oneShot() || settings.tuning().sharePerIteration() == 1 ? rate
                : rateOf(current) / (1 - settings.tuning().sharePerIteration());
        return next * (1 + Selection.NEAR) >= rate ? rate : next;
    }

    private Network mask(double rate) {
        listener.accept(new RunEvent.Scored(iteration, Optional.empty()));
        Network next = weights.prune(current, rate);
        Cost cost = next.cost();
        listener.accept(new RunEvent.Pruned(iteration, rateOf(next),
                (int) (current.cost().nonzeroConvolution() - cost.nonzeroConvolution()),
                originalGroups.widthsWithout(Set.of()), cost));
        return next;
    }

    private Milestone milestone(double rate, Network network) {
        Evaluation test = judge(network, Part.TEST);
        double imagesPerSecond = Throughput.imagesPerSecond(network);
        // Its buffers, hundreds of megabytes, would stay as long as the milestone does; they are made anew when it is
        // used.
        network.close();
        return new Milestone(rate, rateOf(network), network.cost(), FilterGroups.trace(network).widthsWithout(Set.of()),
                test, imagesPerSecond, network, settings.rateOf());
    }

    private Evaluation judge(Network network, Part part) {
        return Evaluation.of(network, data.part(part), told(Double.NaN, Double.NaN, ""));
    }

    private FilterGroups trace(Network network) {
        return FilterGroups.trace(network, settings.protection().shortcutWidths());
    }

    private long size(Network network) {
        return settings.rateOf().of(network.cost());
    }

    private double rateOf(Network network) {
        return originalSize / (double) size(network);
    }

    /**
     * How much of the run is behind a rate, 0 to 1: rates are equal steps when they double. Not known where a threshold
     * decides.
     */
    private double done(double rate) {
        return settings.goal().mode().hasRates() ? Math.min(1, Math.log(rate) / Math.log(highestRate())) : 0;
    }

    /**
     * The progress of a part of the run, its messages behind {@code what}; without fractions only cancellation passes.
     */
    private Progress told(double from, double to, String what) {
        Progress whole = progress;
        return new Progress() {
            @Override
            public void update(double fraction, String message) {
                if (!Double.isNaN(from)) {
                    whole.update(from + fraction * (to - from), what + message);
                }
            }

            @Override
            public void checkpoint() {
                whole.checkpoint();
            }
        };
    }
}
