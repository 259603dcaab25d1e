package espalier.basics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/** Tables as text for spreadsheets (RFC 4180), written and read. */
public final class Csv {

    private static final CSVFormat WRITTEN = CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.MINIMAL).get();
    /** People's own tables: spaces around cells and a quote that is never closed are passed over. */
    private static final CSVFormat READ = CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true).setLenientEof(true).setTrailingData(true).get();

    /**
     * A row of a table that is read.
     *
     * @param line  where it ends in the text, counted from 1
     * @param cells without the quotes around them
     */
    public record Row(long line, List<String> cells) {

        /** The cells with commas between them, to show a person. */
        public String text() {
            return String.join(",", cells);
        }
    }

    private Csv() {}

    /** A line with its end; what needs quotes has them. */
    public static String line(List<String> fields) {
        return WRITTEN.format(fields.toArray()) + WRITTEN.getRecordSeparator();
    }

    /** A number with six digits; empty where it is not known. */
    public static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    /** All rows of a table, the one of its headings too; empty lines are passed over. */
    public static List<Row> rows(String text) {
        try (CSVParser parser = CSVParser.parse(text.replace("\uFEFF", ""), READ)) {
            List<Row> rows = new ArrayList<>();
            for (CSVRecord row : parser) {
                List<String> cells = row.toList();
                if (cells.size() > 1 || !cells.get(0).isBlank()) {
                    rows.add(new Row(parser.getCurrentLineNumber(), cells));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // There is no input but the text.
        }
    }
}
