package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.network.Network;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningSettings;
import espalier.pruning.Rates;
import espalier.pruning.RunEvent;
import espalier.pruning.Trajectory;
import espalier.workspace.MilestoneRecord;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Prunes a network. */
@Command(name = "prune", description = {"Prunes a network through rising rates and writes a smaller one at each.", "",
    "Each iteration scores the filters, takes out those that matter least, and fine-tunes what is left. The networks are plain "
        + "DeepLearning4J models; run.json beside them is the recipe that repeats the run and says how it went. A rate is the number "
        + "of parameters before ÷ after."},
        footer = {"  espalier prune --network shapes.zip --data shapes --rates 2,4,8,32 --quick --out pruned",
            "  espalier prune --network vgg-s.zip --data cifar10:cifar-10-batches-bin --criterion l1-norm --out by-l1 --json l1.json",
            "  espalier prune --recipe pruned/run.json --out again"})
final class PruneCommand extends WorkCommand {

    private static final String LAST_GOOD = "last-good.zip";
    private static final List<String> WITH_RECIPE = List.of("--recipe", "--network", "--data", "--out", "--json");

    /**
     * The result as JSON.
     *
     * @param unpruned   the network that the run began with
     * @param milestones the rates that were reached
     * @param lastGood   where the run ended between two rates, the file of the last network that was good; else null
     * @param end        complete, out_of_tolerance, diverged or cancelled
     */
    record Report(Reached unpruned, List<Reached> milestones, String lastGood, String end, String message,
            String criterion, List<Double> rates, String folder, List<String> skipped) {
    }

    /** A network of the run: {@code rate} was asked for, {@code achievedRate} is parameters before ÷ after. */
    record Reached(double rate, double achievedRate, long parameters, long macs, double accuracy, Map<String, Double> perClass,
            double imagesPerSecond, String file, Map<String, Integer> widths) {
    }

    @Option(names = "--network", paramLabel = "FILE", description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--data", paramLabel = "DATA",
            description = "What it was trained on: shapes, cifar10:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--out", required = true, paramLabel = "FOLDER",
            description = "Where to write the networks: x2.zip, x4.zip … It must not hold a run yet.")
    private Path out;

    @Option(names = "--recipe", paramLabel = "FILE",
            description = "Repeats the run of a run.json, with its network, data and settings. Relative paths in it start from "
                    + "this folder; --network and --data replace them.")
    private Path recipeFile;

    @Mixin
    private PruningOptions options;

    @Override
    void work() {
        Recipe recipe = recipe();
        if (Files.exists(out.resolve(RunFolder.RUN))) {
            throw new Problem(out + " already holds a run. Choose another folder, so that nothing is lost.");
        }
        Outputs.checkFolder(out);
        startEngine();
        Path from = Outputs.path(recipe.network());
        try (Network network = Network.read(from)) {
            Dataset dataset = Inputs.dataFor(network, from, recipe.data(), terminal());
            terminal().line("Pruning " + network.description().name() + " on " + dataset.title() + " by "
                    + recipe.settings().criterion() + " to " + String.join(", ",
                            recipe.settings().rates().stream().map(PruneCommand::rate).toList()));
            run(network, dataset, recipe);
        }
    }

    private Recipe recipe() {
        if (recipeFile == null) {
            if (file == null || data == null) {
                throw wrongUse("Missing required " + (file == null ? "option: '--network=FILE'" : "option: '--data=DATA'")
                        + " (or --recipe, which names them)");
            }
            requireData(data);
            PruningSettings settings = options.settings(this);
            return Recipe.prune(file.toString(), data, settings);
        }
        List<String> others = givenOptions().stream().map(OptionSpec::longestName)
                .filter(name -> !WITH_RECIPE.contains(name)).toList();
        if (!others.isEmpty()) {
            throw wrongUse("With --recipe the settings are those of the recipe; leave out " + String.join(", ", others));
        }
        Recipe repeated = Recipe.read(recipeFile);
        return Recipe.prune(file == null ? repeated.network() : file.toString(), data == null ? repeated.data() : data,
                repeated.settings());
    }

    private void run(Network network, Dataset dataset, Recipe recipe) {
        // Before the folder is begun, as it refuses rates that cannot be reached.
        PruningRun run = new PruningRun(network, dataset, recipe.settings());
        RunRecorder recorder = new RunRecorder(RunFolder.create(out, recipe));
        RunFolder folder = recorder.folder();
        Trajectory trajectory;
        try {
            trajectory = run.run(progress(), event -> {
                recorder.accept(event);
                tell(event);
            });
        } catch (RuntimeException | Error e) {
            recorder.ended(e);
            throw e;
        }
        Path lastGood = writeLastGood(trajectory, network);
        print(folder);
        Inputs.tellSkipped(dataset, terminal());
        report(report(folder, trajectory, lastGood, dataset));
        if (trajectory.end() != RunEvent.End.COMPLETE) {
            throw new Problem(trajectory.message() + " " + kept(folder, lastGood));
        }
        terminal().line("");
        terminal().line("Written to " + out);
    }

    /** Writes what lies between two rates when a run ended there; null where nothing does. */
    private Path writeLastGood(Trajectory trajectory, Network original) {
        Network network = trajectory.lastGood();
        if (network == null || network == original
                || trajectory.milestones().stream().anyMatch(milestone -> milestone.network() == network)) {
            return null;
        }
        Path path = out.resolve(LAST_GOOD);
        double rate = original.cost().parameters() / (double) network.cost().parameters();
        network.withDescription(network.description().with(network.description().name() + " " + Figures.rate(rate),
                Map.of("pruned", Figures.rate(rate) + " (parameters before ÷ after), where its run ended"))).write(path);
        return path;
    }

    private String kept(RunFolder folder, Path lastGood) {
        List<String> names = new ArrayList<>(folder.milestones().stream().map(MilestoneRecord::file).toList());
        if (lastGood != null) {
            names.add(LAST_GOOD);
        }
        return names.isEmpty() ? "No network was written." : "Kept in " + out + ": " + String.join(", ", names) + ".";
    }

    private Report report(RunFolder folder, Trajectory trajectory, Path lastGood, Dataset dataset) {
        List<Reached> all = folder.milestones().stream().map(milestone -> reached(folder, milestone, dataset)).toList();
        Recipe recipe = folder.recipe();
        return new Report(all.isEmpty() ? null : all.get(0), all.stream().skip(1).toList(),
                lastGood == null ? null : lastGood.toString(), trajectory.end().name().toLowerCase(Locale.ROOT),
                trajectory.message(), recipe.settings().criterion(), recipe.settings().rates(), out.toString(), dataset.skipped());
    }

    private void tell(RunEvent event) {
        if (event instanceof RunEvent.Evaluated evaluated) {
            terminal().line(String.format(Locale.ROOT, "Iteration %3d   %s   validation %s", evaluated.iteration(),
                    Figures.rate(evaluated.achievedRate()), Figures.percent(evaluated.accuracy())));
        } else if (event instanceof RunEvent.Reached reached) {
            terminal().line(rate(reached.milestone().rate()) + " is reached: test "
                    + Figures.percent(reached.milestone().test().accuracy()));
        }
    }

    private void print(RunFolder folder) {
        terminal().line("");
        Table table = new Table(">rate", ">parameters", ">MACs", ">test accuracy", ">images/s", "file");
        for (MilestoneRecord milestone : folder.milestones()) {
            table.row(milestone.rate() == 1 ? "unpruned" : Figures.rate(milestone.achievedRate()),
                    Figures.count(milestone.parameters()), Figures.count(milestone.macs()), Figures.percent(milestone.accuracy()),
                    Figures.count(Math.round(milestone.imagesPerSecond())), folder.file(milestone).toString());
        }
        table.print(terminal());
    }

    private static String rate(double rate) {
        return "×" + Rates.text(rate);
    }

    private static Reached reached(RunFolder folder, MilestoneRecord milestone, Dataset dataset) {
        return new Reached(milestone.rate(), milestone.achievedRate(), milestone.parameters(), milestone.macs(),
                milestone.accuracy(), Json.byClass(dataset.classNames(), milestone.perClass()), milestone.imagesPerSecond(),
                folder.file(milestone).toString(), milestone.widths());
    }
}
