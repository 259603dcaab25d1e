package espalier.app.controls;

import atlantafx.base.theme.Styles;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** What the sections and rows of forms are put together from. */
public final class FormParts {

    private FormParts() {}

    /** A titled part of the form. */
    public static VBox section(String title, String explanation, Node... content) {
        Label heading = new Label(title);
        heading.getStyleClass().add("heading");
        heading.setTooltip(tooltip(explanation));
        VBox section = new VBox(heading);
        section.getStyleClass().add("section");
        section.getChildren().addAll(content);
        return section;
    }

    /** A name, and a control at the right. */
    public static HBox row(String name, String explanation, Node control) {
        Label label = new Label(name);
        label.setTooltip(tooltip(explanation));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        if (control instanceof Region region) {
            region.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox row = new HBox(label, spring(), control);
        row.getStyleClass().add("row");
        return row;
    }

    /** A field is red while something is wrong with it, and says what instead of what it is for. */
    public static void tell(TextField field, ObservableStringValue problem, String explanation) {
        Tooltip tooltip = tooltip("");
        tooltip.textProperty().bind(
                Bindings.createStringBinding(() -> problem.get().isEmpty() ? explanation : problem.get(), problem));
        field.setTooltip(tooltip);
        problem.addListener((property, old, now) -> field.pseudoClassStateChanged(Styles.STATE_DANGER, !now.isEmpty()));
    }

    private static Region spring() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /** What stands behind a number. */
    public static Label unit(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("unit");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    /** A small title within a section. */
    public static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    /** A sentence in small letters, as high as it needs. */
    public static Label hint(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("hint");
        return label;
    }

    /** A tooltip of whole sentences. */
    public static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        tooltip.setShowDelay(Duration.millis(400));
        return tooltip;
    }
}
