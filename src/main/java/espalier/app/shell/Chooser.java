package espalier.app.shell;

import java.nio.file.Path;
import java.util.Optional;

/** Asks the person for files and folders; a test answers instead. */
public interface Chooser {

    /** A network's file: one of Espalier's own, or of another program. */
    Optional<Path> network();

    /** A folder. */
    Optional<Path> folder(String title);

    /** A file with the names of classes. */
    Optional<Path> classNames();
}
