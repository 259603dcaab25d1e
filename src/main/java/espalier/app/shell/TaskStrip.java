package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.EngineTask;
import espalier.app.EngineThread;
import espalier.basics.Figures;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.TaskProgressView;
import org.kordamp.ikonli.javafx.FontIcon;

/** The long work that runs, in the status bar; a click shows all that waits. */
final class TaskStrip extends HBox {

    private final EngineThread engine;
    private final ObservableList<EngineTask<?>> tasks;
    /** The work that is done, or where all is paused the first. */
    private EngineTask<?> shown;
    private final Label title = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Label message = new Label();
    private final Label left = new Label();
    private final Label waiting = new Label();
    private final Button pause = new Button(null, new FontIcon("fth-pause"));
    private final Button cancel = new Button(null, new FontIcon("fth-x"));

    TaskStrip(EngineThread engine) {
        this.engine = engine;
        tasks = engine.tasks();
        setId("tasks");
        getStyleClass().add("task-strip");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().add(Styles.TEXT_BOLD);
        message.getStyleClass().add(Styles.TEXT_MUTED);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(message.textProperty());
        message.setTooltip(whole);
        left.getStyleClass().add(Styles.TEXT_MUTED);
        left.setTooltip(new Tooltip("The time left, guessed from the time it took so far"));
        waiting.getStyleClass().add(Styles.TEXT_SUBTLE);
        pause.setId("task-pause");
        cancel.setId("task-cancel");
        for (Button button : new Button[] {pause, cancel}) {
            button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        }
        // The buttons stand before what changes its width, so that they stay under the mouse.
        title.setMinWidth(USE_PREF_SIZE);
        left.setMinWidth(USE_PREF_SIZE);
        waiting.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(title, bar, pause, cancel, message, left, waiting);
        TaskPopOver popOver = new TaskPopOver(tasks);
        // A progress bar would keep clicks to itself.
        bar.setMouseTransparent(true);
        setOnMouseClicked(event -> popOver.show(bar));
        setFocusTraversable(true);
        setAccessibleText("Work under way; press Enter for all of it");
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && event.getTarget() == this) {
                popOver.show(bar);
            }
        });
        tasks.addListener((ListChangeListener<EngineTask<?>>) change -> show());
        show();
    }

    private void show() {
        setVisible(!tasks.isEmpty());
        long paused = tasks.stream().filter(task -> task.pausedProperty().get()).count();
        EngineTask<?> task = engine.running().orElse(tasks.isEmpty() ? null : tasks.get(0));
        if (task != null && task.pausedProperty().get()) {
            paused--;
        }
        long waits = tasks.size() - 1 - paused;
        waiting.setText((paused > 0 ? "+ " + paused + " paused  " : "") + (waits > 0 ? "+ " + waits + " waiting" : ""));
        if (task != shown) {
            shown = task;
            follow();
        }
    }

    private void follow() {
        if (shown == null) {
            title.textProperty().unbind();
            message.textProperty().unbind();
            left.textProperty().unbind();
            bar.progressProperty().unbind();
            return;
        }
        EngineTask<?> task = shown;
        title.textProperty().bind(task.titleProperty());
        bar.progressProperty().bind(task.progressProperty());
        message.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> task.cancellingProperty().get() ? "Stopping at the next batch…"
                                : task.pausedProperty().get() ? "Paused" : task.getMessage(),
                        task.cancellingProperty(), task.pausedProperty(), task.messageProperty()));
        left.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Double.isNaN(task.secondsLeftProperty().get()) || task.pausedProperty().get() ? ""
                                : Figures.time(task.secondsLeftProperty().get()) + " left",
                        task.secondsLeftProperty(), task.pausedProperty()));
        wire(task, pause, cancel);
    }

    /** Makes the buttons those of a task. */
    private static void wire(EngineTask<?> task, Button pause, Button cancel) {
        wire(task, pause);
        cancel.disableProperty().unbind();
        cancel.disableProperty().bind(task.cancellingProperty());
        cancel.setTooltip(new Tooltip("Cancel"));
        cancel.setAccessibleText("Cancel");
        cancel.setOnAction(event -> task.cancel());
    }

    /** Makes a button pause and resume a task. */
    private static void wire(EngineTask<?> task, Button pause) {
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

    /** All long work that runs or waits, each with its progress, pause and cancel. */
    private static final class TaskPopOver {

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
            wire(task, pause);
            return pause;
        }
    }
}
