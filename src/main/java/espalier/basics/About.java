package espalier.basics;

import java.nio.file.Path;

/** What the program knows of itself. */
public final class About {

    private About() {}

    /** The version, as the jar's manifest has it; "development" where the program runs from its classes. */
    public static String version() {
        String version = About.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * Where the log is; {@code logback.xml} says the same. The file, which may not exist yet, is the one that
     * {@code -Despalier.log=FILE} names, or {@code .espalier/espalier.log} in the home folder.
     */
    public static Path log() {
        String chosen = System.getProperty("espalier.log");
        return chosen != null ? Path.of(chosen) : Path.of(System.getProperty("user.home"), ".espalier", "espalier.log");
    }
}
