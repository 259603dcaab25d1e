package espalier.app.figures;

import espalier.basics.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.GridPane;

/** What tables show, as CSV. */
final class Tables {

    private Tables() {}

    /** All rows of a table, or the words of a grid; empty for anything else. */
    static Optional<String> csv(Node node) {
        if (node instanceof TableView<?> table) {
            return Optional.of(csv(table.getVisibleLeafColumns(), table.getItems().size()));
        }
        if (node instanceof TreeTableView<?> table) {
            return Optional.of(csv(table.getVisibleLeafColumns(), table.getExpandedItemCount()));
        }
        return node instanceof GridPane grid ? Optional.of(csv(grid)) : Optional.empty();
    }

    private static String csv(List<? extends TableColumnBase<?, ?>> columns, int rows) {
        IntFunction<List<String>> row = index -> columns.stream().map(column -> value(column.getCellData(index)))
                .toList();
        return Csv.line(columns.stream().map(Tables::heading).toList())
                + IntStream.range(0, rows).mapToObj(row).map(Csv::line).collect(Collectors.joining());
    }

    private static String value(Object value) {
        return value == null ? "" : value instanceof Double number ? Csv.number(number) : value.toString();
    }

    private static String heading(TableColumnBase<?, ?> column) {
        return column.getText() != null && !column.getText().isEmpty() ? column.getText()
                : column instanceof TableColumn<?, ?> && column.getGraphic() instanceof Labeled label ? label.getText()
                        : column.getGraphic() instanceof Label label ? label.getText() : "";
    }

    private static String csv(GridPane grid) {
        TreeMap<Integer, TreeMap<Integer, String>> rows = new TreeMap<>();
        for (Node cell : grid.getChildren()) {
            String words = words(cell);
            if (!words.isEmpty() && cell.isVisible()) {
                rows.computeIfAbsent(place(GridPane.getRowIndex(cell)), row -> new TreeMap<>())
                        .put(place(GridPane.getColumnIndex(cell)), words);
            }
        }
        int columns = 1 + rows.values().stream().mapToInt(TreeMap::lastKey).max().orElse(0);
        List<Integer> used = IntStream.range(0, columns).boxed()
                .filter(column -> rows.values().stream().anyMatch(row -> row.containsKey(column))).toList();
        StringBuilder csv = new StringBuilder();
        rows.values().forEach(
                row -> csv.append(Csv.line(used.stream().map(column -> row.getOrDefault(column, "")).toList())));
        return csv.toString();
    }

    private static int place(Integer index) {
        return index == null ? 0 : index;
    }

    private static String words(Node cell) {
        if (cell instanceof Labeled label) {
            return label.getText() == null ? "" : label.getText().strip().replace('\n', ' ');
        }
        List<String> inside = new ArrayList<>();
        if (cell instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().stream().map(Tables::words).filter(words -> !words.isEmpty())
                    .forEach(inside::add);
        }
        return String.join(" ", inside);
    }
}
