package espalier.app;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the person what happened beside the page. May be called from any thread. */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private Consumer<Notice> receiver = notice -> {};
    private WeakReference<Throwable> lastReported = new WeakReference<>(null);

    /** @param engine whose failed tasks are reported */
    public Notices(EngineThread engine) {
        engine.tasks().addListener((ListChangeListener<EngineTask<?>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(
                        task -> task.exceptionProperty().addListener((property, old, failure) -> report(failure)));
            }
        });
    }

    /** Who shows notices, on the FX thread: the shell. */
    public void setReceiver(Consumer<Notice> shower) {
        receiver = Objects.requireNonNull(shower);
    }

    /** Tells the person that something is done. */
    public void tell(String sentence) {
        FxThread.later(() -> receiver.accept(new Notice(Notice.Kind.DONE, sentence)));
    }

    /** Offers the person to do something; stays until it is done or closed. */
    public void offer(String sentence, Notice.Action action) {
        FxThread.later(() -> receiver.accept(new Notice(Notice.Kind.OFFER, sentence, Optional.of(action))));
    }

    /**
     * Tells the person of a failure: a problem as it says itself, anything else with a hint to the log, which gets the
     * details. A cancellation is nothing to tell. The same failure is told once, and null is nothing.
     */
    public void report(Throwable failure) {
        if (failure != null && !Notice.isCancellation(failure)) {
            FxThread.later(() -> reportOnce(Notice.cause(failure)));
        }
    }

    private void reportOnce(Throwable cause) {
        if (lastReported.get() == cause) {
            return;
        }
        lastReported = new WeakReference<>(cause);
        Notice notice = Notice.of(cause);
        if (notice.kind() == Notice.Kind.FAULT) {
            LOG.error("Not expected", cause);
        } else {
            LOG.info("Told: {}", cause.getMessage(), cause);
        }
        receiver.accept(notice);
    }
}
