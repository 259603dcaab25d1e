package espalier.basics;

/** Which Espalier this is. */
public final class ProgramVersion {

    private ProgramVersion() {}

    /** The version, as the jar's manifest has it; "development" where the program runs from its classes. */
    public static String text() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
