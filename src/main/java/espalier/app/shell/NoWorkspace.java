package espalier.app.shell;

import espalier.app.controls.StatePane;
import espalier.basics.Problem;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.control.Button;

/** What the window shows when its workspace cannot be used. */
final class NoWorkspace {

    private final StatePane view;

    NoWorkspace(Problem problem, Chooser chooser, Consumer<Path> open, Runnable quit) {
        view = StatePane.failed("The workspace cannot be opened", problem.getMessage(), "Choose another folder…",
                () -> chooser.folder("A folder for Espalier's runs").ifPresent(open));
        Button leave = new Button("Quit");
        leave.setOnAction(event -> quit.run());
        view.getChildren().add(leave);
        view.getStyleClass().add("page-area");
    }

    Parent view() {
        return view;
    }
}
