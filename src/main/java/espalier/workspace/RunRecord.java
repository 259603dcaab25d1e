package espalier.workspace;

import com.fasterxml.jackson.annotation.JsonInclude;
import espalier.basics.Problem;
import espalier.network.Cost;
import espalier.network.Network;
import espalier.pruning.Marks;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code run.json} says of a run.
 *
 * @param recipe     that repeats it
 * @param status     how it stands
 * @param message    one sentence for a person on how it ended; empty while it runs
 * @param parent     the fingerprint of the network that it began with; empty where that is not known
 * @param milestones that were reached, the unpruned network first
 * @param iterations that are over
 * @param checkpoint from where it can be resumed; null before the first iteration and when all rates are reached, see
 *                       {@link RunFolder#checkpoint}
 */
public record RunRecord(Recipe recipe, RunStatus status, String message, String parent,
        List<MilestoneRecord> milestones, List<IterationRecord> iterations, CheckpointRecord checkpoint) {

    /** Copies what could change; what a file lacks is empty, but for the recipe. */
    public RunRecord {
        if (recipe == null) {
            throw new Problem("A run has no recipe.");
        }
        status = status == null ? RunStatus.INTERRUPTED : status;
        message = message == null ? "" : message;
        parent = parent == null ? "" : parent;
        milestones = milestones == null ? List.of() : List.copyOf(milestones);
        iterations = iterations == null ? List.of() : List.copyOf(iterations);
    }

    static RunRecord start(Recipe recipe) {
        return new RunRecord(recipe, RunStatus.RUNNING, "", "", List.of(), List.of(), null);
    }

    /** Under way again from the checkpoint, or from the beginning: what came after it will come again. */
    RunRecord again() {
        int last = checkpoint == null ? 0 : checkpoint.iteration();
        return new RunRecord(recipe, RunStatus.RUNNING, "", parent, checkpoint == null ? List.of() : milestones,
                iterations.stream().filter(iteration -> iteration.iteration() <= last).toList(), checkpoint);
    }

    RunRecord with(MilestoneRecord milestone) {
        return new RunRecord(recipe, status, message, parent, append(milestones, milestone), iterations, checkpoint);
    }

    RunRecord withParent(String fingerprint) {
        return new RunRecord(recipe, status, message, fingerprint, milestones, iterations, checkpoint);
    }

    RunRecord with(IterationRecord iteration) {
        return new RunRecord(recipe, status, message, parent, milestones, append(iterations, iteration), checkpoint);
    }

    RunRecord with(CheckpointRecord newCheckpoint) {
        return new RunRecord(recipe, status, message, parent, milestones, iterations, newCheckpoint);
    }

    RunRecord with(RunStatus newStatus, String newMessage) {
        return new RunRecord(recipe, newStatus, newMessage, parent, milestones, iterations, checkpoint);
    }

    private static Long known(long pictures) {
        return pictures < 0 ? null : pictures;
    }

    private static <T> List<T> append(List<T> list, T element) {
        List<T> all = new ArrayList<>(list);
        all.add(element);
        return all;
    }

    /**
     * A milestone as it is written down.
     *
     * @param rate                      that was asked for; 1 for the unpruned network
     * @param achievedRate              before ÷ after of what {@code rateOf} names
     * @param parameters                trained parameters
     * @param macs                      multiply-accumulates for one picture
     * @param convolutionWeights        weights of the convolutions alone, without biases
     * @param widths                    by convolution, the filters that are left, in the order in which they run
     * @param accuracy                  on the test pictures, 0 to 1
     * @param perClass                  the same by class; NaN where there is no picture of a class
     * @param imagesPerSecond           measured, in batches of 64
     * @param file                      the name of the network's file in the run's folder
     * @param rateOf                    what both rates compare
     * @param nonzeroConvolutionWeights those of the convolutions' weights that are not zero
     * @param fineTuningPictures        that the network was fine-tuned with since the unpruned one, each as often as it
     *                                      came; null where an older file does not say
     * @param steps                     the accuracy on the test pictures after each step of the last iteration on the
     *                                      way to this network; empty where it is not known
     * @param weightedAccuracy          on the test pictures, each with the weight of its class; null where that is the
     *                                      accuracy
     */
    public record MilestoneRecord(double rate, double achievedRate, long parameters, long macs, long convolutionWeights,
            Map<String, Integer> widths, double accuracy, double[] perClass, double imagesPerSecond, String file,
            RateOf rateOf, Long nonzeroConvolutionWeights, Long fineTuningPictures,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<PruningStep, Double> steps,
            @JsonInclude(JsonInclude.Include.NON_NULL) Double weightedAccuracy) {

        /** Copies what could change; what an older file lacks is empty. */
        public MilestoneRecord {
            widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
            perClass = perClass == null ? new double[0] : perClass.clone();
            rateOf = rateOf == null ? RateOf.PARAMETERS : rateOf;
            nonzeroConvolutionWeights = nonzeroConvolutionWeights == null ? convolutionWeights
                    : nonzeroConvolutionWeights;
            steps = PruningStep.copy(steps);
        }

        /** What is written down of a milestone. */
        public static MilestoneRecord of(Milestone milestone) {
            return new MilestoneRecord(milestone.rate(), milestone.achievedRate(), milestone.cost().parameters(),
                    milestone.cost().macs(), milestone.cost().convolution(), milestone.widths(),
                    milestone.test().accuracy(), milestone.test().perClass(), milestone.imagesPerSecond(),
                    fileName(milestone.rate(), milestone.rateOf()), milestone.rateOf(),
                    milestone.cost().nonzeroConvolution(), known(milestone.pictures()), milestone.steps(),
                    milestone.weighted() == milestone.test().accuracy() ? null : milestone.weighted());
        }

        /** The milestone itself. Its test keeps what was written: its loss is NaN, and its confusion has no rows. */
        Milestone read(Network network) {
            return new Milestone(rate, achievedRate, cost(), widths,
                    new Evaluation(0, accuracy, perClass, Double.NaN, new int[0][0]), imagesPerSecond, network, rateOf,
                    fineTuningPictures == null ? -1 : fineTuningPictures, steps, weighted());
        }

        /** The accuracy on the test pictures, each with the weight of its class. */
        public double weighted() {
            return weightedAccuracy == null ? accuracy : weightedAccuracy;
        }

        /** What a person calls it by its rate: "unpruned", "×2", "×2 MACs". */
        public String title() {
            return rate == 1 ? "unpruned" : rateOf.text(rate);
        }

        /** What a network of this milestone costs. */
        public Cost cost() {
            return new Cost(parameters, macs, convolutionWeights, nonzeroConvolutionWeights);
        }

        /**
         * The name of the file of a network at a rate of parameters: {@code unpruned.zip}, {@code x2.zip},
         * {@code x2.5.zip}.
         */
        public static String fileName(double rate) {
            return fileName(rate, RateOf.PARAMETERS);
        }

        /** The same at another rate, with what it is of: {@code x2-macs.zip}. */
        public static String fileName(double rate, RateOf rateOf) {
            return rate == 1 ? "unpruned.zip" : "x" + BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString()
                    + (rateOf == RateOf.PARAMETERS ? "" : "-" + rateOf.key()) + ".zip";
        }
    }

    /**
     * An iteration of a run as it is written down: a point of the curves.
     *
     * @param iteration    from 1
     * @param achievedRate before ÷ after of what the run's mode compares
     * @param removed      what this iteration took out: filters, or weights
     * @param parameters   trained parameters that are left
     * @param macs         multiply-accumulates for one picture that are left
     * @param widths       by convolution, the filters that are left, in the order in which they run
     * @param loss         the mean cross entropy of the last epoch of fine-tuning; NaN where there was none
     * @param accuracy     on the validation pictures after fine-tuning, 0 to 1
     * @param losses       the mean cross entropy of each epoch of fine-tuning
     * @param steps        the accuracy on some of the validation pictures after the steps before the last
     */
    public record IterationRecord(int iteration, double achievedRate, int removed, long parameters, long macs,
            Map<String, Integer> widths, double loss, double accuracy, List<Double> losses,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<PruningStep, Double> steps) {

        /** Copies what could change; an older file has the last loss alone. */
        public IterationRecord {
            widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
            losses = losses != null ? List.copyOf(losses) : Double.isNaN(loss) ? List.of() : List.of(loss);
            steps = PruningStep.copy(steps);
        }

        /** An iteration of one epoch, or none. */
        public IterationRecord(int iteration, double achievedRate, int removed, long parameters, long macs,
                Map<String, Integer> widths, double loss, double accuracy) {
            this(iteration, achievedRate, removed, parameters, macs, widths, loss, accuracy, null, null);
        }
    }

    /**
     * From where a run can be resumed, as it is written down: a {@link RunEvent.Checkpoint} whose network is in a file
     * of the run's folder.
     *
     * @param iteration          the last that is over, from 1
     * @param rate               that the run was on its way to
     * @param reached            whether the network is as near to that rate as it gets
     * @param achievedRate       before ÷ after of what the run's mode compares
     * @param validationBefore   the unpruned network's accuracy on the validation pictures, 0 to 1
     * @param marks              on the filters of this network
     * @param file               the name of the network's file
     * @param fineTuningPictures that the network was fine-tuned with since the unpruned one; null where an older file
     *                               does not say
     * @param steps              the accuracy on the test pictures after the steps of this iteration but its last, where
     *                               it is known
     */
    public record CheckpointRecord(int iteration, double rate, boolean reached, double achievedRate,
            double validationBefore, Marks marks, String file, Long fineTuningPictures,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<PruningStep, Double> steps) {

        /** What an older file lacks is empty. */
        public CheckpointRecord {
            marks = marks == null ? Marks.NONE : marks;
            steps = PruningStep.copy(steps);
        }

        static CheckpointRecord of(RunEvent.Checkpoint state, double achievedRate) {
            return new CheckpointRecord(state.iteration(), state.rate(), state.reached(), achievedRate,
                    state.validationBefore(), state.marks(), "iteration-" + state.iteration() + ".zip",
                    known(state.pictures()), state.steps());
        }
    }

    /** How a run stands. */
    public enum RunStatus {
        /** It is under way. */
        RUNNING,
        /** All rates were reached. */
        COMPLETE,
        /** Accuracy fell below the tolerance; what was reached before is kept. */
        OUT_OF_TOLERANCE,
        /** No filter more brought the network nearer to its rate; what was reached before is kept. */
        OUT_OF_FILTERS,
        /** The loss became NaN or infinite; what was reached before is kept. */
        DIVERGED,
        /** Somebody cancelled it; what was reached before is kept. */
        CANCELLED,
        /** Something else went wrong; the message says what. */
        FAILED,
        /** The program ended in the middle of it; what was reached before is kept. */
        INTERRUPTED;

        /**
         * Whether a run that stands so can be resumed: it was stopped from outside. The others ended by what they came
         * to.
         */
        public boolean canResume() {
            return this == RUNNING || this == CANCELLED || this == FAILED || this == INTERRUPTED;
        }

        /** The status of a run that ended this way. */
        public static RunStatus of(RunEvent.End end) {
            return switch (end) {
                case COMPLETE -> COMPLETE;
                case OUT_OF_TOLERANCE -> OUT_OF_TOLERANCE;
                case OUT_OF_FILTERS -> OUT_OF_FILTERS;
                case DIVERGED -> DIVERGED;
                case CANCELLED -> CANCELLED;
            };
        }
    }
}
