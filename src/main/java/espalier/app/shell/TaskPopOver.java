package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.EngineTask;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.TaskProgressView;
import org.kordamp.ikonli.javafx.FontIcon;

/** All long work that runs or waits, each with its progress, pause and cancel. */
final class TaskPopOver {

    private final TaskProgressView<EngineTask<?>> view = new TaskProgressView<>();
    private final PopOver popOver = new PopOver(view);

    TaskPopOver(ObservableList<EngineTask<?>> tasks) {
        view.setGraphicFactory(TaskPopOver::pauseButton);
        view.setPrefSize(440, 240);
        popOver.setArrowLocation(PopOver.ArrowLocation.BOTTOM_CENTER);
        popOver.setDetachable(false);
        popOver.setAnimated(false);
        view.getTasks().setAll(tasks);
        tasks.addListener((ListChangeListener<EngineTask<?>>) change -> {
            while (change.next()) {
                view.getTasks().removeAll(change.getRemoved());
                view.getTasks().addAll(change.getAddedSubList());
            }
            if (tasks.isEmpty()) {
                popOver.hide();
            }
        });
    }

    void show(Node owner) {
        popOver.show(owner, -4);
    }

    private static Node pauseButton(EngineTask<?> task) {
        Button pause = new Button(null, new FontIcon("fth-pause"));
        pause.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        TaskControls.wire(task, pause);
        return pause;
    }
}
