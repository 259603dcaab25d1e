package espalier.cli;

import picocli.CommandLine.Command;

@Command(name = "prune")
final class PruneCommand extends WorkCommand {
    @Override
    void work() {
    }
}
