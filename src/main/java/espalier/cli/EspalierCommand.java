package espalier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above all others: it only lists them. */
@Command(name = "espalier", mixinStandardHelpOptions = true, versionProvider = Version.class,
        subcommands = {TrainCommand.class, EvaluateCommand.class, ScoreCommand.class, PruneCommand.class,
                ExplainCommand.class, CompareCommand.class, CheckMapsCommand.class, SummariseCommand.class,
                InfoCommand.class, ImportCommand.class, PreviewCommand.class, BenchCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what the filters of a convolutional network are for, prunes those that matter to few classes, and "
                + "shows what that does to the network's explanations. Without a command the window opens.",
        footer = {"", "Data is named in one of these ways:",
                "  shapes            painted pictures of ten classes; needs no files",
                "  cifar10:FOLDER    CIFAR-10 in its binary version (data_batch_1.bin …)",
                "  folder:FOLDER     JPEG and PNG files, a sub-folder for each class", "",
                "Exit code: 0 all went well, 1 something failed, 2 wrong use.", "",
                "\"espalier COMMAND --help\" explains a command. \"espalier\" stands for \"java -jar espalier.jar\"."})
final class EspalierCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Missing the command: one of " + String.join(", ", spec.subcommands().keySet()));
    }
}
