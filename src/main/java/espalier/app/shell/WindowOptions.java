package espalier.app.shell;

import espalier.app.Theme;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the window is started. The arguments of the program are for the window when there are none but these.
 *
 * @param workspace the folder of the workspace; empty for the usual one
 * @param theme     the look that was asked for; empty for the one of last time
 * @param plugins   the folder with jars of more criteria; empty for the usual one
 */
public record WindowOptions(Optional<Path> workspace, Optional<Theme> theme, Optional<Path> plugins) {

    /**
     * The options of these arguments: {@code --workspace FOLDER}, {@code --light}, {@code --dark},
     * {@code --plugins FOLDER}; empty for a command.
     */
    public static Optional<WindowOptions> parse(String... arguments) {
        Optional<Path> workspace = Optional.empty();
        Optional<Theme> theme = Optional.empty();
        Optional<Path> plugins = Optional.empty();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--light")) {
                theme = Optional.of(Theme.LIGHT);
            } else if (argument.equals("--dark")) {
                theme = Optional.of(Theme.DARK);
            } else if (argument.equals("--workspace") && i + 1 < arguments.length) {
                workspace = Optional.of(Path.of(arguments[++i]));
            } else if (argument.startsWith("--workspace=")) {
                workspace = Optional.of(Path.of(argument.substring("--workspace=".length())));
            } else if (argument.equals("--plugins") && i + 1 < arguments.length) {
                plugins = Optional.of(Path.of(arguments[++i]));
            } else if (argument.startsWith("--plugins=")) {
                plugins = Optional.of(Path.of(argument.substring("--plugins=".length())));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new WindowOptions(workspace, theme, plugins));
    }

    /** The same with a workspace where none was asked for. */
    WindowOptions or(Optional<Path> remembered) {
        return new WindowOptions(workspace.or(() -> remembered), theme, plugins);
    }

    /** The folder of the workspace. */
    Path folder() {
        return workspace.orElseGet(Workspace::defaultFolder);
    }
}
