package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.basics.Figures;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;

/** The bottom line: the engine, the work that runs, and the memory. */
final class StatusLine extends HBox {

    private final EngineStatus engine;

    StatusLine(Parts parts) {
        getStyleClass().add("status-line");
        engine = new EngineStatus(parts.engine(), parts.notices());
        ReadOnlyStringProperty reading = parts.opener().openingProperty();
        Label opening = new Label();
        opening.getStyleClass().add(Styles.TEXT_MUTED);
        opening.textProperty()
                .bind(Bindings.when(reading.isEmpty()).then("").otherwise(Bindings.concat("Opening ", reading, "…")));
        engine.setMinWidth(USE_PREF_SIZE);
        TaskStrip tasks = new TaskStrip(parts.engine());
        HBox.setHgrow(tasks, Priority.ALWAYS);
        getChildren().addAll(engine, opening, tasks, new LeftOutStatus(parts.session(), parts.notices()), memory());
    }

    void startEngine() {
        engine.start();
    }

    private static Label memory() {
        Label memory = new Label();
        memory.setTooltip(new Tooltip("Java memory in use; networks keep their arrays beside it"));
        memory.setMinWidth(USE_PREF_SIZE);
        memory.getStyleClass().add(Styles.TEXT_SUBTLE);
        Runnable show = () -> {
            Runtime runtime = Runtime.getRuntime();
            memory.setText(Figures.memory(runtime.totalMemory() - runtime.freeMemory()));
        };
        show.run();
        Timeline every = new Timeline(new KeyFrame(Duration.seconds(2), event -> show.run()));
        every.setCycleCount(Animation.INDEFINITE);
        // Only while it is in a window: an endless animation would keep what was closed.
        memory.sceneProperty().addListener((scene, old, now) -> {
            if (now == null) {
                every.stop();
            } else {
                every.play();
            }
        });
        return memory;
    }
}
