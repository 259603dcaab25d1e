package espalier.app.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

/** Asks with the system's own dialogs, beginning where the last choice was. */
final class StageChooser implements Chooser {

    private final Stage stage;
    private File last;

    StageChooser(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Optional<Path> network() {
        return file("Open a network",
                new FileChooser.ExtensionFilter("Networks (*.zip, *.h5)", "*.zip", "*.h5", "*.hdf5"));
    }

    @Override
    public Optional<Path> classNames() {
        return file("The names of the classes",
                new FileChooser.ExtensionFilter("Names (*.txt, *.csv, *.json)", "*.txt", "*.csv", "*.json"));
    }

    private Optional<Path> file(String title, FileChooser.ExtensionFilter usual) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.getExtensionFilters().addAll(usual, new FileChooser.ExtensionFilter("All files", "*.*"));
        chooser.setInitialDirectory(beginning());
        Optional<File> chosen = Optional.ofNullable(chooser.showOpenDialog(stage));
        chosen.ifPresent(file -> last = file.getParentFile());
        return chosen.map(File::toPath);
    }

    @Override
    public Optional<Path> folder(String title) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(title);
        chooser.setInitialDirectory(beginning());
        Optional<File> chosen = Optional.ofNullable(chooser.showDialog(stage));
        chosen.ifPresent(folder -> last = folder);
        return chosen.map(File::toPath);
    }

    private File beginning() {
        return last != null && last.isDirectory() ? last : null;
    }
}
