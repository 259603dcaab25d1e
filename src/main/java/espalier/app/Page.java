package espalier.app;

import espalier.basics.AtomicFiles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;

/**
 * A place that the navigation rail leads to, made when it is first shown: a stack of nodes of which those that fit are
 * seen.
 */
public abstract class Page {

    private static final String STYLES = "/espalier/assets/styles/";

    private final StackPane view = new StackPane();

    /**
     * A page with nothing on it.
     *
     * @param styleClass  of its view
     * @param styleSheets names of files beside the program's other style sheets
     */
    protected Page(String styleClass, String... styleSheets) {
        view.getStyleClass().add(styleClass);
        for (String name : styleSheets) {
            view.getStylesheets().add(styles(name));
        }
    }

    /** The address of one of the program's style sheets. */
    public static String styles(String name) {
        return Objects.requireNonNull(Page.class.getResource(STYLES + name), name).toExternalForm();
    }

    /** The page's node, the same every time. */
    public final StackPane view() {
        return view;
    }

    /** Shows a node, and gives it room, while a condition holds. */
    public static void showWhile(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
        // A binding that nothing else holds is collected.
        node.getProperties().put("shown while", condition);
    }

    /**
     * Asks for a place to save to.
     *
     * @param kind    of the file, for a person: "PNG picture"
     * @param name    that is proposed
     * @param pattern such as {@code *.png}
     */
    protected final Optional<Path> askToSave(String question, String kind, String name, String pattern) {
        return FileDialogs.save(window(), question, name, new ExtensionFilter(kind, pattern))
                .map(FileDialogs.Target::file);
    }

    /** Asks for a folder. */
    protected final Optional<Path> askForFolder(String question) {
        return FileDialogs.folder(window(), question);
    }

    /** Asks for a file to open. */
    protected final Optional<Path> askToOpen(String question, String kind, String... patterns) {
        return FileDialogs.open(window(), question, new ExtensionFilter(kind, patterns));
    }

    private Window window() {
        return view.getScene().getWindow();
    }

    /**
     * Writes a file away from the FX thread, and tells the person how that went.
     *
     * @param what is saved: "the maps"
     */
    protected static void save(Notices notices, Path file, String what, AtomicFiles.Content content) {
        CompletableFuture.runAsync(() -> AtomicFiles.write(file, content)).whenComplete((done, failure) -> {
            if (failure == null) {
                notices.tell("Saved " + what + " as " + file + ".");
            } else {
                notices.report(failure);
            }
        });
    }
}
