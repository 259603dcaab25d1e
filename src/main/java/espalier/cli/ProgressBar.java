package espalier.cli;

import com.sun.jna.Platform;
import espalier.basics.Figures;
import espalier.basics.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * How far the work is, on standard error: a bar that is drawn over itself on a terminal, and a plain line now and then
 * where there is none, for a log file.
 */
final class ProgressBar implements Progress {

    private static final int CELLS = 16;
    private static final int WIDTH = width();
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 30_000_000_000L;
    /** Before this share of the work an estimate of the time left is a guess. */
    private static final double ENOUGH = 0.01;

    private final PrintStream err;
    private final boolean interactive;
    private final String full;
    private final String empty;
    private long start;
    private long last;
    private int drawn;
    private volatile boolean cancelled;

    ProgressBar(PrintStream err, boolean interactive) {
        this.err = err;
        this.interactive = interactive;
        // Consoles there often have character sets without blocks.
        this.full = Platform.isWindows() ? "#" : "█";
        this.empty = Platform.isWindows() ? "-" : "░";
        restart();
    }

    /** Counts time from now on. */
    synchronized void restart() {
        start = System.nanoTime();
        last = start;
    }

    @Override
    public synchronized void update(double fraction, String message) {
        long now = System.nanoTime();
        if (now - last < (interactive ? REDRAW_NANOS : PLAIN_NANOS)) {
            return;
        }
        last = now;
        double seconds = (now - start) / 1e9;
        if (interactive) {
            draw(bar(fraction) + state(fraction, seconds) + "  " + message);
        } else {
            err.println(state(fraction, seconds).strip() + "  " + message);
        }
    }

    @Override
    public void checkpoint() {
        if (cancelled) {
            throw new CancellationException();
        }
    }

    /** Stops the work at its next checkpoint. */
    void cancel() {
        cancelled = true;
    }

    /** Takes the bar away, so that something else can be printed. */
    synchronized void clear() {
        if (drawn > 0) {
            err.print("\r" + " ".repeat(drawn) + "\r");
            err.flush();
            drawn = 0;
        }
    }

    private void draw(String text) {
        String line = text.length() > WIDTH ? text.substring(0, WIDTH - 1) + "…" : text;
        err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        err.flush();
        drawn = line.length();
    }

    private String bar(double fraction) {
        int cells = Double.isNaN(fraction) ? 0 : (int) Math.round(Math.max(0, Math.min(1, fraction)) * CELLS);
        return full.repeat(cells) + empty.repeat(CELLS - cells);
    }

    /** " 42 %, 1:20 left" */
    static String state(double fraction, double seconds) {
        if (Double.isNaN(fraction)) {
            return String.format(Locale.ROOT, " %s so far", Figures.time(seconds));
        }
        String percent = String.format(Locale.ROOT, "%3.0f %%", 100 * fraction);
        return fraction < ENOUGH ? percent
                : percent + ", " + Figures.time(seconds / fraction * (1 - fraction)) + " left";
    }

    /** One less than the terminal's width, as far as it is told, so that the line never wraps. */
    private static int width() {
        try {
            return Math.max(40, Integer.parseInt(System.getenv("COLUMNS")) - 1);
        } catch (NumberFormatException e) {
            return 79;
        }
    }
}
