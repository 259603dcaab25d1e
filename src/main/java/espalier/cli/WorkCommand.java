package espalier.cli;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.engine.Backend;
import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: {@code --help}, {@code --json}, the terminal, and a clean end when the user interrupts. */
@Command(synopsisHeading = "Usage: ", optionListHeading = "%nOptions:%n", parameterListHeading = "%n",
        footerHeading = "%nExamples:%n", sortOptions = false, usageHelpAutoWidth = false)
abstract class WorkCommand implements Callable<Integer> {

    /** How long an interrupted command may take to reach its next checkpoint and put its things in order. */
    private static final int SECONDS_TO_STOP = 20;
    /** More names than this of damaged pictures are only counted. */
    private static final int NAMED = 5;

    @Option(names = "--json", paramLabel = "FILE", order = 90,
            description = "Also writes the result as JSON; - stands for standard output, where nothing else is printed then.")
    private String json;

    @Option(names = {"-h", "--help"}, usageHelp = true, order = 99, description = "Prints this help.")
    @SuppressWarnings("unused") // By picocli.
    private boolean help;

    @Spec
    private CommandSpec spec;

    private Terminal terminal;
    private List<String> arguments;

    /** Gives the command its surroundings. */
    final void use(Terminal givenTerminal, List<String> givenArguments) {
        terminal = givenTerminal;
        arguments = givenArguments;
    }

    @Override
    public final Integer call() throws Exception {
        if ("-".equals(json)) {
            terminal.keepOutForJson();
        } else if (json != null) {
            checkFile(path(json));
        }
        CountDownLatch done = new CountDownLatch(1);
        Thread interruption = new Thread(() -> stop(done), "espalier-interrupted");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            work();
            return CommandLine.ExitCode.OK;
        } finally {
            terminal.finish();
            done.countDown();
            keepRunning(interruption);
        }
    }

    /** Does what the command is for. */
    abstract void work() throws Exception;

    /** Writes the result where {@code --json} asks for it. */
    final void report(Object result) {
        if ("-".equals(json)) {
            terminal.json(Json.text(result));
        } else if (json != null) {
            Json.write(path(json), result);
        }
    }

    /** Where the command prints. */
    final Terminal terminal() {
        return terminal;
    }

    /** Progress of the next piece of work. */
    final Progress progress() {
        return terminal.progress();
    }

    /** Starts the engine and says so when it is slow. */
    final void startEngine() {
        Backend.Status status = Backend.start();
        if (!status.fast()) {
            terminal.note(status.description());
        }
    }

    /** The command as it was typed, for provenance. */
    final String typed() {
        return "espalier "
                + arguments.stream().map(argument -> argument.matches("\\S+") ? argument : '"' + argument + '"')
                        .collect(Collectors.joining(" "));
    }

    /** Whether the user gave an option, rather than leaving it at its default. */
    final boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** The value of an option that no field holds. */
    final Object value(String option) {
        return spec.findOption(option).getValue();
    }

    /** All options that the user gave. */
    final List<OptionSpec> givenOptions() {
        return spec.commandLine().getParseResult().matchedOptions();
    }

    /** What to throw for wrong use that picocli cannot see by itself. */
    final ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Checks the form of {@code --data}; whether it is there shows when it is opened. */
    final void requireData(String specification) {
        try {
            Datasets.checkForm(specification);
        } catch (Problem e) {
            throw wrongUse(e.getMessage());
        }
    }

    /** Checks the value of an option. */
    final void require(boolean holds, String option, Object value, String what) {
        if (!holds) {
            throw wrongUse("Invalid value for option " + option + ": " + value + ". It must be " + what);
        }
    }

    /**
     * Opens data at the picture size of a network and checks that both speak of the same classes.
     *
     * @param file the network's, for the sentence that tells a difference
     * @throws Problem where the data cannot be opened or has another number of classes
     */
    final Dataset dataFor(Network network, Path file, String specification) {
        Dataset data = Datasets.open(specification, network.description().inputSize(),
                network.description().classNames());
        try {
            network.requireFits(data);
        } catch (Problem e) {
            throw new Problem(file + ": " + e.getMessage(), e);
        }
        List<String> names = network.description().classNames();
        if (!names.equals(data.classNames())) {
            terminal.note("the network's classes are called " + String.join(", ", names) + "; those of "
                    + data.specification() + " are called " + String.join(", ", data.classNames())
                    + ". They are taken in this order.");
        }
        return data;
    }

    /** Tells which pictures were left out because they are damaged. */
    final void tellSkipped(Dataset data) {
        List<String> skipped = data.skipped();
        if (!skipped.isEmpty()) {
            String more = skipped.size() > NAMED ? "; and " + (skipped.size() - NAMED) + " more" : "";
            terminal.note(skipped.size() + (skipped.size() == 1 ? " picture was" : " pictures were") + " left out: "
                    + String.join("; ", skipped.subList(0, Math.min(NAMED, skipped.size()))) + more + ".");
        }
    }

    /**
     * A path from text.
     *
     * @throws Problem where it cannot be one on this system
     */
    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Problem(
                    "“" + text + "” cannot be the name of a file here: " + e.getReason() + ". Choose another name.", e);
        }
    }

    /**
     * Checks that a file can be written, making the folders above it; what is there stays.
     *
     * @throws Problem where it cannot
     */
    static void checkFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new Problem("Cannot write " + file + ": it is a folder. Give the name of a file.");
        }
        checkFolder(file.toAbsolutePath().getParent());
    }

    /**
     * Checks that files can be written in a folder, making it where it is missing.
     *
     * @throws Problem where they cannot
     */
    static void checkFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".espalier", ".part"));
        } catch (IOException e) {
            throw new Problem("Cannot write to " + folder + ": " + AtomicFiles.reason(e)
                    + ". Choose a folder that you may write to and that has room.", e);
        }
    }

    private void stop(CountDownLatch done) {
        terminal.cancel();
        try {
            done.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void keepRunning(Thread interruption) {
        try {
            Runtime.getRuntime().removeShutdownHook(interruption);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is what brought us here.
        }
    }
}
