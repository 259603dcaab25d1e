package espalier.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import espalier.basics.Figures;
import espalier.basics.Records;
import espalier.data.Batches.Augmentation;
import espalier.engine.Precision;
import java.util.Locale;

/**
 * How to fit a network.
 *
 * @param epochs           the most epochs, 1 or more
 * @param picturesPerEpoch how many training pictures make an epoch, drawn anew each time; 0 for all
 * @param batchSize        pictures in a step
 * @param learningRate     at its highest; 0 for one that suits the network and the number of steps
 * @param momentum         0 to below 1
 * @param weightDecay      factor of the parameters in the gradient; on all trained parameters
 * @param l1               λ1, the factor of {@code Σ|p|} over all trained parameters (class-aware pruning paper: 1e-4)
 * @param orthogonality    λ2, the factor of {@code Σ ‖K ⊛ K − I‖_F} over 3×3 convolutions (the paper: 1e-2)
 * @param schedule         how the learning rate changes
 * @param augmentation     random changes to the pictures
 * @param patience         epochs without a better validation accuracy after which to stop; 0 to go through all epochs
 * @param seed             of the order and the augmentation
 * @param precision        of activations and their gradients; what a file of an older version lacks was of single
 *                             precision
 */
public record TrainingSettings(int epochs, int picturesPerEpoch, int batchSize, double learningRate, double momentum,
        double weightDecay, double l1, double orthogonality, Schedule schedule, Augmentation augmentation, int patience,
        long seed, @JsonInclude(value = Include.CUSTOM, valueFilter = SinglePrecision.class) Precision precision) {

    /** Equals what files leave out, as files did before there was a choice. */
    private static final class SinglePrecision {

        @Override
        public boolean equals(Object other) {
            return other == Precision.FLOAT32;
        }

        @Override
        public int hashCode() {
            return Precision.FLOAT32.hashCode();
        }
    }

    /** Fills in. */
    public TrainingSettings {
        precision = precision == null ? Precision.FLOAT32 : precision;
    }

    /** In the numbers that the machine is fastest with. */
    public TrainingSettings(int epochs, int picturesPerEpoch, int batchSize, double learningRate, double momentum,
            double weightDecay, double l1, double orthogonality, Schedule schedule, Augmentation augmentation,
            int patience, long seed) {
        this(epochs, picturesPerEpoch, batchSize, learningRate, momentum, weightDecay, l1, orthogonality, schedule,
                augmentation, patience, seed, Precision.FASTEST);
    }

    /** How the learning rate changes over the steps. */
    public enum Schedule {
        /** It stays. */
        CONSTANT,
        /** It falls to a tenth every 30 epochs (class-aware pruning paper, fine-tuning). */
        STEP,
        /**
         * It rises over the first tenth of all steps, then falls to 0 along half a cosine (Loshchilov and Hutter 2017).
         */
        COSINE
    }

    /** The class-aware paper's objective with a short schedule: what {@code train} does when nothing is said. */
    public static final TrainingSettings TRAIN = new TrainingSettings(20, 0, 64, 0.05, 0.9, 5e-4, 1e-4, 1e-2,
            Schedule.COSINE, Augmentation.FLIP_AND_CROP, 0, 1);

    /**
     * The class-aware paper's fine-tuning (SGD, momentum 0.9, weight decay 5e-4) in one epoch, at a learning rate that
     * suits the number of steps. The paper has 130 epochs at 0.01, falling in steps; so short a one has to fall to 0
     * within itself, or the accuracy after it is that of its noise. And it is without the objective's two terms, which
     * cost such a one accuracy.
     */
    public static final TrainingSettings FINE_TUNE = new TrainingSettings(1, 0, 64, 0, 0.9, 5e-4, 0, 0, Schedule.COSINE,
            Augmentation.FLIP_AND_CROP, 0, 1);

    /**
     * For a network with a new head, all before which stays as it is: pictures are not changed, so that each goes
     * through the front once.
     */
    public static final TrainingSettings TRANSFER = new TrainingSettings(30, 0, 32, 0, 0.9, 5e-4, 0, 0, Schedule.COSINE,
            Augmentation.NONE, 0, 1);

    /** The same for another number of epochs. */
    public TrainingSettings withEpochs(int other) {
        return Records.with(this, "epochs", other);
    }

    /** The same with epochs of another length. */
    public TrainingSettings withPicturesPerEpoch(int other) {
        return Records.with(this, "picturesPerEpoch", other);
    }

    /** The same with another seed. */
    public TrainingSettings withSeed(long other) {
        return Records.with(this, "seed", other);
    }

    /** The same with another learning rate. */
    public TrainingSettings withLearningRate(double other) {
        return Records.with(this, "learningRate", other);
    }

    /** The same with other changes to pictures. */
    public TrainingSettings withAugmentation(Augmentation other) {
        return Records.with(this, "augmentation", other);
    }

    /** The same with another schedule, starting at another learning rate. */
    public TrainingSettings withSchedule(Schedule other, double start) {
        return Records.with(this, "schedule", other).withLearningRate(start);
    }

    /**
     * The learning rate at a step.
     *
     * @param step          from 0
     * @param stepsPerEpoch by which {@link Schedule#STEP} falls
     * @param steps         in all, over which {@link Schedule#COSINE} falls
     */
    double learningRateAt(long step, long stepsPerEpoch, long steps) {
        return switch (schedule) {
            case CONSTANT -> learningRate;
            case STEP -> learningRate * Math.pow(0.1, Math.floorDiv(step, 30 * stepsPerEpoch));
            case COSINE -> {
                double warm = Math.max(1, steps / 10.0);
                yield step < warm ? learningRate * (step + 1) / warm
                        : learningRate * 0.5 * (1 + Math.cos(Math.PI * (step - warm) / Math.max(1, steps - warm)));
            }
        };
    }

    /** For people to read: in the window, in a network's past. */
    @Override
    public String toString() {
        return epochs + (epochs == 1 ? " epoch" : " epochs")
                + (picturesPerEpoch == 0 ? "" : " of " + picturesPerEpoch + " pictures") + " " + method();
    }

    /** The same without how much: "in batches of 64, learning rate …". */
    public String method() {
        String changes = augmentation.flip() || augmentation.cropPadding() > 0
                ? (augmentation.flip() ? ", mirrored" : "")
                        + (augmentation.cropPadding() > 0 ? ", shifted by up to " + augmentation.cropPadding() : "")
                : "";
        return "in batches of " + batchSize + ", learning rate "
                + (learningRate == 0 ? "that suits the steps" : Figures.plain(learningRate)) + " ("
                + schedule.name().toLowerCase(Locale.ROOT) + "), momentum " + Figures.plain(momentum)
                + ", weight decay " + Figures.plain(weightDecay) + ", λ1 " + Figures.plain(l1) + ", λ2 "
                + Figures.plain(orthogonality) + changes + (patience == 0 ? "" : ", patience " + patience) + ", seed "
                + seed + (precision == Precision.FASTEST ? "" : ", " + precision.name().toLowerCase(Locale.ROOT));
    }
}
