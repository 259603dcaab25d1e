package espalier.training;

import java.util.function.Supplier;

/** Told of every epoch of a training. */
@FunctionalInterface
public interface TrainingListener {

    /** Nobody listens. */
    TrainingListener NONE = epoch -> {};

    /** An epoch is over. */
    void epoch(Epoch epoch);

    /**
     * The training has come so far after an epoch, and can be resumed from there.
     *
     * @param state made when asked for, which copies all parameters; only within this call
     */
    default void reached(Supplier<TrainingState> state) {
        // Only who keeps it asks.
    }

    /**
     * One pass over the training pictures.
     *
     * @param number             from 1
     * @param loss               the mean cross entropy over the epoch's batches
     * @param accuracy           on the training pictures as augmented, while they were fitted: 0 to 1
     * @param validationAccuracy on the validation pictures after the epoch; NaN where it was not asked for
     * @param seconds            that the epoch took, without the validation
     */
    record Epoch(int number, double loss, double accuracy, double validationAccuracy, double seconds) {}
}
