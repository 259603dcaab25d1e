package espalier.cli;

import picocli.CommandLine.Command;

@Command(name = "explain")
final class ExplainCommand extends WorkCommand {
    @Override
    void work() {
    }
}
