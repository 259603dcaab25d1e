package espalier.cli;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import espalier.basics.Progress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Where a command prints: results to standard output, notes and progress to standard error. While the JSON goes to
 * standard output, results for people go to standard error, so that the output stays one JSON text.
 */
final class Terminal {

    private static final int STANDARD_ERROR = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final ProgressBar bar;
    private boolean outIsForJson;

    /** @param interactive whether standard error is a terminal, so that a bar can be drawn there */
    Terminal(PrintStream out, PrintStream err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.bar = new ProgressBar(err, interactive);
    }

    /** Whether standard error is a terminal. Java only tells that of standard input and output together. */
    static boolean isInteractive() {
        try {
            Function isatty = Platform.isWindows() ? Function.getFunction("msvcrt", "_isatty")
                    : Function.getFunction("c", "isatty");
            return isatty.invokeInt(new Object[] {STANDARD_ERROR}) != 0;
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    /** A line of the result, for a person. */
    void line(String text) {
        bar.clear();
        (outIsForJson ? err : out).println(text);
    }

    /** Something worth knowing beside the result. */
    void note(String text) {
        bar.clear();
        err.println("Note: " + text);
    }

    /** Why the command failed. */
    void failure(String text) {
        bar.clear();
        err.println(text);
    }

    /** The JSON text alone on standard output. */
    void json(String text) {
        bar.clear();
        out.println(text);
    }

    /** From now on standard output is for JSON only. */
    void keepOutForJson() {
        outIsForJson = true;
    }

    /** Begins a piece of work with a bar of its own. */
    Progress progress() {
        bar.restart();
        return bar;
    }

    /** Stops the work that the bar shows at its next checkpoint. */
    void cancel() {
        bar.cancel();
    }

    /** Takes the bar away. */
    void finish() {
        bar.clear();
        out.flush();
        err.flush();
    }

    PrintWriter outWriter() {
        return writer(out);
    }

    PrintWriter errWriter() {
        return writer(err);
    }

    /** Prints as the stream itself does: a writer made from it would take another character set. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] characters, int offset, int length) {
                stream.print(String.valueOf(characters, offset, length));
            }

            @Override
            public void flush() {
                stream.flush();
            }

            @Override
            public void close() {
                stream.close();
            }
        }, true);
    }
}
