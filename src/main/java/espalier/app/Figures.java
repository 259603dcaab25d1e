package espalier.app;

import java.util.Locale;

/** Numbers for people: a fixed number of digits, a thin space before the unit, "–" for what is not known. */
public final class Figures {

    private static final String UNKNOWN = "–";

    private Figures() {
    }

    /** 93.4 % of a share of 0 to 1. */
    public static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** 812, 38.6 k, 1.24 M, 3.10 G. */
    public static String large(double count) {
        double size = Math.abs(count);
        return Double.isNaN(count) ? UNKNOWN
                : size < 1000 ? String.format(Locale.ROOT, "%.0f", count)
                : size < 1e6 ? String.format(Locale.ROOT, "%.1f k", count / 1e3)
                : size < 1e9 ? String.format(Locale.ROOT, "%.2f M", count / 1e6)
                : String.format(Locale.ROOT, "%.2f G", count / 1e9);
    }

    /** 12,345 with a thin space. */
    public static String whole(double count) {
        return Double.isNaN(count) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", count).replace(',', '\u2009');
    }

    /** ×7.98 */
    public static String rate(double rate) {
        return Double.isNaN(rate) ? UNKNOWN : String.format(Locale.ROOT, "×%.2f", rate);
    }

    /** 0:48 or 1:02:10 of seconds. */
    public static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return UNKNOWN;
        }
        long whole = Math.round(seconds);
        return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** 1.1 GiB or 340 MiB of bytes. */
    public static String memory(double bytes) {
        return bytes < 1L << 30 ? String.format(Locale.ROOT, "%.0f MiB", bytes / (1L << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (1L << 30));
    }
}
