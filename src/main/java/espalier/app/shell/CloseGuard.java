package espalier.app.shell;

import espalier.app.EngineTask;
import espalier.app.EngineThread;
import espalier.workspace.Workspace;
import java.util.List;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/**
 * Closing in the middle of a run asks, the one time that the window asks anything; then it waits for the run's next
 * checkpoint, so that what was reached is on disk whole.
 */
final class CloseGuard {

    private final Stage stage;
    private final EngineThread engine;
    private final Workspace workspace;
    private final Runnable showClosing;
    private final Runnable exit;
    private boolean closing;

    /**
     * @param showClosing shows that the window waits
     * @param exit        ends the program
     */
    CloseGuard(Stage stage, EngineThread engine, Workspace workspace, Runnable showClosing, Runnable exit) {
        this.stage = stage;
        this.engine = engine;
        this.workspace = workspace;
        this.showClosing = showClosing;
        this.exit = exit;
        stage.setOnCloseRequest(this::closeRequested);
    }

    private void closeRequested(WindowEvent request) {
        request.consume();
        if (closing) {
            return;
        }
        List<EngineTask<?>> tasks = List.copyOf(engine.tasks());
        if (tasks.isEmpty() || mayStop(tasks)) {
            close();
        }
    }

    private boolean mayStop(List<EngineTask<?>> tasks) {
        ButtonType stop = new ButtonType("Stop it and close", ButtonBar.ButtonData.OK_DONE);
        ButtonType keep = new ButtonType("Keep the window open", ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert question = new Alert(Alert.AlertType.CONFIRMATION,
                tasks.stream().map(EngineTask::getTitle).collect(Collectors.joining("\n"))
                        + "\n\nWhat was reached so far is kept in the workspace, and a pruning run "
                        + "can be resumed from its last iteration at the next start.",
                stop, keep);
        question.initOwner(stage);
        question.setTitle("Espalier");
        question.setHeaderText("Work is under way");
        question.getDialogPane().setPrefWidth(480);
        // As high as its words need: without this they are cut off after a line.
        question.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        return question.showAndWait().filter(answer -> answer == stop).isPresent();
    }

    private void close() {
        closing = true;
        showClosing.run();
        engine.shutDown().thenRunAsync(() -> {
            workspace.close();
            exit.run();
        }, Platform::runLater);
    }
}
