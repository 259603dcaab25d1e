package espalier.basics;

/**
 * Something that went wrong and that a person can mend. The message is one clear sentence or two: what is wrong, with
 * which file or value, and what to do. It is shown as it is, in the window and on the command line; the cause goes to
 * the log.
 */
public final class Problem extends RuntimeException {

    /** A problem with nothing behind it that the log should know. */
    public Problem(String message) {
        super(message);
    }

    /** A problem that an exception brought to light. */
    public Problem(String message, Throwable cause) {
        super(message, cause);
    }
}
