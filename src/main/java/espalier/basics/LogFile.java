package espalier.basics;

import java.nio.file.Path;

/** Where the log is: {@code logback.xml} says the same. */
public final class LogFile {

    private LogFile() {}

    /**
     * The file, which may not exist yet: {@code -Despalier.log=FILE}, or {@code .espalier/espalier.log} in the home
     * folder.
     */
    public static Path path() {
        String chosen = System.getProperty("espalier.log");
        return chosen != null ? Path.of(chosen) : Path.of(System.getProperty("user.home"), ".espalier", "espalier.log");
    }
}
