package espalier.app.study;

import espalier.app.Page;
import espalier.app.controls.StatePane;
import espalier.app.controls.Words;
import espalier.app.figures.Figure;
import espalier.report.ResultTable;
import espalier.report.ResultTable.Column;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;

/** What a study comes to: its tables below each other, each with what it says in words. */
final class ResultsPane extends StackPane {

    private static final double ROW = 26;
    private static final double HEADING = 38;
    /** Of a cell and its neighbour together. */
    private static final double GAP = 15;
    private static final double MOST_WIDTH = 420;
    /** More rows scroll. */
    private static final int MOST_ROWS = 14;
    /** What a scroll bar takes. */
    private static final double BAR = 14;
    private static final int TOOLTIP_WIDTH = 440;

    private final VBox tables = new VBox();

    ResultsPane(StudiesViewModel model) {
        getStyleClass().add("study-results");
        tables.getStyleClass().add("tables");
        ScrollPane scroll = new ScrollPane(tables);
        scroll.setFitToWidth(true);
        scroll.setId("study-results");
        Node busy = StatePane.busy("Analysing", "Thousands of answers take some seconds.");
        Node nothing = StatePane.empty("fth-message-square", "No answers yet",
                "What people prefer or recognise, with intervals and tests, will stand here as answers come in. “Participants” lets them in.");
        Page.showWhile(busy, model.outcomeProperty().isNull());
        Page.showWhile(nothing, model.outcomeProperty().map(outcome -> outcome.tables().isEmpty()).orElse(false));
        Page.showWhile(scroll, model.outcomeProperty().map(outcome -> !outcome.tables().isEmpty()).orElse(false));
        getChildren().addAll(scroll, busy, nothing);
        model.outcomeProperty().addListener((property, old, now) -> {
            if (now != null) {
                show(now.tables());
                // What follows answers as they come stays where it is being read.
                if (old == null) {
                    scroll.setVvalue(0);
                }
            }
        });
        if (model.outcomeProperty().get() != null) {
            show(model.outcomeProperty().get().tables());
        }
    }

    private void show(List<ResultTable> results) {
        tables.getChildren().setAll(results.stream().map(ResultsPane::card).toList());
    }

    private static Node card(ResultTable result) {
        Label heading = new Label(result.title());
        heading.getStyleClass().add("card-title");
        VBox card = new VBox(heading, words(result.meaning(), "card-note"), table(result));
        result.sentences().forEach(sentence -> card.getChildren().add(words(sentence, "sentence")));
        card.getStyleClass().addAll("card-box", "study-card");
        return card;
    }

    /** Text that wraps. */
    static Label words(String text, String styleClass) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }

    /** A tooltip of several lines. */
    static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        return tooltip;
    }

    private static TableView<List<String>> table(ResultTable result) {
        TableView<List<String>> table = new TableView<>();
        table.getStyleClass().addAll("figures", "dense", "striped");
        table.setAccessibleText(result.title());
        for (int i = 0; i < result.columns().size(); i++) {
            table.getColumns().add(column(result, i));
        }
        table.getItems().setAll(result.rows());
        Figure.of(table, result.title());
        table.setFixedCellSize(ROW);
        double width = table.getColumns().stream().mapToDouble(TableColumn::getPrefWidth).sum();
        double height = HEADING + ROW * Math.min(MOST_ROWS, Math.max(1, result.rows().size()));
        // A bar below the rows where the columns are wider than the window.
        table.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> height + (table.getWidth() > 0 && table.getWidth() < width + BAR ? BAR : 0),
                        table.widthProperty()));
        table.setMinHeight(Region.USE_PREF_SIZE);
        table.setPrefWidth(width);
        return table;
    }

    private static TableColumn<List<String>, String> column(ResultTable result, int index) {
        Column kind = result.columns().get(index);
        Label heading = new Label(kind.title());
        heading.setTooltip(tooltip(kind.meaning()));
        TableColumn<List<String>, String> column = new TableColumn<>();
        column.setGraphic(heading);
        column.setSortable(false);
        column.setReorderable(false);
        if (!kind.number()) {
            column.getStyleClass().add("words");
        }
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().get(index)));
        double widest = Words.width(kind.title(), Font.font(12));
        for (List<String> row : result.rows()) {
            widest = Math.max(widest, Words.width(row.get(index), Font.font(12)));
        }
        column.setPrefWidth(Math.min(MOST_WIDTH, widest + GAP));
        column.setMinWidth(column.getPrefWidth());
        return column;
    }
}
