package espalier.cli;

import java.util.Locale;

/** Numbers as people read them: 93.4 %, 1.24 M, ×7.98. */
final class Figures {

    private Figures() {
    }

    /** A share of 1 in per cent; – where it is not known. */
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** A count with thousands apart. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', ' ');
    }

    /** A large count in thousands or millions. */
    static String large(long value) {
        return value < 10_000 ? count(value)
                : value < 1_000_000 ? String.format(Locale.ROOT, "%.1f k", value / 1e3)
                : String.format(Locale.ROOT, "%.2f M", value / 1e6);
    }

    /** A rate: size before ÷ size after. */
    static String rate(double value) {
        return "×" + (value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value));
    }

    /** A number with so many digits behind the point; – where it is not known. */
    static String fixed(double value, int digits) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
