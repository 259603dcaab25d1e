package espalier.app.shell;

import espalier.app.Opener;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/** Opens a network's file or a folder that is dropped onto the window. */
final class DropTarget extends StackPane {

    private final Label words = new Label("", new FontIcon("fth-download"));

    DropTarget(StackPane window, Opener opener) {
        getStyleClass().add("drop-target");
        getChildren().add(words);
        setVisible(false);
        setMouseTransparent(true);
        window.setOnDragOver(event -> {
            Optional<Path> path = path(event.getDragboard());
            if (path.isPresent()) {
                event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK, TransferMode.MOVE);
                words.setText("Drop to open " + path.get().getFileName());
                setVisible(true);
            }
            event.consume();
        });
        window.setOnDragExited(event -> setVisible(false));
        window.setOnDragDropped(event -> {
            setVisible(false);
            Optional<Path> path = path(event.getDragboard());
            path.ifPresent(opener::path);
            event.setDropCompleted(path.isPresent());
            event.consume();
        });
    }

    private static Optional<Path> path(Dragboard dragboard) {
        List<File> files = dragboard.getFiles();
        // Any file: what is no network is told in a sentence that says what to do.
        return files == null || files.size() != 1 ? Optional.empty() : Optional.of(files.get(0).toPath());
    }
}
