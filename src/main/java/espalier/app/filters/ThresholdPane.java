package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.FilterDecisions;
import espalier.app.Session;
import espalier.app.controls.Histogram;
import espalier.app.figures.Figure;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The scores of all filters with the threshold, and what it would remove. */
final class ThresholdPane extends HBox {

    private final FiltersViewModel model;
    private final Label sentence = new Label();
    private final Label remark = new Label();

    ThresholdPane(Session session, FiltersViewModel model) {
        super(16);
        this.model = model;
        getStyleClass().add("threshold-pane");
        Histogram histogram = new Histogram();
        histogram.setId("histogram");
        histogram.setAccessibleText("Threshold: filters that matter to fewer classes go");
        histogram.valuesProperty().bind(model.histogramProperty());
        histogram.thresholdProperty().bindBidirectional(model.thresholdProperty());
        Label heading = new Label("Scores of all filters, and the threshold");
        heading.getStyleClass().add("section-heading");
        heading.setTooltip(
                new Tooltip("A filter's score is the number of classes that it matters to. Drag the line, or use the "
                        + "arrow keys:\nfilters that matter to fewer classes would go. Coloured: the chosen layer. Heights by square root.\n"
                        + "The count is the paper's, exactly. It follows ReLU and max pool, not labels: Shuffle the labels shows that."));
        Figure.of(histogram, heading.getText());
        VBox left = new VBox(2, heading, histogram);
        HBox.setHgrow(left, Priority.ALWAYS);
        VBox.setVgrow(histogram, Priority.ALWAYS);
        sentence.setId("removal-sentence");
        sentence.getStyleClass().add(Styles.TEXT_BOLD);
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        remark.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        remark.setWrapText(true);
        remark.setMinHeight(Region.USE_PREF_SIZE);
        VBox right = new VBox(6, sentence, remark, buttons(session, session.decisions()));
        right.setAlignment(Pos.CENTER_LEFT);
        right.setPrefWidth(290);
        right.setMinWidth(250);
        getChildren().addAll(left, right);
        model.removalProperty().addListener(change -> tell());
        model.histogramProperty().addListener(change -> tell());
        tell();
    }

    private FlowPane buttons(Session session, FilterDecisions decisions) {
        Button usual = new Button("Paper's");
        usual.setTooltip(new Tooltip(
                "The paper's threshold: three of ten classes, or 0.3 of their number (Class-Aware Pruning)"));
        usual.getStyleClass().add(Styles.SMALL);
        usual.setOnAction(event -> model.resetThreshold());
        Button undo = icon("fth-corner-up-left",
                "Take the last decision back, of a filter or of the threshold (Ctrl+Z)");
        undo.disableProperty().bind(decisions.canUndoProperty().not());
        undo.setOnAction(event -> decisions.undo());
        undo.setId("undo");
        Button redo = icon("fth-corner-up-right", "Decide again what was taken back (Ctrl+Y)");
        redo.disableProperty().bind(decisions.canRedoProperty().not());
        redo.setOnAction(event -> decisions.redo());
        Button prune = new Button("Prune by it…", new FontIcon("fth-scissors"));
        prune.setId("prune-by-threshold");
        prune.getStyleClass().add(Styles.SMALL);
        prune.setTooltip(new Tooltip("Goes to the page Prune with this threshold in its form"));
        prune.setOnAction(event -> {
            session.wantedThresholdProperty().set(model.thresholdProperty().get());
            session.setPage("Prune");
        });
        return new FlowPane(6, 4, usual, prune, undo, redo);
    }

    private static Button icon(String code, String said) {
        Button button = new Button(null, new FontIcon(code));
        button.getStyleClass().addAll(Styles.SMALL, Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(said));
        button.setAccessibleText(said);
        return button;
    }

    private void tell() {
        sentence.setText(model.groupsProperty().get() == null ? "Finding out which filters go together…"
                : model.removalProperty().get().sentence());
        String more = model.remark();
        remark.setText(more);
        remark.setVisible(!more.isEmpty());
        remark.setManaged(!more.isEmpty());
    }
}
