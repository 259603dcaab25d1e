package espalier.cli;

import espalier.basics.About;
import espalier.basics.Figures;
import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.network.Network;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningSettings;
import espalier.pruning.PruningStart;
import espalier.pruning.PruningStep;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent;
import espalier.pruning.Tuning;
import espalier.workspace.Recipe;
import espalier.workspace.RecordedRun;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.MilestoneRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Prunes a network. */
@Command(name = "prune", modelTransformer = PruningOptions.class, description = {
        "Prunes a network through rising rates and writes a smaller one at each.", "",
        "Each iteration scores the filters, takes out those that matter least, fits anew what reads them (--compensation), which brings "
                + "most of the accuracy back in seconds, and fine-tunes what is left. The networks are plain "
                + "DeepLearning4J models; run.json beside them is the recipe that repeats the run and says how it went. A rate is the number "
                + "of parameters before ÷ after, unless --mode says otherwise."},
        footer = {"  espalier prune --network shapes.zip --data shapes --rates 2,4,8,32 --quick --out pruned",
                "  espalier prune --network vgg-s.zip --data cifar10:cifar-10-batches-bin --criterion l1-norm --out by-l1 --json l1.json",
                "  espalier prune --network vgg-s.zip --data cifar10:cifar-10-batches-bin --classes cat,dog,horse --drop-outputs --out pets",
                "  espalier prune --network vgg-s.zip --data shapes --mode threshold --threshold 3 --tolerance 0.02 --out under-3",
                "  espalier prune --network vgg-s.zip --data shapes --mode unstructured --rates 2,4,8,32 --out zeros",
                "  espalier prune --recipe pruned/run.json --out again", "  espalier prune --resume pruned"})
final class PruneCommand extends WorkCommand {

    private static final List<String> WITH_RECIPE = List.of("--recipe", "--network", "--data", "--out", "--json",
            "--plugins");
    private static final List<String> WITH_RESUME = List.of("--resume", "--data", "--json", "--plugins");

    /**
     * The result as JSON.
     *
     * @param unpruned   the network that the run began with
     * @param milestones the rates that were reached
     * @param lastGood   where the run ended between two rates, the file of the last network that was good; else null
     * @param end        complete, out_of_tolerance, diverged or cancelled
     * @param mode       as {@code --mode} names it
     * @param rateOf     what the networks' rates compare, before ÷ after: parameters, macs, convolution-weights or
     *                       nonzero-convolution-weights
     * @param rates      that were asked for; none where a threshold decides
     * @param threshold  in classes; null where rates decide
     */
    record Report(Reached unpruned, List<Reached> milestones, String lastGood, String end, String message,
            String criterion, String mode, String rateOf, List<Double> rates, Double threshold, String folder,
            List<String> skipped) {}

    /**
     * A network of the run.
     *
     * @param rate               that was asked for, or where a threshold decided, that came out
     * @param achievedRate       before ÷ after of what {@code rateOf} names
     * @param weightedAccuracy   the accuracy where each picture counts with the weight of its class
     * @param fineTuningPictures that the network was fine-tuned with since the unpruned one; null where an older run
     *                               does not say
     * @param accuracy           on the test pictures
     * @param steps              the same after each step of the last iteration: cut, compensated, fine-tuned; those
     *                               that it did without are missing
     */
    record Reached(double rate, double achievedRate, String rateOf, long parameters, long macs, long convolutionWeights,
            long nonzeroConvolutionWeights, Long fineTuningPictures, double accuracy, double weightedAccuracy,
            Map<PruningStep, Double> steps, Map<String, Double> perClass, double imagesPerSecond, String file,
            Map<String, Integer> widths) {}

    @Option(names = "--network", paramLabel = "FILE", description = "The network: a .zip that Espalier wrote.")
    private Path file;

    @Option(names = "--data", paramLabel = "DATA",
            description = "What it was trained on: shapes, cifar10:FOLDER, cifar100:FOLDER or folder:FOLDER.")
    private String data;

    @Option(names = "--out", paramLabel = "FOLDER",
            description = "Where to write the networks: x2.zip, x4.zip … It must not hold a run yet.")
    private Path out;

    @Option(names = "--recipe", paramLabel = "FILE",
            description = "Repeats the run of a run.json, with its network, data and settings. Relative paths in it start from "
                    + "this folder; --network and --data replace them.")
    private Path recipeFile;

    @Option(names = "--resume", paramLabel = "FOLDER",
            description = "Resumes the run in this folder that was stopped, by a crash or by you, after its last iteration. It "
                    + "ends as it would have ended without the stop. --data says where the pictures are now, if they were moved.")
    private Path resumed;

    @Option(names = "--plugins", paramLabel = "FOLDER",
            description = "Where jars with more criteria are (.espalier/plugins in your home).")
    private Path plugins;

    @Option(names = "--quick",
            description = "Short fine-tuning for a small network: two epochs of 4000 pictures for each doubling of the rate. The options below "
                    + "still count.")
    private boolean quick;

    /** The accuracies of this iteration before it is over. */
    private final List<String> estimates = new ArrayList<>();

    @Override
    void work() {
        if (plugins != null) {
            Plugins.use(plugins);
        }
        if (resumed != null) {
            resume();
            return;
        }
        if (out == null) {
            throw wrongUse("Missing required option: '--out=FOLDER'");
        }
        Recipe recipe = recipe();
        if (Files.exists(out.resolve(RunFolder.RUN))) {
            throw new Problem(
                    out + " already holds a run. Choose another folder, so that nothing is lost; or resume that run "
                            + "by --resume " + out + ".");
        }
        checkFolder(out);
        startEngine();
        Path from = path(recipe.network());
        try (Network whole = Network.read(from)) {
            PruningStart start = PruningStart.of(whole, dataFor(whole, from, recipe.data()), recipe.settings());
            Network network = start.network();
            Dataset dataset = start.data();
            if (recipeFile != null) {
                Recipe.parent(recipeFile).filter(parent -> !parent.equals(network.fingerprint()))
                        .ifPresent(parent -> terminal().note(from
                                + " does not have the parameters that the recipe's run began with, so the result will "
                                + "be another."));
            }
            terminal().line("Pruning " + what(network, dataset, recipe));
            // Before the folder is begun, as it refuses rates that cannot be reached.
            PruningRun run = new PruningRun(network, dataset, start.settings());
            tell(run.settings().tuning());
            recipe = Recipe.prune(recipe.network(),
                    run.settings().classes().dropOutputs() ? dataset.specification() : recipe.data(), run.settings());
            try (RunFolder folder = RunFolder.create(out, recipe)) {
                run(run, network, folder, dataset);
            }
        }
    }

    private void resume() {
        allowOnly("--resume", "the run", WITH_RESUME);
        if (data != null) {
            requireData(data);
        }
        out = resumed;
        try (RunFolder folder = RunFolder.resume(resumed)) {
            startEngine();
            Recipe recipe = folder.recipe();
            Path from = folder.start();
            if (!recipe.version().equals(About.version())) {
                terminal().note("This run was begun by Espalier " + recipe.version() + " and is resumed by "
                        + About.version() + ", so it may end a little differently.");
            }
            try (Network whole = Network.read(from)) {
                PruningStart start = PruningStart.of(whole, dataFor(whole, from, data == null ? recipe.data() : data),
                        recipe.settings());
                Network network = start.network();
                Dataset dataset = start.data();
                terminal().line("Resuming " + what(network, dataset, recipe)
                        + folder.checkpoint().map(checkpoint -> ", after iteration " + checkpoint.iteration())
                                .orElse(", from its beginning"));
                run(new PruningRun(network, dataset, recipe.settings()), network, folder, dataset);
            }
        }
    }

    private void tell(Tuning tuning) {
        if (!tuning.noFineTuning()) {
            terminal().line("Fine-tuning: " + String.join("; ", tuning.words()));
        }
        int batch = tuning.recovery().batchSize();
        int batches = tuning.budget() / batch;
        if (!tuning.noFineTuning() && tuning.budget() != batches * batch) {
            terminal().note("A budget of " + Figures.count(tuning.budget()) + " pictures makes "
                    + Figures.count(batches) + (batches == 1 ? " batch" : " batches") + " of " + batch + ", so "
                    + Figures.count((long) batches * batch) + " pictures are used at each rate.");
        }
    }

    private static String what(Network network, Dataset dataset, Recipe recipe) {
        PruningSettings settings = recipe.settings();
        return network.description().name() + " on " + dataset.title() + " by " + settings.ranking().criterion() + ": "
                + settings.goal()
                + (settings.goal().mode().hasRates() ? " (" + settings.rateOf().beforeAfter() + ")" : "");
    }

    private Recipe recipe() {
        if (recipeFile == null) {
            if (file == null || data == null) {
                throw wrongUse(
                        "Missing required " + (file == null ? "option: '--network=FILE'" : "option: '--data=DATA'")
                                + " (or --recipe, which names them)");
            }
            requireData(data);
            PruningSettings settings = PruningOptions.settings(this,
                    quick ? PruningSettings.quick() : PruningSettings.STANDARD);
            return Recipe.prune(file.toString(), data, settings);
        }
        allowOnly("--recipe", "the recipe", WITH_RECIPE);
        Recipe repeated = Recipe.read(recipeFile);
        return Recipe.prune(file == null ? repeated.network() : file.toString(), data == null ? repeated.data() : data,
                repeated.settings());
    }

    private void allowOnly(String option, String whose, List<String> allowed) {
        List<String> others = givenOptions().stream().map(OptionSpec::longestName)
                .filter(name -> !allowed.contains(name)).toList();
        if (!others.isEmpty()) {
            throw wrongUse("With " + option + " the settings are those of " + whose + "; leave out "
                    + String.join(", ", others));
        }
    }

    private void run(PruningRun run, Network network, RunFolder folder, Dataset dataset) {
        PruningRun.Trajectory trajectory;
        boolean weighted = Arrays.stream(folder.recipe().settings().classes().weights().of(dataset.classNames()))
                .distinct().count() > 1;
        try {
            trajectory = new RecordedRun(folder, event -> tell(event, weighted)).run(run, network, progress());
        } catch (Problem e) {
            throw new Problem(e.getMessage() + " What was reached before is kept in " + out
                    + "; resume it with: espalier prune --resume " + out, e);
        }
        print(folder, weighted);
        trajectory.guessing().ifPresent(terminal()::note);
        tellSkipped(dataset);
        report(report(folder, trajectory, dataset));
        if (trajectory.end() != RunEvent.End.COMPLETE) {
            throw new Problem(trajectory.message() + " " + kept(folder)
                    + (folder.status().canResume() ? " Resume it with: espalier prune --resume " + out : ""));
        }
        terminal().line("");
        terminal().line("Written to " + out);
    }

    private String kept(RunFolder folder) {
        List<String> names = new ArrayList<>(folder.milestones().stream().map(MilestoneRecord::file).toList());
        folder.lastGood().ifPresent(file -> names.add(file.getFileName().toString()));
        return names.isEmpty() ? "No network was written." : "Kept in " + out + ": " + String.join(", ", names) + ".";
    }

    private Report report(RunFolder folder, PruningRun.Trajectory trajectory, Dataset dataset) {
        List<Reached> all = folder.milestones().stream().map(milestone -> reached(folder, milestone, dataset)).toList();
        Recipe recipe = folder.recipe();
        PruningSettings settings = recipe.settings();
        boolean hasRates = settings.goal().mode().hasRates();
        return new Report(all.isEmpty() ? null : all.get(0), all.stream().skip(1).toList(),
                folder.lastGood().map(Path::toString).orElse(null), trajectory.end().name().toLowerCase(Locale.ROOT),
                trajectory.message(), settings.ranking().criterion(), settings.goal().mode().key(),
                settings.rateOf().key(), hasRates ? settings.goal().rates() : List.of(),
                hasRates ? null : settings.goal().threshold(), out.toString(), dataset.skipped());
    }

    private void tell(RunEvent event, boolean weighted) {
        String by = weighted ? " by the classes' weights" : "";
        if (event instanceof RunEvent.Estimated estimated) {
            estimates.add(estimated.step().key() + " " + Figures.percent(estimated.accuracy()));
        } else if (event instanceof RunEvent.Evaluated evaluated) {
            terminal().line(String.format(Locale.ROOT, "Iteration %3d   %s   validation %s%s%s", evaluated.iteration(),
                    Figures.rate(evaluated.achievedRate()), Figures.percent(evaluated.accuracy()), by,
                    estimates.isEmpty() ? "" : "   (" + String.join(", ", estimates) + ")"));
            estimates.clear();
        } else if (event instanceof RunEvent.Reached reached) {
            terminal().line(reached.milestone().rateOf().text(reached.milestone().rate()) + " is reached: test "
                    + Figures.percent(reached.milestone().weighted()) + by);
        }
    }

    private void print(RunFolder folder, boolean weighted) {
        terminal().line("");
        RateOf rateOf = folder.recipe().settings().rateOf();
        boolean masked = rateOf == RateOf.NONZERO_CONVOLUTION_WEIGHTS;
        List<PruningStep> steps = Stream.of(PruningStep.CUT, PruningStep.COMPENSATED)
                .filter(step -> folder.milestones().stream().anyMatch(milestone -> milestone.steps().containsKey(step)))
                .toList();
        List<String> headings = new ArrayList<>(List.of(">rate of " + rateOf.title(), ">parameters", ">MACs",
                masked ? ">nonzero conv. weights" : ">conv. weights"));
        steps.forEach(step -> headings.add(">" + step.key()));
        headings.addAll(List.of(">test accuracy" + (weighted ? " (weighted)" : ""), ">pictures/s", "file"));
        Table table = new Table(headings.toArray(String[]::new));
        for (MilestoneRecord milestone : folder.milestones()) {
            List<String> cells = new ArrayList<>(List.of(
                    milestone.rate() == 1 ? "unpruned" : Figures.rate(milestone.achievedRate()),
                    Figures.count(milestone.parameters()), Figures.count(milestone.macs()),
                    Figures.count(masked ? milestone.nonzeroConvolutionWeights() : milestone.convolutionWeights())));
            steps.forEach(step -> cells.add(Figures.percent(milestone.steps().getOrDefault(step, Double.NaN))));
            cells.addAll(List.of(
                    Figures.percent(milestone.accuracy())
                            + (weighted ? " (" + Figures.percent(milestone.weighted()) + ")" : ""),
                    Figures.count(Math.round(milestone.imagesPerSecond())), folder.file(milestone).toString()));
            table.row(cells.toArray(String[]::new));
        }
        table.print(terminal());
        if (masked) {
            terminal().line(
                    "Zeros are stored and multiplied like any weight: files, parameters, MACs and speed stay as they were.");
        }
    }

    private static Reached reached(RunFolder folder, MilestoneRecord milestone, Dataset dataset) {
        return new Reached(milestone.rate(), milestone.achievedRate(), milestone.rateOf().key(), milestone.parameters(),
                milestone.macs(), milestone.convolutionWeights(), milestone.nonzeroConvolutionWeights(),
                milestone.fineTuningPictures(), milestone.accuracy(), milestone.weighted(), milestone.steps(),
                Json.byClass(dataset.classNames(), milestone.perClass()), milestone.imagesPerSecond(),
                folder.file(milestone).toString(), milestone.widths());
    }
}
