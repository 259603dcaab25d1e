package espalier.app;

import espalier.app.EngineTask.Work;
import espalier.basics.Problem;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;
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
        offer(sentence, action, Notice.ALWAYS);
    }

    /** Offers the person to do something as long as that makes sense; stays until it is done, closed, or makes none. */
    public void offer(String sentence, Notice.Action action, ObservableBooleanValue makesSense) {
        FxThread.later(() -> {
            if (makesSense.get()) {
                receiver.accept(new Notice(Notice.Kind.OFFER, sentence, Optional.of(action), makesSense));
            }
        });
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

    /**
     * Something to tell the person beside the page.
     *
     * @param kind   how it looks
     * @param text   one or two sentences
     * @param action what can be done about it
     * @param holds  while it is true; what is not any more is not shown
     */
    public record Notice(Kind kind, String text, Optional<Action> action, ObservableBooleanValue holds) {

        private static final ObservableBooleanValue ALWAYS = new ReadOnlyBooleanWrapper(true);

        /** Something that is only told. */
        public Notice(Kind kind, String text) {
            this(kind, text, Optional.empty(), ALWAYS);
        }

        /**
         * A button.
         *
         * @param title what it does
         * @param run   does it, on the FX thread
         */
        public record Action(String title, Runnable run) {}

        /** How a notice looks. */
        public enum Kind {
            /** Work is done. */
            DONE,
            /** Something that can be done, and waits for the person. */
            OFFER,
            /** Something that the person can mend. */
            PROBLEM,
            /** A fault of the program's own. */
            FAULT
        }

        /** What to tell of a failure. */
        public static Notice of(Throwable failure) {
            Throwable cause = cause(failure);
            if (cause instanceof Problem) {
                return new Notice(Kind.PROBLEM, cause.getMessage());
            }
            if (cause instanceof OutOfMemoryError) {
                return new Notice(Kind.PROBLEM,
                        "There is not enough memory for this. Close other programs, or start Espalier "
                                + "with more: java -Xmx8g -jar espalier.jar");
            }
            return new Notice(Kind.FAULT, "Espalier made a mistake (" + cause.getClass().getSimpleName()
                    + (cause.getMessage() == null ? "" : ": " + cause.getMessage()) + "). The log has the details.");
        }

        /** What is behind the wrappers that futures add. */
        static Throwable cause(Throwable failure) {
            Throwable cause = failure;
            while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                    && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return cause;
        }

        /** Whether it is nothing to tell of: somebody cancelled. */
        static boolean isCancellation(Throwable failure) {
            return cause(failure) instanceof CancellationException;
        }
    }
}
