package espalier.app;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.prefs.Preferences;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/** The system's dialogs for files and folders. Each begins where the last choice was, at the next start, too. */
public final class FileDialogs {

    private static final String FOLDER = "last-folder";
    private static final Preferences PREFERENCES = Preferences.userRoot().node("espalier");

    private FileDialogs() {}

    /** Asks for a file to open. */
    public static Optional<Path> open(Window owner, String title, ExtensionFilter... kinds) {
        return chosen(files(title, kinds).showOpenDialog(owner));
    }

    /** Asks for several files to open; none where the person cancels. */
    public static List<Path> openSeveral(Window owner, String title, ExtensionFilter... kinds) {
        List<File> files = files(title, kinds).showOpenMultipleDialog(owner);
        return files == null ? List.of() : files.stream().flatMap(file -> chosen(file).stream()).toList();
    }

    /** A file to write, and the kind that the person chose for it. */
    public record Target(Path file, ExtensionFilter kind) {}

    /**
     * Asks for a file to write.
     *
     * @param name that is proposed
     */
    public static Optional<Target> save(Window owner, String title, String name, ExtensionFilter... kinds) {
        FileChooser dialog = files(title, kinds);
        dialog.setInitialFileName(name);
        return chosen(dialog.showSaveDialog(owner)).map(file -> new Target(file, dialog.getSelectedExtensionFilter()));
    }

    /** Asks for a folder. */
    public static Optional<Path> folder(Window owner, String title) {
        DirectoryChooser dialog = new DirectoryChooser();
        dialog.setTitle(title);
        dialog.setInitialDirectory(beginning());
        Optional<Path> chosen = Optional.ofNullable(dialog.showDialog(owner)).map(File::toPath);
        chosen.ifPresent(FileDialogs::remember);
        return chosen;
    }

    private static FileChooser files(String title, ExtensionFilter... kinds) {
        FileChooser dialog = new FileChooser();
        dialog.setTitle(title);
        dialog.getExtensionFilters().addAll(kinds);
        dialog.setInitialDirectory(beginning());
        return dialog;
    }

    private static Optional<Path> chosen(File file) {
        Optional<Path> chosen = Optional.ofNullable(file).map(File::toPath);
        chosen.map(Path::getParent).ifPresent(FileDialogs::remember);
        return chosen;
    }

    static void remember(Path folder) {
        PREFERENCES.put(FOLDER, folder.toString());
    }

    /** Null, as the dialogs take it, where even the home folder is missing. */
    static File beginning() {
        File home = new File(System.getProperty("user.home"));
        File last = new File(PREFERENCES.get(FOLDER, home.toString()));
        return last.isDirectory() ? last : home.isDirectory() ? home : null;
    }
}
