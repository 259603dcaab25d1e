package espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** Text in columns: as wide as they need to be, numbers to the right. */
final class Table {

    private static final int GAP = 2;
    private static final Help.ColorScheme COLOURS = Help.defaultColorScheme(Ansi.OFF);

    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /** @param headings of the columns; those that begin with &gt; are set to the right */
    Table(String... headings) {
        right = new boolean[headings.length];
        String[] plain = headings.clone();
        for (int i = 0; i < plain.length; i++) {
            right[i] = plain[i].startsWith(">");
            plain[i] = right[i] ? plain[i].substring(1) : plain[i];
        }
        rows.add(plain);
    }

    /** Adds a row with a cell for each column. */
    Table row(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(Arrays.toString(cells) + " for " + right.length + " columns");
        }
        rows.add(cells);
        return this;
    }

    /** Prints the headings and all rows. */
    void print(Terminal terminal) {
        int[] widths = IntStream.range(0, right.length)
                .map(i -> rows.stream().mapToInt(row -> row[i].length()).max().orElse(0)).toArray();
        Column[] columns = new Column[widths.length];
        for (int i = 0; i < columns.length; i++) {
            int gap = i == 0 ? 0 : GAP;
            columns[i] = new Column(gap + widths[i], gap, Column.Overflow.SPAN);
        }
        TextTable table = TextTable.forColumns(COLOURS, columns);
        for (String[] row : rows) {
            table.addRowValues(IntStream.range(0, row.length)
                    .mapToObj(i -> right[i] ? " ".repeat(widths[i] - row[i].length()) + row[i] : row[i])
                    .toArray(String[]::new));
        }
        table.toString().lines().forEach(terminal::line);
    }
}
