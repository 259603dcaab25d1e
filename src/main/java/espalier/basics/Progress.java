package espalier.basics;

import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/**
 * What long work needs of whoever watches it. The window wraps one in a JavaFX task, the command line in a printed bar,
 * a test in nothing. Implementations may be called from any thread.
 */
public interface Progress {

    /** Nobody watches and nobody cancels. */
    Progress NONE = (fraction, message) -> {};

    /**
     * Tells how far the work is.
     *
     * @param fraction 0 to 1, or {@code NaN} when it cannot be known
     * @param message  what is being done, for a person to read
     */
    void update(double fraction, String message);

    /**
     * The place where work may be stopped or held: called between batches. Returns at once, or blocks while paused.
     *
     * @throws CancellationException when the work is to stop
     */
    default void checkpoint() {}

    /** The progress of a part of this work, which covers the fractions {@code from} to {@code to} of the whole. */
    default Progress part(double from, double to) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void update(double fraction, String message) {
                whole.update(Double.isNaN(fraction) ? Double.NaN : from + fraction * (to - from), message);
            }

            @Override
            public void checkpoint() {
                whole.checkpoint();
            }
        };
    }

    /** A {@link Progress} that another thread can pause, resume and cancel. */
    final class Control implements Progress {

        private final BiConsumer<Double, String> watcher;
        private boolean paused;
        private boolean cancelled;

        /** @param watcher told of every update, on the thread that works */
        public Control(BiConsumer<Double, String> watcher) {
            this.watcher = watcher;
        }

        @Override
        public void update(double fraction, String message) {
            watcher.accept(fraction, message);
        }

        @Override
        public synchronized void checkpoint() {
            while (paused && !cancelled) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    cancelled = true;
                }
            }
            if (cancelled) {
                throw new CancellationException();
            }
        }

        /** Holds the work at its next checkpoint. */
        public synchronized void pause() {
            paused = true;
        }

        /** Lets held work resume. */
        public synchronized void resume() {
            paused = false;
            notifyAll();
        }

        /** Stops the work at its next checkpoint, held or not. */
        public synchronized void cancel() {
            cancelled = true;
            notifyAll();
        }

        /** Whether the work is held, or will be at its next checkpoint. */
        public synchronized boolean isPaused() {
            return paused;
        }

        /** Whether the work was told to stop. */
        public synchronized boolean isCancelled() {
            return cancelled;
        }
    }
}
