package espalier.pruning;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Part;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.network.Speed;
import espalier.pruning.RunEvent.End;
import espalier.training.Compatibility;
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
 * The run through the rates: rank, remove the least important filters (at most a share of them), fine-tune, judge; again until the
 * parameters are down to a rate (within 2 %, or as near as whole filters allow), where the network is kept as a milestone; then on
 * to the next rate. The rates share the work up to theirs. What is bad is not kept: a run that leaves its tolerance or diverges
 * returns to its last good network.
 */
public final class PruningRun {

    private final Network original;
    private final Dataset data;
    private final PruningSettings settings;
    private final Criterion criterion;
    private final FilterGroups originalGroups;
    private final long originalParameters;
    private final double highestRate;

    private final List<Milestone> milestones = new ArrayList<>();
    private Progress progress;
    private Consumer<RunEvent> listener;
    private double validationBefore;
    private Network current;
    private Network lastGood;
    private int iteration;
    /** Whether the run was stopped between the iteration that reached a rate and its milestone. */
    private boolean milestoneIsDue;
    /** The settings' marks by the filters' places in the current network. */
    private Marks marks;

    /**
     * Prepares a run; the network stays as it is.
     *
     * @throws espalier.basics.Problem when the data does not fit the network, the criterion is not known, or a rate cannot be
     *                                 reached
     */
    public PruningRun(Network original, Dataset data, PruningSettings settings) {
        Compatibility.check(original, data);
        this.original = original;
        this.data = data;
        this.settings = settings;
        criterion = Criteria.named(settings.criterion());
        originalGroups = trace(original);
        originalParameters = original.cost().parameters();
        highestRate = settings.rates().get(settings.rates().size() - 1);
        Selection.checkReachable(originalGroups, settings.floor(), highestRate);
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
     * @param watcher  asked between batches whether to go on
     * @param onEvent  told of everything, on this thread; may write the networks of checkpoints and milestones
     * @return what was reached, however the run ended
     */
    public Trajectory run(Progress watcher, Consumer<RunEvent> onEvent) {
        return run(Optional.empty(), watcher, onEvent);
    }

    /**
     * Goes on with a run of this network, data and settings from where it was stopped, instead of {@link #run}. It ends as it
     * would have ended without the stop. Of what came before it tells nothing again.
     *
     * @param state of the run's last checkpoint, with all milestones that were kept, also those reached right after it
     */
    public Trajectory goOn(RunState state, Progress watcher, Consumer<RunEvent> onEvent) {
        return run(Optional.of(state), watcher, onEvent);
    }

    private Trajectory run(Optional<RunState> state, Progress watcher, Consumer<RunEvent> onEvent) {
        progress = watcher;
        listener = onEvent;
        End end = End.COMPLETE;
        String message = "All rates were reached.";
        try {
            state.ifPresentOrElse(this::restore, this::start);
            for (double rate : settings.rates()) {
                if (!isMilestone(rate)) {
                    pruneTo(rate);
                }
            }
        } catch (Ended e) {
            end = e.end;
            message = e.getMessage();
        } catch (CancellationException e) {
            end = End.CANCELLED;
            message = "The run was cancelled" + (milestones.size() > 1
                    ? "; what was reached before is kept." : " before the first rate was reached.");
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
        marks = settings.marks();
        listener.accept(new RunEvent.Started(unpruned));
    }

    private void restore(RunState state) {
        validationBefore = state.validationBefore();
        milestones.addAll(state.milestones());
        current = state.network();
        lastGood = current;
        marks = state.marks();
        iteration = state.iteration();
        milestoneIsDue = state.reached() && !isMilestone(state.rate());
    }

    private boolean isMilestone(double rate) {
        return milestones.stream().anyMatch(milestone -> milestone.rate() == rate);
    }

    private void pruneTo(double rate) {
        double target = originalParameters / rate;
        boolean reached = milestoneIsDue || Selection.isNear(current.cost().parameters(), target);
        milestoneIsDue = false;
        while (!reached) {
            reached = iterate(rate, target);
        }
        Milestone milestone = milestone(rate, current);
        milestones.add(milestone);
        listener.accept(new RunEvent.Reached(iteration, milestone));
    }

    /** One iteration; returns whether the rate is reached. */
    private boolean iterate(double rate, double target) {
        iteration++;
        double from = done(current);
        String what = String.format(Locale.ROOT, "×%s, iteration %d: ", Rates.text(rate), iteration);
        Ranking ranking = criterion.rank(current, data, settings.picturesPerClass(), settings.seed() * 1_009 + iteration,
                told(from, from, what));
        listener.accept(new RunEvent.Scored(iteration, ranking.scores()));
        Map<String, Integer> leastWidths = Selection.leastWidths(originalGroups, settings.floor(), rate);
        Network next = remove(ranking, target, leastWidths);
        boolean reached = Selection.isNear(next.cost().parameters(), target)
                || Selection.isNearest(trace(next), leastWidths, target);
        TrainingSettings tuning = (reached ? settings.recovery() : settings.fineTuning())
                .withSeed(settings.seed() * 1_009 + iteration);
        Trainer.End fitted = new Trainer(next, data, tuning).fit(told(from, done(next), what),
                epoch -> listener.accept(new RunEvent.FineTuned(iteration, epoch)));
        if (fitted == Trainer.End.DIVERGED) {
            next.close();
            throw new Ended(End.DIVERGED, "The loss became infinite in iteration " + iteration
                    + ", so the run stopped and kept the network from before. Lower the learning rate.");
        }
        double accuracy = judge(next, Part.VALIDATION).accuracy();
        listener.accept(new RunEvent.Evaluated(iteration, rateOf(next), accuracy));
        if (validationBefore - accuracy > settings.tolerance()) {
            next.close();
            throw new Ended(End.OUT_OF_TOLERANCE, String.format(Locale.ROOT, "At ×%.2f accuracy fell from %.1f %% to %.1f %%, "
                    + "more than the tolerance of %.1f points allows, so the run stopped and kept the network from before.",
                    rateOf(next), 100 * validationBefore, 100 * accuracy, 100 * settings.tolerance()));
        }
        current.close();
        current = next;
        lastGood = next;
        listener.accept(new RunEvent.Checkpoint(new RunState(iteration, rate, reached, validationBefore, current,
                marks, milestones)));
        return reached;
    }

    private Network remove(Ranking ranking, double target, Map<String, Integer> leastWidths) {
        FilterGroups groups = trace(current);
        int filters = groups.widthsWithout(Set.of()).values().stream().mapToInt(Integer::intValue).sum();
        int most = Math.max(1, (int) (settings.sharePerIteration() * filters));
        Set<Integer> removed = new Selection(groups, ranking.marked(marks), leastWidths).downTo(target, most);
        if (removed.isEmpty()) {
            throw new Ended(End.OUT_OF_FILTERS, String.format(Locale.ROOT, "At ×%.2f no single filter more brings the "
                    + "network nearer to its rate, so the run stopped there.", rateOf(current)));
        }
        Network next = groups.without(current, removed);
        marks = marks.after(groups.survivors(removed));
        Cost cost = next.cost();
        Map<String, Integer> widths = groups.widthsWithout(removed);
        int left = widths.values().stream().mapToInt(Integer::intValue).sum();
        listener.accept(new RunEvent.Pruned(iteration, rateOf(next), filters - left, widths, cost));
        return next;
    }

    private Milestone milestone(double rate, Network network) {
        Evaluation test = judge(network, Part.TEST);
        double imagesPerSecond = Speed.imagesPerSecond(network);
        // Its buffers, hundreds of megabytes, would stay as long as the milestone does; they are made anew when it is used.
        network.close();
        return new Milestone(rate, rateOf(network), network.cost(),
                FilterGroups.trace(network).widthsWithout(Set.of()), test, imagesPerSecond, network);
    }

    private Evaluation judge(Network network, Part part) {
        return Evaluation.of(network, data.part(part), told(Double.NaN, Double.NaN, ""));
    }

    private FilterGroups trace(Network network) {
        return FilterGroups.trace(network, settings.shortcutWidths());
    }

    private double rateOf(Network network) {
        return originalParameters / (double) network.cost().parameters();
    }

    /** How much of the run is behind a network, 0 to 1: rates are equal steps when they double. */
    private double done(Network network) {
        return Math.min(1, Math.log(rateOf(network)) / Math.log(highestRate));
    }

    /** The progress of a part of the run, its messages behind {@code what}; without fractions only cancellation passes. */
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
