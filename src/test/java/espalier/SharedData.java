package espalier;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the data that is too large for the project: in {@code ../shared}, or where {@code -Despalier.shared} says. */
public final class SharedData {

    private SharedData() {}

    /** A folder such as {@code data/cifar10}; the test is skipped where it is absent. */
    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("espalier.shared", "../shared")).resolve(name).normalize();
        assumeTrue(Files.isDirectory(folder), () -> "skipped: there is no folder " + folder.toAbsolutePath()
                + "; put the data there or set -Despalier.shared");
        return folder;
    }

    /** A file such as {@code data/weights/network.h5}; the test is skipped where it is absent. */
    public static Path file(String name) {
        Path file = Path.of(System.getProperty("espalier.shared", "../shared")).resolve(name).normalize();
        assumeTrue(Files.isRegularFile(file), () -> "skipped: there is no file " + file.toAbsolutePath()
                + "; put the data there or set -Despalier.shared");
        return file;
    }
}
