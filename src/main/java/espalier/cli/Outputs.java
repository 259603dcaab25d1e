package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Makes sure that results can be written before hours of work go into them. */
final class Outputs {

    private Outputs() {}

    /**
     * A path from text.
     *
     * @throws Problem where it cannot be one on this system
     */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Problem(
                    "“" + text + "” cannot be the name of a file here: " + e.getReason() + ". Choose another name.", e);
        }
    }

    /**
     * Checks that a file can be written, making the folders above it; what is there stays.
     *
     * @throws Problem where it cannot
     */
    static void checkFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new Problem("Cannot write " + file + ": it is a folder. Give the name of a file.");
        }
        checkFolder(file.toAbsolutePath().getParent());
    }

    /**
     * Checks that files can be written in a folder, making it where it is missing.
     *
     * @throws Problem where they cannot
     */
    static void checkFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".espalier", ".part"));
        } catch (IOException e) {
            throw new Problem("Cannot write to " + folder + ": " + AtomicFiles.reason(e)
                    + ". Choose a folder that you may write " + "to and that has room.", e);
        }
    }
}
