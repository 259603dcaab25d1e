package espalier.report;

import espalier.basics.Csv;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One table of results with what it says in words.
 *
 * @param title     of the table
 * @param meaning   what was asked and counted, a sentence or two
 * @param columns   its columns
 * @param rows      cells in the columns' order
 * @param sentences what it comes to, in plain words
 */
public record ResultTable(String title, String meaning, List<Column> columns, List<List<String>> rows,
        List<String> sentences) {

    /**
     * A column.
     *
     * @param meaning what stands in it, with formula and source where it has one
     * @param number  whether its cells are numbers
     */
    public record Column(String title, String meaning, boolean number) {

        static Column words(String title, String meaning) {
            return new Column(title, meaning, false);
        }

        static Column number(String title, String meaning) {
            return new Column(title, meaning, true);
        }
    }

    /** The table as CSV (RFC 4180). */
    public String csv() {
        return Stream.concat(Stream.of(columns.stream().map(Column::title).toList()), rows.stream()).map(Csv::line)
                .collect(Collectors.joining());
    }
}
