package espalier.basics;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Numbers as people read them, the same on every page and on the command line: 93.4 %, 2 000, 24.1 k, 1.24 M, ×7.98,
 * 0:48.
 */
public final class Figures {

    /** What stands for a number that is not known. */
    public static final String UNKNOWN = "–";

    private Figures() {}

    /** A share of 1 in per cent. */
    public static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : fixed(100 * share, 1) + " %";
    }

    /** The difference of two shares of 1, in percentage points, with its sign: −1.2, +0.4. */
    public static String points(double difference) {
        if (Double.isNaN(difference)) {
            return UNKNOWN;
        }
        String size = fixed(Math.abs(100 * difference), 1);
        return size.equals("0.0") ? "±0.0" : (difference < 0 ? "−" : "+") + size;
    }

    /** A count in thousands or millions where it is large, with three digits or four. */
    public static String large(double value) {
        if (Double.isNaN(value) || value < 10_000) {
            return count(value);
        }
        double size = value < 1_000_000 ? value / 1e3 : value < 1_000_000_000 ? value / 1e6 : value / 1e9;
        String unit = value < 1_000_000 ? " k" : value < 1_000_000_000 ? " M" : " G";
        return fixed(size, size < 10 ? 2 : 1) + unit;
    }

    /** A count to its last digit, thousands apart: 2 000. */
    public static String count(double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
    }

    /** A size in bytes. */
    public static String bytes(double bytes) {
        return bytes < 1e6 ? fixed(bytes / 1e3, bytes < 1e5 ? 1 : 0) + " kB"
                : fixed(bytes / 1e6, bytes < 1e7 ? 2 : 1) + " MB";
    }

    /** An amount of memory in bytes. */
    public static String memory(double bytes) {
        return bytes < 1L << 30 ? fixed(bytes / (1L << 20), 0) + " MiB" : fixed(bytes / (1L << 30), 1) + " GiB";
    }

    /** A rate that was reached: size before ÷ size after, with two digits. */
    public static String rate(double value) {
        return Double.isNaN(value) ? UNKNOWN : "×" + fixed(value, 2);
    }

    /** A time in minutes and seconds, or hours. */
    public static String time(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return UNKNOWN;
        }
        long all = Math.round(seconds);
        return all < 3600 ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }

    /** A number without needless zeros: 2, 2.5, 0.0005. */
    public static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value)
                : Double.isNaN(value) ? UNKNOWN : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** A probability with two digits, however small: 0.57, 0.00072, 3.2e-6. */
    public static String probability(double p) {
        if (Double.isNaN(p)) {
            return UNKNOWN;
        }
        String digits = String.format(Locale.ROOT, "%.1e", p);
        return p < 1e-4 ? digits.replace("e-0", "e-") : new BigDecimal(digits).toPlainString();
    }

    /** A number with so many digits behind the point. */
    public static String fixed(double value, int digits) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
