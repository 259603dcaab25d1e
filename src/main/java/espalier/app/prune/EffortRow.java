package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.controls.FormParts;
import espalier.basics.Figures;
import espalier.pruning.Effort;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Three buttons, each with how long the run would take; none is pressed where the form's own numbers decide. */
final class EffortRow extends HBox {

    private final EffortModel model;
    private final ToggleGroup group = new ToggleGroup();

    EffortRow(EffortModel model, PruneForm form) {
        this.model = model;
        getStyleClass().addAll("segments", "efforts");
        for (Effort effort : Effort.values()) {
            getChildren().add(button(effort));
        }
        disableProperty().bind(form.limited());
        group.selectedToggleProperty().addListener((property, old, now) -> {
            if (now != null) {
                model.effortProperty().set((Effort) now.getUserData());
            } else if (model.effortProperty().get() != null) {
                group.selectToggle(old);
            }
        });
        model.effortProperty().addListener(property -> select());
        select();
    }

    private void select() {
        group.selectToggle(group.getToggles().stream()
                .filter(button -> button.getUserData() == model.effortProperty().get()).findFirst().orElse(null));
    }

    private ToggleButton button(Effort effort) {
        Label title = new Label(effort.title());
        Label time = new Label();
        time.getStyleClass().add("hint");
        time.setId("time-" + effort.name().toLowerCase(Locale.ROOT));
        time.textProperty().bind(Bindings.createStringBinding(() -> {
            Double seconds = model.timesProperty().get().get(effort);
            return seconds == null ? "…" : "≈ " + Figures.time(seconds);
        }, model.timesProperty()));
        VBox both = new VBox(title, time);
        both.getStyleClass().add("effort");
        ToggleButton button = new ToggleButton("", both);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.setId("effort-" + effort.name().toLowerCase(Locale.ROOT));
        button.setAccessibleText(effort.title());
        button.setUserData(effort);
        button.setToggleGroup(group);
        button.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(button, Priority.ALWAYS);
        button.getStyleClass().addAll(Styles.SMALL, effort == Effort.QUICK ? Styles.LEFT_PILL
                : effort == Effort.THOROUGH ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
        Tooltip tooltip = FormParts.tooltip("");
        tooltip.setOnShowing(
                event -> tooltip.setText((model.training() == 0 ? effort.title() : effort.words(model.training()))
                        + ". The time is that of the whole run on this machine, from a few steps that were measured"));
        button.setTooltip(tooltip);
        return button;
    }
}
