package espalier.app.shell;

import java.nio.file.Path;
import java.util.Optional;

/** Asks the person for files and folders; a test answers instead. */
public interface Chooser {

    /** A network's zip. */
    Optional<Path> network();

    /** A folder. */
    Optional<Path> folder(String title);
}
