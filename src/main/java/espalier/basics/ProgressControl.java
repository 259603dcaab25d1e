package espalier.basics;

import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/** A {@link Progress} that another thread can pause, resume and cancel. */
public final class ProgressControl implements Progress {

    private final BiConsumer<Double, String> watcher;
    private boolean paused;
    private boolean cancelled;

    /** @param watcher told of every update, on the thread that works */
    public ProgressControl(BiConsumer<Double, String> watcher) {
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
