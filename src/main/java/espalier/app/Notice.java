package espalier.app;

import espalier.app.EngineTask.Work;
import espalier.basics.Problem;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Something to tell the person beside the page.
 *
 * @param kind   how it looks
 * @param text   one or two sentences
 * @param action what can be done about it
 */
public record Notice(Kind kind, String text, Optional<Action> action) {

    /** Something that is only told. */
    public Notice(Kind kind, String text) {
        this(kind, text, Optional.empty());
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
