package espalier.app.shell;

import espalier.app.EngineTask;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the buttons of a task do. */
final class TaskControls {

    private TaskControls() {}

    /** Makes the buttons those of a task. */
    static void wire(EngineTask<?> task, Button pause, Button cancel) {
        wire(task, pause);
        cancel.disableProperty().unbind();
        cancel.disableProperty().bind(task.cancellingProperty());
        cancel.setTooltip(new Tooltip("Cancel"));
        cancel.setAccessibleText("Cancel");
        cancel.setOnAction(event -> task.cancel());
    }

    /** Makes a button pause and resume a task. */
    static void wire(EngineTask<?> task, Button pause) {
        pause.disableProperty().unbind();
        pause.disableProperty().bind(task.cancellingProperty().or(task.runningProperty().not()));
        FontIcon icon = (FontIcon) pause.getGraphic();
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.when(task.pausedProperty()).then("Resume").otherwise("Pause"));
        pause.setTooltip(tooltip);
        pause.accessibleTextProperty().unbind();
        pause.accessibleTextProperty().bind(tooltip.textProperty());
        icon.setIconLiteral(task.pausedProperty().get() ? "fth-play" : "fth-pause");
        pause.setOnAction(event -> {
            if (task.pausedProperty().get()) {
                task.resume();
            } else {
                task.pause();
            }
        });
        task.pausedProperty().addListener((paused, old, now) -> icon.setIconLiteral(now ? "fth-play" : "fth-pause"));
    }
}
