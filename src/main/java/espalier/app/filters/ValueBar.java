package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Segments;
import espalier.importance.FilterValue;
import java.util.List;
import javafx.beans.Observable;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/** Which value the heatmaps show, what it is worth, and a button that proves it. */
final class ValueBar extends HBox {

    private static final PseudoClass SHUFFLED = PseudoClass.getPseudoClass("shuffled");
    private static final int TOOLTIP_WIDTH = 520;

    private final FiltersViewModel model;
    private final Label note = new Label();
    private final Tooltip why = new Tooltip();

    ValueBar(FiltersViewModel model) {
        super(8);
        this.model = model;
        setAlignment(Pos.CENTER_LEFT);
        Segments<FilterValue> shown = new Segments<>(List.of(FilterValue.values()), FilterValue::title,
                FilterValue::explanation);
        shown.valueProperty().bindBidirectional(model.shownProperty());
        shown.setId("shown");
        shown.setMinWidth(Region.USE_PREF_SIZE);
        note.setId("value-note");
        note.getStyleClass().addAll(Styles.TEXT_SMALL, "value-note");
        note.setMaxWidth(Double.MAX_VALUE);
        note.setWrapText(true);
        note.setTooltip(why);
        why.setWrapText(true);
        why.setMaxWidth(TOOLTIP_WIDTH);
        why.setShowDelay(Duration.millis(300));
        why.setShowDuration(Duration.minutes(1));
        HBox.setHgrow(note, Priority.ALWAYS);
        getChildren().addAll(label("Show"), shown, note, shuffle());
        ScoreChecks checks = model.checks();
        for (Observable of : List.of(model.shownProperty(), checks.scoresProperty(), checks.shuffledLabelsProperty(),
                checks.agreementProperty(), checks.measuredProperty(), checks.activeProperty())) {
            of.addListener(change -> tell());
        }
        tell();
    }

    /** The name of a choice, beside it. */
    static Label label(String text) {
        Label label = new Label(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        return label;
    }

    private ToggleButton shuffle() {
        ToggleButton button = new ToggleButton("Shuffle the labels");
        button.setId("shuffle-labels");
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip tooltip = new Tooltip(
                "Gives the loss of each scoring picture another one's label and computes all values again; "
                        + "each picture stays in the row of its own class. What stays as it is does not depend on classes. "
                        + "Pruning keeps to the values with true labels. Press again to go back to them.");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        button.setTooltip(tooltip);
        button.selectedProperty().bindBidirectional(model.checks().shuffledLabelsProperty());
        return button;
    }

    private void tell() {
        note.setText(model.checks().note(model.shownProperty().get()));
        why.setText(model.checks().explanation(model.shownProperty().get()));
        note.pseudoClassStateChanged(SHUFFLED, model.checks().shuffledLabelsProperty().get());
    }
}
