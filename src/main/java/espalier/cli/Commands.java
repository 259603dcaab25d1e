package espalier.cli;

import java.util.List;
import picocli.CommandLine;

/** Makes commands, with the terminal that they print to and the arguments that they were called with. */
final class Commands implements CommandLine.IFactory {

    private final Terminal terminal;
    private final List<String> arguments;

    Commands(Terminal terminal, String[] arguments) {
        this.terminal = terminal;
        this.arguments = List.of(arguments);
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        K made = CommandLine.defaultFactory().create(type);
        if (made instanceof WorkCommand command) {
            command.use(terminal, arguments);
        }
        return made;
    }
}
