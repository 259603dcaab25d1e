package espalier.basics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tables as text for spreadsheets (RFC 4180). */
public final class Csv {

    private Csv() {}

    /** A line with its end; what needs quotes has them. */
    public static String line(List<String> fields) {
        return fields.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A number with six digits; empty where it is not known. */
    public static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
