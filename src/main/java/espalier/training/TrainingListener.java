package espalier.training;

import java.util.function.Supplier;

/** Told of every epoch of a training. */
@FunctionalInterface
public interface TrainingListener {

    /** Nobody listens. */
    TrainingListener NONE = epoch -> {};

    /** An epoch is over. */
    void epoch(TrainingState.Epoch epoch);

    /**
     * The training has come so far after an epoch, and can be resumed from there.
     *
     * @param state made when asked for, which copies all parameters; only within this call
     */
    default void reached(Supplier<TrainingState> state) {
        // Only who keeps it asks.
    }
}
