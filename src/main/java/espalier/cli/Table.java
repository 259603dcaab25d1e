package espalier.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in columns: as wide as they need to be, numbers to the right. */
final class Table {

    private static final String GAP = "  ";

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
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : GAP).append(right[i] ? space + row[i] : row[i] + space);
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}
