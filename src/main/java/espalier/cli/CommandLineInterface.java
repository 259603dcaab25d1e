package espalier.cli;

import espalier.basics.About;
import espalier.basics.Problem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the commands, and turns what goes wrong into one sentence and an exit code.
 */
public final class CommandLineInterface {

    /** All went well. */
    public static final int DONE = CommandLine.ExitCode.OK;
    /** The work failed, or not all of it could be done. */
    public static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    /** The command was used in a wrong way, so no work was begun. */
    public static final int WRONG_USE = CommandLine.ExitCode.USAGE;

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineInterface.class);
    private static final int HELP_WIDTH = 100;

    private CommandLineInterface() {}

    /**
     * Runs a command on the process's own standard output and standard error.
     *
     * @return the exit code: {@link #DONE}, {@link #FAILED} or {@link #WRONG_USE}
     */
    public static int run(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        try {
            return run(arguments, new Terminal(out, err, Terminal.isInteractive()));
        } finally {
            out.flush();
            err.flush();
        }
    }

    /**
     * Runs a command on other streams.
     *
     * @return as {@link #run(String[])}
     */
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        return run(arguments, new Terminal(out, err, false));
    }

    private static int run(String[] arguments, Terminal terminal) {
        try {
            return commands(arguments, terminal).execute(arguments);
        } catch (OutOfMemoryError e) {
            LOG.error("Out of memory", e);
            terminal.failure(
                    "Memory ran out. Give Java more, for example java -Xmx4g -jar espalier.jar …, or choose smaller "
                            + "batches or pictures.");
            return FAILED;
        } catch (Error e) {
            return unexpected(e, terminal);
        }
    }

    private static CommandLine commands(String[] arguments, Terminal terminal) {
        CommandLine commands = new CommandLine(new AllCommands(), new Factory(terminal, arguments));
        commands.setOut(terminal.outWriter());
        commands.setErr(terminal.errWriter());
        commands.setUsageHelpWidth(HELP_WIDTH);
        commands.setUsageHelpLongOptionsMaxWidth(32);
        commands.setAbbreviatedOptionsAllowed(false);
        commands.setParameterExceptionHandler((failure, ignored) -> wrongUse(failure, terminal));
        commands.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, terminal));
        return commands;
    }

    private static int wrongUse(ParameterException failure, Terminal terminal) {
        CommandLine command = failure.getCommandLine();
        terminal.failure(sentence(failure.getMessage()));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream().findFirst()
                    .ifPresent(suggestion -> terminal.failure("Did you mean " + suggestion + "?"));
        }
        terminal.failure("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
        return WRONG_USE;
    }

    private static int failed(Exception failure, Terminal terminal) {
        if (failure instanceof Problem) {
            LOG.info("Told to the user: {}", failure.getMessage(), failure);
            terminal.failure(failure.getMessage());
            return FAILED;
        }
        if (failure instanceof CancellationException) {
            terminal.failure("Stopped before the end, as asked.");
            return FAILED;
        }
        return unexpected(failure, terminal);
    }

    private static int unexpected(Throwable failure, Terminal terminal) {
        LOG.error("A command failed", failure);
        terminal.failure("Something failed that should not have"
                + (Files.exists(About.log()) ? "; the log says what: " + About.log()
                        : ", and the log could not be written; try again with " + "-Despalier.log=FILE to see what")
                + ".");
        return FAILED;
    }

    private static String sentence(String message) {
        String text = message.strip();
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }

    /**
     * Java 17 takes the locale's character set, which has no × under plain POSIX settings; Windows' consoles need
     * theirs.
     */
    private static PrintStream stream(FileDescriptor descriptor) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        Charset charset = windows
                ? Charset.forName(System.getProperty("stdout.encoding",
                        System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name())))
                : StandardCharsets.UTF_8;
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    /** The command above all others: it only lists them. */
    @Command(name = "espalier", mixinStandardHelpOptions = true, versionProvider = Version.class,
            subcommands = {GetCommand.class, TrainCommand.class, EvaluateCommand.class, PredictCommand.class,
                    ScoreCommand.class, PruneCommand.class, ExplainCommand.class, CompareCommand.class,
                    CheckMapsCommand.class, SummariseCommand.class, StudyCommand.class, ReportCommand.class,
                    InfoCommand.class, ImportCommand.class, ExportCommand.class, PreviewCommand.class,
                    BenchCommand.class},
            synopsisSubcommandLabel = "COMMAND",
            description = "Shows what the filters of a convolutional network are for, prunes those that matter to few classes, and "
                    + "shows what that does to the network's explanations. Without a command the window opens.",
            footer = {"", "Data is named in one of these ways:",
                    "  shapes            painted pictures of ten classes; needs no files",
                    "  cifar10:FOLDER    CIFAR-10 in its binary version (data_batch_1.bin …)",
                    "  cifar100:FOLDER   CIFAR-100 in its binary version; cifar100-coarse: its twenty coarse classes",
                    "  folder:FOLDER     JPEG, PNG, WebP and TIFF files, a sub-folder for each class",
                    "  only:cat,dog:DATA some classes of one of these; in a name write %% as %%25, a comma as %%2c, : as %%3a",
                    "", "Exit code: 0 all went well, 1 something failed, 2 wrong use.", "",
                    "\"espalier COMMAND --help\" explains a command. \"espalier\" stands for \"java -jar espalier.jar\"."})
    private static final class AllCommands implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(),
                    "Missing the command: one of " + String.join(", ", spec.subcommands().keySet()));
        }
    }

    /** Makes commands, with the terminal that they print to and the arguments that they were called with. */
    private static final class Factory implements CommandLine.IFactory {

        private final Terminal terminal;
        private final List<String> arguments;

        Factory(Terminal terminal, String[] arguments) {
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

    /** What {@code --version} prints. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Espalier " + About.version(), "Java " + System.getProperty("java.version") + ", "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")};
        }
    }
}
