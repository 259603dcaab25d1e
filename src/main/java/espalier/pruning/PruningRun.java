package espalier.pruning;

import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.PictureSubset;
import espalier.data.Pictures;
import espalier.engine.Precision;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.Ranking;
import espalier.network.Network;
import espalier.network.Throughput;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The run through the rates: rank, remove the least important filters (at most a share of them), compensate, fine-tune,
 * evaluate; again until the size that the mode compares is down to a rate (within 2 %, or as near as whole filters
 * allow), where the network is kept as a milestone; then on to the next rate. The rates share the work up to theirs,
 * unless each is reached in one shot. What is bad is not kept: a run that leaves its tolerance or diverges returns to
 * its last good network.
 *
 * <p>Where a threshold decides, filters go until none is under it or the tolerance is left, and the network that comes
 * out is the one milestone. Where single weights go, the loop is the same: {@link PruningStrategy} knows the
 * difference.
 */
public final class PruningRun {

    /**
     * What a run gave.
     *
     * @param milestones the unpruned network first, then each rate that was reached
     * @param lastGood   the network after the last iteration that was good; the last milestone where the run is
     *                       complete
     */
    public record Trajectory(List<Milestone> milestones, Network lastGood, End end, String message) {

        /** What to tell of networks that only guess, where the unpruned one does not. */
        public Optional<String> guessing() {
            String rates = milestones.stream().filter(milestone -> milestone.test().isChance())
                    .map(milestone -> milestone.rateOf().text(milestone.rate())).collect(Collectors.joining(", "));
            return rates.isEmpty() || milestones.get(0).test().isChance() ? Optional.empty()
                    : Optional.of("At " + rates + " the network only guesses: try a lower rate, or fine-tune longer.");
        }
    }

    /** The same of one after which nothing is left to remove, but may be again after fine-tuning. */
    private static final double AT_A_THRESHOLD = 0.5;

    /** Of the validation pictures, how many tell the accuracy between the steps of an iteration: within about 2 %. */
    private static final int ESTIMATE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(PruningRun.class);

    private final Network original;
    private final Dataset data;
    private final PruningSettings settings;
    /** Empty where single weights go. */
    private final Optional<Criterion> criterion;
    private final PruningStrategy strategy;
    /** {@code [classes]}: how much each matters. */
    private final double[] weights;

    private final List<Milestone> milestones = new ArrayList<>();
    private Progress progress;
    private Consumer<RunEvent> listener;
    private double validationBefore;
    private Network current;
    private Network lastGood;
    private int iteration;
    /** That the current network was fine-tuned with since the unpruned one; below 0 where that is not known. */
    private long pictures;
    /** Where the run was resumed, as long as it is on its way to the same rate; null otherwise. */
    private RunEvent.Checkpoint restored;
    /** The settings' marks by the filters' places in the current network. */
    private Marks marks;
    /** The last of an iteration: what it gives is evaluated on all validation pictures. */
    private final PruningStep lastStep;
    /** On the test pictures, after the steps before that of the last iteration, where it may have reached a goal. */
    private Map<PruningStep, Double> steps = Map.of();

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
        this.settings = settings.suiting(original, data);
        weights = settings.classes().weights().of(data.classNames());
        criterion = settings.goal().mode().removesFilters()
                ? Optional.of(Criteria.named(settings.ranking().criterion())) : Optional.empty();
        strategy = PruningStrategy.of(original, settings);
        strategy.checkReachable();
        lastStep = !settings.tuning().noFineTuning() ? PruningStep.FINE_TUNED
                : compensates() ? PruningStep.COMPENSATED : PruningStep.CUT;
    }

    /** As they were given, with the learning rates that are used. */
    public PruningSettings settings() {
        return settings;
    }

    private boolean compensates() {
        return settings.tuning().compensation() != Compensation.Mode.NONE && settings.goal().mode().removesFilters();
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
    public Trajectory resume(RunEvent.Checkpoint state, Progress watcher, Consumer<RunEvent> onEvent) {
        return run(Optional.of(state), watcher, onEvent);
    }

    private Trajectory run(Optional<RunEvent.Checkpoint> state, Progress watcher, Consumer<RunEvent> onEvent) {
        progress = watcher;
        listener = onEvent;
        End end = End.COMPLETE;
        String message = strategy.reachedBefore();
        try {
            state.ifPresentOrElse(this::restore, this::start);
            for (double goal : strategy.goals()) {
                if (!isKept(goal)) {
                    message = pruneTo(goal);
                }
            }
        } catch (Ended e) {
            end = e.end;
            message = e.getMessage();
        } catch (CancellationException e) {
            end = End.CANCELLED;
            message = "The run was cancelled" + (milestones.size() > 1 ? "; what was reached before is kept."
                    : " before the first rate was reached.");
        }
        Trajectory trajectory = new Trajectory(List.copyOf(milestones), lastGood, end, message);
        String but = trajectory.guessing().map(sentence -> " " + sentence).orElse("");
        listener.accept(new RunEvent.Stopped(end, message + but));
        return trajectory;
    }

    private void start() {
        progress.update(0, "Evaluating the unpruned network");
        validationBefore = evaluate(original, data.part(Part.VALIDATION)).accuracy(weights);
        Milestone unpruned = milestone(1, original);
        milestones.add(unpruned);
        current = original;
        lastGood = original;
        marks = settings.protection().marks();
        LOG.info("Pruning {}: {}; groups: {}", original.description().name(), settings, strategy.groups.chains());
        listener.accept(new RunEvent.Started(unpruned));
    }

    private void restore(RunEvent.Checkpoint state) {
        validationBefore = state.validationBefore();
        milestones.addAll(state.milestones());
        current = state.network();
        lastGood = current;
        marks = state.marks();
        pictures = state.pictures();
        steps = state.steps();
        iteration = state.iteration();
        restored = state;
    }

    /** Where a threshold decides, any milestone after the unpruned network is the one that it asks for. */
    private boolean isKept(double goal) {
        return milestones.stream().skip(1)
                .anyMatch(milestone -> !settings.goal().mode().hasRates() || milestone.rate() == goal);
    }

    /** Iterates until a goal is reached, and keeps what it gave; returns how that ended, in a sentence. */
    private String pruneTo(double goal) {
        boolean onTheWay = restored != null && restored.rate() == goal;
        if (settings.goal().oneShot() && !onTheWay) {
            current = original;
            pictures = 0;
            marks = settings.protection().marks();
        }
        boolean over = onTheWay && strategy.isOver(restored.reached()) || strategy.isReached(current, goal);
        restored = null;
        String message = strategy.reached();
        try {
            while (!over) {
                over = strategy.isOver(iterate(goal));
            }
        } catch (Ended e) {
            // A threshold asks for as much as there is, and as the tolerance allows.
            if (settings.goal().mode().hasRates() || e.end == End.DIVERGED || current == original) {
                throw e;
            }
            message = e.getMessage();
        }
        Milestone milestone = milestone(strategy.kept(goal, rateOf(current)), current);
        milestones.add(milestone);
        listener.accept(new RunEvent.Reached(iteration, milestone));
        return message;
    }

    /** One iteration; returns whether it was the last on the way to a goal. */
    private boolean iterate(double goal) {
        iteration++;
        double from = Math.max(done(rateOf(current)), done(milestones.get(milestones.size() - 1).achievedRate()));
        String what = strategy.title(goal) + ", iteration " + iteration + ": ";
        PruningStrategy.Smaller smaller = strategy.next(current, marks, rank(what, from), goal)
                .orElseThrow(() -> new Ended(settings.goal().mode().hasRates() ? End.OUT_OF_FILTERS : End.COMPLETE,
                        strategy.nothingLeft(iteration, rateOf(current))));
        marks = smaller.marks();
        listener.accept(new RunEvent.Pruned(iteration, rateOf(smaller.network()), smaller.removed(), smaller.widths(),
                smaller.network().cost()));
        Map<PruningStep, Double> onTest = new EnumMap<>(PruningStep.class);
        after(PruningStep.CUT, smaller, onTest);
        if (compensates()) {
            compensate(smaller, what, from);
            after(PruningStep.COMPENSATED, smaller, onTest);
        }
        fineTune(smaller.network(), smaller.last() ? Optional.of(goal) : Optional.empty(), what, from);
        current.close();
        current = smaller.network();
        lastGood = current;
        steps = onTest;
        listener.accept(new RunEvent.Checkpoint(iteration, goal, smaller.last(), validationBefore, current, marks,
                milestones, pictures, steps));
        return smaller.last();
    }

    /** Tells the accuracy after a step that is not the last; at a goal also for its milestone, on the test pictures. */
    private void after(PruningStep step, PruningStrategy.Smaller smaller, Map<PruningStep, Double> onTest) {
        if (step == lastStep) {
            return;
        }
        Pictures some = PictureSubset.some(data.part(Part.VALIDATION), ESTIMATE, settings.seed());
        Evaluation estimate = evaluate(smaller.network(), some);
        listener.accept(new RunEvent.Estimated(iteration, step, rateOf(smaller.network()), estimate.accuracy(weights),
                estimate.pictures()));
        if (smaller.last()) {
            onTest.put(step, evaluate(smaller.network(), data.part(Part.TEST)).accuracy());
        }
    }

    private Ranking rank(String what, double from) {
        Ranking raw = criterion.map(by -> by.rank(current, data, settings.request(settings.iterationSeed(iteration)),
                told(from, from, what))).orElse(Ranking.of(Map.of()));
        listener.accept(new RunEvent.Scored(iteration, raw.scores()));
        return criterion.map(by -> Criteria.comparable(by, raw, current, settings.ranking().normalisation(),
                settings.ranking().scope())).orElse(raw);
    }

    /** Fits anew what reads the removed filters, to what the current network gives. */
    private void compensate(PruningStrategy.Smaller smaller, String what, double from) {
        Compensation.of(current, data, settings.classes().weights(), settings.iterationSeed(iteration),
                told(from, from, what)).mend(smaller.network(), smaller.kept().orElseThrow(),
                        settings.tuning().compensation(), told(from, from, what));
    }

    /** Fine-tunes and evaluates; ends the run where what it gives is not good. */
    private void fineTune(Network next, Optional<Double> goal, String what, double from) {
        boolean reached = goal.isPresent();
        TrainingSettings tuning = goal.map(this::recovery).orElse(settings.tuning().fineTuning())
                .withSeed(settings.iterationSeed(iteration));
        Trainer trainer = new Trainer(next, data, tuning).forClasses(settings.classes().weights())
                .learningFrom(original, settings.tuning().distillation());
        if (!settings.goal().mode().removesFilters()) {
            trainer.keepingZeros();
        }
        allowance(reached).ifPresent(trainer::within);
        Trainer.End fitted = trainer.fit(told(from, done(rateOf(next)), what),
                epoch -> listener.accept(new RunEvent.FineTuned(iteration, epoch, trainer.epochs())));
        if (fitted == Trainer.End.DIVERGED) {
            next.close();
            throw new Ended(End.DIVERGED, "The loss became infinite in iteration " + iteration
                    + ", so the run stopped and kept the network from before. Lower the learning rate.");
        }
        double accuracy = evaluate(next, data.part(Part.VALIDATION)).accuracy(weights);
        listener.accept(new RunEvent.Evaluated(iteration, rateOf(next), accuracy));
        boolean recovered = reached || trainer.pictures() > 0 || settings.tuning().noFineTuning();
        if (recovered && validationBefore - accuracy > settings.tuning().tolerance()) {
            next.close();
            throw new Ended(End.OUT_OF_TOLERANCE,
                    String.format(Locale.ROOT, "At ×%.2f (%s) accuracy fell from %.1f %% to %.1f %%, "
                            + "more than the tolerance of %.1f points allows, so the run stopped and kept the network from before.",
                            rateOf(next), settings.rateOf().beforeAfter(), 100 * validationBefore, 100 * accuracy,
                            100 * settings.tuning().tolerance()));
        }
        pictures = pictures < 0 ? pictures : pictures + trainer.pictures();
    }

    private TrainingSettings recovery(double goal) {
        double before = settings.goal().oneShot() ? 1 : milestones.get(milestones.size() - 1).rate();
        return settings.goal().mode().hasRates() ? settings.tuning().recovery(goal / before)
                : settings.tuning().recovery();
    }

    /**
     * The most pictures that fine-tuning may take now: all that is left of the budget where a goal is reached, little
     * of it before. Empty where epochs say how many.
     */
    private OptionalLong allowance(boolean last) {
        Tuning tuning = settings.tuning();
        if (!tuning.isLimited()) {
            return OptionalLong.empty();
        }
        long before = settings.goal().oneShot() ? 0 : milestones.get(milestones.size() - 1).pictures();
        double share = strategy.isOver(last) ? 1 : last ? AT_A_THRESHOLD : Tuning.ON_THE_WAY;
        return OptionalLong.of(tuning.noFineTuning() ? 0 : (long) (share * (tuning.budget() - (pictures - before))));
    }

    private Milestone milestone(double rate, Network network) {
        Evaluation test = evaluate(network, data.part(Part.TEST));
        double imagesPerSecond = Throughput.imagesPerSecond(network);
        // Its buffers, hundreds of megabytes, would stay as long as the milestone does; they are made anew when it is
        // used.
        network.close();
        Map<PruningStep, Double> accuracies = new EnumMap<>(PruningStep.class);
        if (rate != 1 && (lastStep == PruningStep.CUT || !steps.isEmpty())) {
            accuracies.putAll(steps);
            accuracies.put(lastStep, test.accuracy());
        }
        return new Milestone(rate, rateOf(network), network.cost(), FilterGroups.trace(network).widthsWithout(Set.of()),
                test, imagesPerSecond, network, settings.rateOf(), rate == 1 ? 0 : pictures, accuracies,
                test.accuracy(weights));
    }

    /** On the test pictures as all report it; on others, which only steer, as fast as fine-tuning goes. */
    private Evaluation evaluate(Network network, Pictures on) {
        Precision precision = on == data.part(Part.TEST) ? Precision.FLOAT32 : settings.tuning().recovery().precision();
        return Evaluation.of(network, on, precision, told(Double.NaN, Double.NaN, ""));
    }

    private double rateOf(Network network) {
        return strategy.size / (double) settings.rateOf().of(network.cost());
    }

    /**
     * How much of the run is behind a rate, 0 to 1: rates are equal steps when they double. Not known where a threshold
     * decides.
     */
    private double done(double rate) {
        return settings.goal().mode().hasRates() ? Math.min(1, Math.log(rate) / Math.log(strategy.highestGoal())) : 0;
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
