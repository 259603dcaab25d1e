package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.basics.Figures;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What a run does now, how far it is and how long it will take; holds it, resumes it, stops it. */
final class RunProgress extends VBox {

    RunProgress(RunModel run) {
        getStyleClass().add("run-progress");
        Label title = new Label(run.title());
        title.getStyleClass().add("heading");
        ProgressBar bar = new ProgressBar();
        bar.progressProperty().bind(run.task().progressProperty());
        bar.setMaxWidth(Double.MAX_VALUE);
        Label message = new Label();
        message.getStyleClass().add("hint");
        message.textProperty().bind(Bindings.createStringBinding(() -> switch (run.stateProperty().get()) {
            case PAUSED -> "Paused. " + run.task().getMessage();
            case CANCELLING -> "Stopping after this batch…";
            default -> run.task().getMessage();
        }, run.stateProperty(), run.task().messageProperty()));
        Label left = new Label();
        left.getStyleClass().add("figure");
        left.setMinWidth(Region.USE_PREF_SIZE);
        left.textProperty().bind(Bindings.createStringBinding(() -> {
            double seconds = run.task().secondsLeftProperty().get();
            return Double.isNaN(seconds) ? "" : "about " + Figures.time(seconds) + " left";
        }, run.task().secondsLeftProperty()));
        HBox.setHgrow(bar, Priority.ALWAYS);
        HBox.setHgrow(message, Priority.ALWAYS);
        message.setMaxWidth(Double.MAX_VALUE);
        HBox first = new HBox(title, bar, left, pause(run), cancel(run));
        first.getStyleClass().add("row");
        getChildren().addAll(first, message);
        BooleanBinding under = run.outcomeProperty().isEmpty();
        visibleProperty().bind(under);
        managedProperty().bind(under);
    }

    private static Button pause(RunModel run) {
        Button button = new Button();
        button.setId("pause");
        button.getStyleClass().add(Styles.SMALL);
        BooleanBinding paused = run.stateProperty().isEqualTo(PruneState.PAUSED);
        FontIcon icon = new FontIcon("fth-pause");
        paused.addListener((property, old, now) -> icon.setIconLiteral(now ? "fth-play" : "fth-pause"));
        button.setGraphic(icon);
        button.textProperty().bind(Bindings.when(paused).then("Resume").otherwise("Pause"));
        button.setOnAction(event -> {
            if (paused.get()) {
                run.task().resume();
            } else {
                run.task().pause();
            }
        });
        button.disableProperty().bind(run.stateProperty().isEqualTo(PruneState.CANCELLING));
        return button;
    }

    private static Button cancel(RunModel run) {
        Button button = new Button("Cancel", new FontIcon("fth-x"));
        button.setId("cancel");
        button.getStyleClass().add(Styles.SMALL);
        button.setTooltip(FormPane.tooltip("Stops after this batch. What was reached before is kept."));
        button.setOnAction(event -> run.task().cancel());
        button.disableProperty().bind(run.stateProperty().isEqualTo(PruneState.CANCELLING));
        return button;
    }
}
