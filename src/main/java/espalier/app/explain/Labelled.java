package espalier.app.explain;

import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/** A control of a tool bar with its name above it. */
final class Labelled extends VBox {

    Labelled(String name, String id, Control control, Tooltip tooltip) {
        Label label = new Label(name);
        label.setLabelFor(control);
        label.getStyleClass().add("field-name");
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(380);
        label.setTooltip(tooltip);
        control.setTooltip(tooltip);
        control.setId(id);
        control.setAccessibleText(name);
        control.setMaxWidth(Double.MAX_VALUE);
        control.setMinWidth(0);
        getStyleClass().add("labelled");
        setMinWidth(0);
        getChildren().addAll(label, control);
    }
}
