package espalier.app.shell;

import espalier.app.EngineTask;
import java.util.ArrayList;
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
 * Closing in the middle of a run, or while people take part in a study, asks, the one time that the window asks
 * anything; then it waits for the run's next checkpoint, so that what was reached is on disk whole.
 */
final class CloseGuard {

    private final Stage stage;
    private final Parts parts;
    private final Runnable showClosing;
    private final Runnable exit;
    private boolean closing;

    /**
     * @param showClosing shows that the window waits
     * @param exit        ends the program
     */
    CloseGuard(Stage stage, Parts parts, Runnable showClosing, Runnable exit) {
        this.stage = stage;
        this.parts = parts;
        this.showClosing = showClosing;
        this.exit = exit;
        stage.setOnCloseRequest(this::closeRequested);
    }

    private void closeRequested(WindowEvent request) {
        request.consume();
        if (closing) {
            return;
        }
        List<EngineTask<?>> tasks = List.copyOf(parts.engine().tasks());
        List<String> studies = parts.studies().served();
        if (tasks.isEmpty() && studies.isEmpty() || mayStop(tasks, studies)) {
            close();
        }
    }

    private boolean mayStop(List<EngineTask<?>> tasks, List<String> studies) {
        List<String> words = new ArrayList<>();
        if (!studies.isEmpty()) {
            words.add("People can take part in “" + String.join("” and “", studies)
                    + "” as long as this window is open. Every answer is kept, and the study can go on on another day.");
        }
        if (!tasks.isEmpty()) {
            words.add(tasks.stream().map(EngineTask::getTitle).collect(Collectors.joining("\n"))
                    + "\n\nWhat was reached so far is kept in the workspace, and at the next start a "
                    + "pruning run can be resumed from its last iteration, a training from its last epoch.");
        }
        ButtonType stop = new ButtonType("Stop it and close", ButtonBar.ButtonData.OK_DONE);
        ButtonType keep = new ButtonType("Keep the window open", ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert question = new Alert(Alert.AlertType.CONFIRMATION, String.join("\n\n", words), stop, keep);
        question.initOwner(stage);
        question.setTitle("Espalier");
        question.setHeaderText(tasks.isEmpty() ? "A study is under way" : "Work is under way");
        question.getDialogPane().setPrefWidth(480);
        // As high as its words need: without this they are cut off after a line.
        question.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        return question.showAndWait().filter(answer -> answer == stop).isPresent();
    }

    private void close() {
        closing = true;
        showClosing.run();
        parts.downloads().cancel();
        parts.engine().shutDown().thenRunAsync(() -> {
            parts.workspace().close();
            exit.run();
        }, Platform::runLater);
    }
}
