package espalier;

import espalier.app.shell.EspalierApp;
import espalier.app.shell.WindowOptions;
import espalier.basics.Problem;
import espalier.cli.CommandLineInterface;
import java.util.Optional;

/**
 * Starts the program: the window where there are no arguments but the window's own, else a command. Does not extend
 * JavaFX's {@code Application}, as Java refuses to start one from the class path.
 */
public final class Main {

    private Main() {}

    /** @param arguments a command line, or nothing, or the window's options */
    public static void main(String[] arguments) {
        Optional<WindowOptions> window = WindowOptions.parse(arguments);
        if (window.isPresent()) {
            open(window.get());
        } else {
            System.exit(CommandLineInterface.run(arguments));
        }
    }

    private static void open(WindowOptions options) {
        try {
            EspalierApp.open(options);
        } catch (Problem problem) {
            System.err.println(problem.getMessage());
            System.exit(CommandLineInterface.FAILED);
        }
    }
}
