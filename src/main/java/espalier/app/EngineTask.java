package espalier.app;

import espalier.basics.Progress;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.concurrent.Task;

/**
 * Long work on the engine thread as the window sees it. Cancelling asks the work to stop at its next checkpoint; the
 * task stays {@code RUNNING}, with {@link #cancellingProperty} true, until the work has really ended. Then it is
 * {@code CANCELLED}, or {@code SUCCEEDED} where the work made a result of what it had. The thread is never interrupted,
 * as that would break a file that is being written.
 *
 * <p>Properties belong to the FX thread; {@link #pause}, {@link #resume} and {@link #cancel()} are called there too.
 *
 * @param <T> what the work gives
 */
public final class EngineTask<T> extends Task<T> {

    /** Too little of the work tells nothing of its end. */
    private static final double LEAST_KNOWN_FRACTION = 0.01;
    private static final String WAITING = "Waiting for its turn";

    private final Owner owner;
    private final Work<T> work;
    private final Progress.Control control = new Progress.Control(this::show);
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper(this, "paused");
    private final ReadOnlyBooleanWrapper cancelling = new ReadOnlyBooleanWrapper(this, "cancelling");
    private final ReadOnlyDoubleWrapper secondsLeft = new ReadOnlyDoubleWrapper(this, "secondsLeft", Double.NaN);

    /** Of {@link System#nanoTime}, later by what went to other work; 0 before progress moves. */
    private long firstAt;
    private double firstFraction;
    private double readyAt = Double.NaN;
    private long elsewhere;
    /** When the work was where it is now, without what went to other work. */
    private volatile long worked;

    EngineTask(Owner owner, String title, Work<T> work) {
        this.owner = owner;
        this.work = work;
        updateTitle(title);
        updateMessage(WAITING);
        progressProperty().addListener((progress, old, now) -> estimate(now.doubleValue()));
    }

    @Override
    protected T call() throws Exception {
        try {
            updateMessage("");
            return work.run(new Checkpoints());
        } catch (CancellationException e) {
            super.cancel(false);
            return null;
        }
    }

    /** Holds the work at its next checkpoint; other work is done meanwhile. */
    public void pause() {
        if (!paused.get()) {
            control.pause();
            paused.set(true);
        }
    }

    /** Lets held work resume. */
    public void resume() {
        if (paused.get()) {
            paused.set(false);
            control.resume();
            owner.wake();
        }
    }

    /**
     * Asks the work to stop at its next checkpoint; work that has not begun is over at once.
     *
     * @param mayInterruptIfRunning not regarded
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return false;
        }
        control.cancel();
        if (owner.withdraw(this)) {
            return super.cancel(false);
        }
        owner.wake();
        FxThread.later(() -> cancelling.set(true));
        return true;
    }

    /**
     * The task's end as a future, which completes on the FX thread; cancelling it cancels the task. Called on the FX
     * thread.
     */
    public CompletableFuture<T> asFuture() {
        CompletableFuture<T> future = new CompletableFuture<>();
        stateProperty().addListener((property, old, now) -> {
            switch (now) {
                case SUCCEEDED -> future.complete(getValue());
                case FAILED -> future.completeExceptionally(getException());
                case CANCELLED -> future.cancel(false);
                default -> {
                }
            }
        });
        future.whenComplete((result, failure) -> {
            if (future.isCancelled()) {
                cancel();
            }
        });
        if (isCancelled()) {
            future.cancel(false);
        }
        return future;
    }

    /** Whether the work is held, or will be at its next checkpoint. */
    public ReadOnlyBooleanProperty pausedProperty() {
        return paused.getReadOnlyProperty();
    }

    /** Whether the work was told to stop; it may still be on its way to the next checkpoint. */
    public ReadOnlyBooleanProperty cancellingProperty() {
        return cancelling.getReadOnlyProperty();
    }

    /**
     * The time that the work will still take, in seconds, guessed from the time it took so far; NaN when it cannot be
     * known.
     */
    public ReadOnlyDoubleProperty secondsLeftProperty() {
        return secondsLeft.getReadOnlyProperty();
    }

    private void show(double fraction, String message) {
        // Here, not where it is seen: that may be in the midst of other work.
        worked = System.nanoTime() - elsewhere;
        updateMessage(message);
        updateProgress(Double.isNaN(fraction) ? -1 : fraction, 1);
    }

    /**
     * From where progress first moves: work that was resumed has not done what came before, and getting ready tells
     * nothing of the pace.
     */
    private void estimate(double fraction) {
        long now = worked;
        if (fraction < 0) {
            secondsLeft.set(Double.NaN);
        } else if (Double.isNaN(readyAt)) {
            readyAt = fraction;
        } else if (firstAt == 0) {
            firstAt = now;
            firstFraction = fraction;
        } else {
            double done = fraction - firstFraction;
            secondsLeft.set(done < LEAST_KNOWN_FRACTION ? Double.NaN : (now - firstAt) / 1e9 * (1 - fraction) / done);
        }
    }

    /** What the work sees. */
    private final class Checkpoints implements Progress {

        @Override
        public void update(double fraction, String message) {
            control.update(fraction, message);
        }

        @Override
        public void checkpoint() {
            long before = System.nanoTime();
            owner.checkpoint(() -> control.isPaused() && !control.isCancelled(), () -> updateMessage(WAITING));
            elsewhere += System.nanoTime() - before;
            // Not control.checkpoint(): told to pause just now, it would hold the thread and leave questions
            // unanswered.
            if (control.isCancelled()) {
                throw new CancellationException();
            }
        }
    }

    /**
     * Long work for the engine thread.
     *
     * @param <T> what it gives: plain data, as it leaves the thread
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does the work. Calls {@link Progress#checkpoint} between batches: there the work is paused and cancelled, and
         * there the pages' short questions are answered.
         */
        T run(Progress progress) throws Exception;
    }

    /** Who runs the task, as far as the task knows it. */
    interface Owner {

        /** Takes a task out of the queue; false when it has begun or is over. */
        boolean withdraw(EngineTask<?> task);

        /** Lets a held task look whether it is still to be held. */
        void wake();

        /**
         * Answers the questions that wait; sleeps while {@code paused}, and is told to look again by {@link #wake}.
         *
         * @param waits run where the work is resumed, but other work runs that comes first
         */
        void checkpoint(BooleanSupplier paused, Runnable waits);
    }
}
