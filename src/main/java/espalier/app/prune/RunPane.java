package espalier.app.prune;

import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The run that is shown, above those that wait for it. */
final class RunPane extends BorderPane {

    private final VBox queue = new VBox();

    RunPane(PruneViewModel model, MilestoneActions actions) {
        queue.getStyleClass().add("queue");
        queue.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(model.waiting()));
        queue.managedProperty().bind(queue.visibleProperty());
        setBottom(queue);
        Map<RunModel, RunView> views = new HashMap<>();
        model.shownProperty().addListener((property, old, now) -> setCenter(now == null ? null
                : views.computeIfAbsent(now, run -> new RunView(run, actions, () -> model.resume(run)))));
        model.waiting().addListener((ListChangeListener<RunModel>) change -> queue.getChildren()
                .setAll(model.waiting().stream().map(RunPane::waiting).toList()));
    }

    private static HBox waiting(RunModel run) {
        Label text = new Label("Next: " + run.title());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button cancel = new Button("Take out");
        cancel.getStyleClass().addAll("small", "flat");
        cancel.setOnAction(event -> run.task().cancel());
        HBox row = new HBox(text, gap, cancel);
        row.getStyleClass().add("row");
        return row;
    }
}
