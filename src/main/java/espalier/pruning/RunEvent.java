package espalier.pruning;

import espalier.importance.NetworkScores;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.training.Evaluation;
import espalier.training.TrainingState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pruning run tells, in the order in which it happens, on the run's thread. */
public sealed interface RunEvent {

    /**
     * The run has begun: the unpruned network was evaluated.
     *
     * @param unpruned the network at rate 1
     */
    record Started(Milestone unpruned) implements RunEvent {}

    /**
     * Filters were ranked.
     *
     * @param iteration from 1
     * @param scores    where the criterion is class-aware
     */
    record Scored(int iteration, Optional<NetworkScores> scores) implements RunEvent {}

    /**
     * Filters were taken out, or weights made zero.
     *
     * @param iteration    from 1
     * @param achievedRate before ÷ after of what the run's mode compares
     * @param removed      in this iteration: filters, or weights
     * @param widths       by convolution, the filters that are left
     */
    record Pruned(int iteration, double achievedRate, int removed, Map<String, Integer> widths,
            Cost cost) implements RunEvent {}

    /**
     * The network was evaluated on some of the validation pictures after a step that is not its iteration's last.
     *
     * @param achievedRate before ÷ after of what the run's mode compares
     * @param accuracy     0 to 1
     * @param pictures     that it was estimated on
     */
    record Estimated(int iteration, PruningStep step, double achievedRate, double accuracy,
            int pictures) implements RunEvent {}

    /**
     * An epoch of fine-tuning is over.
     *
     * @param epochs that there are in this iteration
     */
    record FineTuned(int iteration, TrainingState.Epoch epoch, int epochs) implements RunEvent {}

    /**
     * The network was evaluated on the validation pictures at the end of an iteration: after fine-tuning, where there
     * is any.
     *
     * @param accuracy 0 to 1; each picture counts with the weight of its class
     */
    record Evaluated(int iteration, double achievedRate, double accuracy) implements RunEvent {}

    /**
     * An iteration is over and what it gave is good. This is all that a run carries to the next: everything random in
     * an iteration follows from the seed and the iteration's number, and its fine-tuning begins with no momentum, so a
     * run that is resumed from here ends as it would have ended without the stop.
     *
     * @param iteration        the last that is over, from 1
     * @param rate             of the settings, that the run was on its way to; 1 where a threshold decides
     * @param reached          whether the network is as near to that rate as it gets
     * @param validationBefore the unpruned network's accuracy on the validation pictures, 0 to 1, from which the
     *                             tolerance counts
     * @param network          as it is after this iteration; used on by the run: who wants to keep it writes it or
     *                             takes a copy
     * @param marks            the settings' marks, by the filters' places in this network
     * @param milestones       that were reached before this iteration or, where they are read again, after it; the
     *                             unpruned first
     * @param pictures         that the network was fine-tuned with since the unpruned one, each as often as it came;
     *                             below 0 where an older file does not say
     * @param steps            the accuracy on the test pictures after the steps of this iteration but its last, where
     *                             it may be the last on the way to a rate; otherwise empty
     */
    record Checkpoint(int iteration, double rate, boolean reached, double validationBefore, Network network,
            Marks marks, List<Milestone> milestones, long pictures,
            Map<PruningStep, Double> steps) implements RunEvent {

        /** Copies what could change. */
        public Checkpoint {
            milestones = List.copyOf(milestones);
            steps = PruningStep.copy(steps);
        }
    }

    /** A rate was reached. */
    record Reached(int iteration, Milestone milestone) implements RunEvent {}

    /**
     * The run is over.
     *
     * @param end     why
     * @param message one sentence for a person
     */
    record Stopped(End end, String message) implements RunEvent {}

    /** Why a run ended. */
    enum End {
        /** All rates were reached. */
        COMPLETE,
        /** Accuracy fell below the tolerance; the last good network is the last milestone. */
        OUT_OF_TOLERANCE,
        /** No filter more brings the network nearer to its rate; the last good network is the one before. */
        OUT_OF_FILTERS,
        /** The loss became NaN or infinite; the last good network is the last milestone. */
        DIVERGED,
        /** Somebody cancelled. */
        CANCELLED
    }

    /**
     * A network at one rate of a trajectory.
     *
     * @param rate            that was asked for, or where a threshold decided, that came out; 1 for the unpruned
     *                            network
     * @param achievedRate    before ÷ after of what {@code rateOf} names
     * @param cost            of the network
     * @param widths          by convolution, the filters that are left
     * @param test            on the test pictures
     * @param imagesPerSecond measured: pictures inferred a second, in batches of 64
     * @param network         owned by the run's thread: write it or copy it there, nowhere else
     * @param rateOf          what both rates compare
     * @param pictures        that the network was fine-tuned with since the unpruned one, each as often as it came;
     *                            below 0 where that is not known
     * @param steps           the accuracy on the same test pictures after each step of the last iteration on the way to
     *                            this network, 0 to 1; steps that it did without are missing, and all where they are
     *                            not known, as of the unpruned network
     * @param weighted        the accuracy of {@code test} where each picture counts with the weight of its class; the
     *                            plain one where all are alike
     */
    public record Milestone(double rate, double achievedRate, Cost cost, Map<String, Integer> widths, Evaluation test,
            double imagesPerSecond, Network network, RateOf rateOf, long pictures, Map<PruningStep, Double> steps,
            double weighted) {

        /** Copies the steps. */
        public Milestone {
            steps = PruningStep.copy(steps);
        }

        /** A milestone whose rates are of parameters; how it came about is not known. */
        public Milestone(double rate, double achievedRate, Cost cost, Map<String, Integer> widths, Evaluation test,
                double imagesPerSecond, Network network) {
            this(rate, achievedRate, cost, widths, test, imagesPerSecond, network, RateOf.PARAMETERS, -1, Map.of(),
                    test.accuracy());
        }
    }
}
