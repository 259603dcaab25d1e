package espalier.cli;

import espalier.basics.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Espalier " + number(), "Java " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch")};
    }

    /** Espalier's version, as the jar's manifest has it. */
    static String number() {
        return ProgramVersion.text();
    }
}
