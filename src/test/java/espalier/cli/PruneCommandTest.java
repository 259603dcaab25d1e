package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.basics.Figures;
import espalier.basics.Progress;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.network.Network;
import espalier.pruning.PruningSettings;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command prune, on a network that tells three classes apart. */
class PruneCommandTest {

    @TempDir
    private static Path folder;
    private static Path file;
    private static String data;

    @BeforeAll
    static void trainedNetwork() throws IOException {
        data = "folder:" + SmallData.folder(folder.resolve("pictures"), 40);
        file = folder.resolve("trained.zip");
        try (Network network = SmallData.network(SmallData.CLASSES, 12, 0, 20, 0, 24)) {
            Dataset dataset = Datasets.open(data, network.description().inputSize());
            TrainingSettings settings = new TrainingSettings(12, 0, 14, 0.05, 0.9, 5e-4, 1e-4, 1e-2,
                    TrainingSettings.Schedule.COSINE, espalier.data.Batches.Augmentation.NONE, 0, 1);
            new Trainer(network, dataset, settings).fit(Progress.NONE, Trainer.Listener.NONE);
            network.write(file);
        }
    }

    private static CommandRun prune(Path out, Object... more) {
        Object[] arguments = new Object[11 + more.length];
        System.arraycopy(new Object[] {"prune", "--network", file, "--data", data, "--out", out, "--batch", 14,
                "--per-class", 5}, 0, arguments, 0, 11);
        System.arraycopy(more, 0, arguments, 11, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void writesASmallerNetworkAtEachRateThatDl4jAloneOpens() throws IOException {
        Path out = folder.resolve("pruned");

        CommandRun run = prune(out, "--rates", "2,4", "--criterion", "class-aware", "--json",
                folder.resolve("pruned.json"));

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("cut +compensated +test accuracy")
                .containsPattern("\\(cut .* %, compensated .* %\\)");
        assertThat(run.out()).contains("unpruned", "×2 is reached", "×4 is reached", "x4.zip", "Written to " + out);
        JsonNode result = CommandRun.json(folder.resolve("pruned.json"));
        assertThat(result.get("end").asText()).isEqualTo("complete");
        assertThat(result.get("criterion").asText()).isEqualTo("class-aware");
        JsonNode unpruned = result.get("unpruned");
        assertThat(result.get("milestones")).hasSize(2);
        for (JsonNode milestone : result.get("milestones")) {
            double rate = milestone.get("rate").asDouble();
            assertThat(milestone.get("achievedRate").asDouble()).isCloseTo(rate, within(0.02 * rate));
            assertThat(unpruned.get("parameters").asDouble() / milestone.get("parameters").asDouble())
                    .isCloseTo(milestone.get("achievedRate").asDouble(), within(1e-9));
            assertThat(milestone.get("macs").asLong()).isLessThan(unpruned.get("macs").asLong());
            assertThat(milestone.get("accuracy").asDouble()).isBetween(0.0, 1.0);
            assertThat(milestone.get("steps").fieldNames()).toIterable().containsExactly("cut", "compensated",
                    "fine-tuned");
            assertThat(milestone.get("steps").get("fine-tuned")).isEqualTo(milestone.get("accuracy"));
            assertThat(milestone.get("imagesPerSecond").asDouble()).isPositive();
            ComputationGraph graph = ModelSerializer
                    .restoreComputationGraph(Path.of(milestone.get("file").asText()).toFile());
            assertThat(graph.getLayer("conv1").getParam("W").size(0))
                    .isEqualTo(milestone.get("widths").get("conv1").asLong());
            CommandRun evaluated = CommandRun.of("evaluate", "--network", milestone.get("file").asText(), "--data",
                    data, "--json", "-");
            assertThat(evaluated.json().get("accuracy")).isEqualTo(milestone.get("accuracy"));
        }
        assertThat(out.resolve("run.json")).exists();
        CommandRun compared = CommandRun.of("compare", "--run", out, "--data", data, "--count", 2, "--measures",
                "pearson");
        assertThat(compared.code()).as(compared.err()).isZero();
        assertThat(compared.out()).containsPattern("test accuracy, cut +– +\\d").contains("test accuracy, compensated",
                "test accuracy, fine-tuned");
        JsonNode halved = CommandRun.of("info", out.resolve("x2.zip"), "--json", "-").json();
        assertThat(halved.get("name").asText()).isEqualTo("Small ×2");
        assertThat(halved.get("provenance").get("pruned").asText()).contains("×2", "class-aware");
        assertThat(Double.parseDouble(halved.get("provenance").get("test accuracy, compensated").asText()))
                .isCloseTo(result.get("milestones").get(0).get("steps").get("compensated").asDouble(), within(5e-5));
        assertThat(halved.get("provenance").get("made by").asText()).isEqualTo("a test");
    }

    @Test
    void aBudgetIsKeptToAndWrittenDown() throws IOException {
        Path out = folder.resolve("budget");
        CommandRun run = prune(out, "--rates", "2,3", "--criterion", "l1-norm", "--budget", 100, "--json",
                folder.resolve("budget.json"));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("100 pictures makes 7 batches of 14, so 98 pictures");
        for (JsonNode milestone : CommandRun.json(folder.resolve("budget.json")).get("milestones")) {
            assertThat(milestone.get("fineTuningPictures").asInt()).isEqualTo(98);
        }
        assertThat(Recipe.read(out.resolve("run.json")).settings().goal().oneShot()).isTrue();
        JsonNode past = CommandRun.of("info", out.resolve("x3.zip"), "--json", "-").json().get("provenance");
        assertThat(past.get("fine-tuning pictures").asText()).isEqualTo("98");
        assertThat(past.get("settings").asText()).contains("100 pictures of fine-tuning for each rate");
    }

    @Test
    void withoutFineTuningNetworksAreCutAndEvaluated() throws IOException {
        CommandRun run = prune(folder.resolve("cut"), "--rates", "2", "--criterion", "l1-norm", "--no-fine-tuning",
                "--json", "-");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("milestones").get(0).get("fineTuningPictures").asInt()).isZero();
        CommandRun both = prune(folder.resolve("none"), "--no-fine-tuning", "--budget", 100);
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("leave out one of the two");
        CommandRun epochs = prune(folder.resolve("none"), "--budget", 100, "--recovery-epochs", 2);
        assertThat(epochs.code()).isEqualTo(2);
        assertThat(epochs.err()).contains("leave out --recovery-epochs");
        CommandRun steps = prune(folder.resolve("steps"), "--rates", "2", "--criterion", "l1-norm", "--no-fine-tuning",
                "--share", "0.2");
        assertThat(steps.code()).as(steps.err()).isZero();
        assertThat(steps.out()).contains("Iteration   2");
    }

    @Test
    void theClassesThatMatterAreInTheRecipeAndInThePastOfTheNetwork() throws IOException {
        Path out = folder.resolve("for-classes");
        CommandRun run = prune(out, "--rates", "2", "--classes", SmallData.CLASSES.get(0) + "=1,others=0.25");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Recipe.read(out.resolve("run.json")).settings().classes().weights())
                .isEqualTo(ClassWeights.parse(SmallData.CLASSES.get(0) + "=1,others=0.25"));
        assertThat(CommandRun.of("info", out.resolve("x2.zip")).out())
                .contains("classes " + SmallData.CLASSES.get(0) + " 1, others 0.25");
        assertThat(run.out()).contains("test accuracy (weighted)", "by the classes' weights");
        RunFolder kept = RunFolder.read(out);
        double[] weights = kept.recipe().settings().classes().weights().of(SmallData.CLASSES);
        for (RunRecord.MilestoneRecord milestone : kept.milestones()) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += weights[c] / 3 * milestone.perClass()[c];
            }
            assertThat(milestone.weighted()).isCloseTo(sum, within(1e-9));
        }
        CommandRun unknown = prune(folder.resolve("unknown"), "--classes", "yeti");
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).contains("There is no class \"yeti\"", String.join(", ", SmallData.CLASSES));
        assertThat(prune(folder.resolve("unknown"), "--classes", "a=2").err()).contains("from 0 to 1");
        assertThat(CommandRun.of("prune", "--help").out()).contains("--classes=CLASSES");
    }

    @Test
    void theOutputsOfClassesThatDoNotMatterGoAndAllThatFollowsIsOfThoseThatStay() throws IOException {
        Path out = folder.resolve("two");
        CommandRun run = prune(out, "--rates", "2", "--classes", "dot,bar", "--drop-outputs", "--json",
                folder.resolve("two.json"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("weighted");
        String some = "only:bar,dot:" + data;
        Recipe recipe = Recipe.read(out.resolve("run.json"));
        assertThat(recipe.data()).isEqualTo(some);
        assertThat(recipe.settings().classes().dropOutputs()).isTrue();
        JsonNode result = CommandRun.json(folder.resolve("two.json"));
        assertThat(result.get("unpruned").get("perClass").size()).isEqualTo(2);
        for (String name : new String[] {"unpruned.zip", "x2.zip"}) {
            CommandRun evaluated = CommandRun.of("evaluate", "--network", out.resolve(name), "--data", some, "--json",
                    "-");
            assertThat(evaluated.json().get("accuracy").asDouble()).isGreaterThan(0.7);
            assertThat(evaluated.json().get("confusion")).hasSize(2);
        }
        assertThat(CommandRun.of("info", out.resolve("x2.zip")).out()).contains("outputs dropped", "box",
                "classes only bar, dot, the outputs of others dropped");

        CommandRun again = CommandRun.of("prune", "--recipe", out.resolve("run.json"), "--out", folder.resolve("two2"));
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("another");
        String fingerprint = CommandRun.of("info", out.resolve("x2.zip"), "--json", "-").json().get("fingerprint")
                .asText();
        assertThat(
                CommandRun.of("info", folder.resolve("two2/x2.zip"), "--json", "-").json().get("fingerprint").asText())
                .isEqualTo(fingerprint);

        CommandRun one = prune(folder.resolve("one"), "--classes", "dot", "--drop-outputs");
        assertThat(one.code()).isNotZero();
        assertThat(one.err()).contains("two classes");
        assertThat(prune(folder.resolve("one"), "--drop-outputs").err()).contains("no outputs to drop");
        assertThat(folder.resolve("one/run.json")).doesNotExist();
    }

    @Test
    void aRecipeRepeatsItsRunWithTheSameResult() throws IOException {
        Path first = folder.resolve("first");
        prune(first, "--rates", "2", "--criterion", "random", "--seed", 3, "--epochs", 1, "--recovery-epochs", 1);

        CommandRun again = CommandRun.of("prune", "--recipe", first.resolve("run.json"), "--out",
                folder.resolve("second"), "--json", "-");

        assertThat(again.code()).as(again.err()).isZero();
        JsonNode milestone = again.json().get("milestones").get(0);
        JsonNode before = CommandRun.json(first.resolve("run.json")).get("milestones").get(1);
        assertThat(milestone.get("widths")).isEqualTo(before.get("widths"));
        assertThat(milestone.get("accuracy")).isEqualTo(before.get("accuracy"));
        JsonNode one = CommandRun.of("info", first.resolve("x2.zip"), "--json", "-").json();
        JsonNode other = CommandRun.of("info", folder.resolve("second/x2.zip"), "--json", "-").json();
        assertThat(other.get("fingerprint")).isEqualTo(one.get("fingerprint"));
        assertThat(again.err()).doesNotContain("another");
        for (String line : new String[] {"parent", "criterion", "data", "settings", "seed", "version", "date"}) {
            assertThat(one.get("provenance").get(line).asText()).as(line).isNotBlank();
        }
        assertThat(one.get("provenance").get("parent").asText())
                .contains(CommandRun.of("info", file, "--json", "-").json().get("fingerprint").asText());
        assertThat(CommandRun.of("info", first.resolve("x2.zip")).out()).contains("Fingerprint", "Where it comes from",
                "criterion");
    }

    @Test
    void aRecipeForAnotherNetworkSaysThatTheResultWillBeAnother() {
        Path first = folder.resolve("of one");
        prune(first, "--rates", "1.2", "--criterion", "random", "--epochs", 0, "--recovery-epochs", 0);
        Path other = folder.resolve("other.zip");
        try (Network network = SmallData.network(SmallData.CLASSES, 12, 0, 20, 0, 24)) {
            network.write(other);
        }

        CommandRun again = CommandRun.of("prune", "--recipe", first.resolve("run.json"), "--network", other, "--out",
                folder.resolve("of another"));

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("does not have the parameters that the recipe's run began with");
    }

    @Test
    void aRunThatIsOverOrUnderWayIsNotTakenUp() {
        Path out = folder.resolve("over");
        prune(out, "--rates", "1.2", "--criterion", "random", "--epochs", 0, "--recovery-epochs", 0);
        CommandRun over = CommandRun.of("prune", "--resume", out);
        assertThat(over.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(over.err()).contains("is over. All rates were reached.");
        CommandRun wrong = CommandRun.of("prune", "--resume", out, "--rates", 2);
        assertThat(wrong.code()).isEqualTo(CommandLineInterface.WRONG_USE);
        assertThat(wrong.err()).contains("leave out --rates");
        Path held = folder.resolve("held");
        try (RunFolder run = RunFolder.create(held, Recipe.prune(file.toString(), data, PruningSettings.STANDARD))) {
            CommandRun second = CommandRun.of("prune", "--resume", held);
            assertThat(second.code()).isEqualTo(CommandLineInterface.FAILED);
            assertThat(second.err()).contains(run.path().toString(), "is under way");
        }
    }

    @Test
    void aFolderWithARunIsNotOverwritten() throws IOException {
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken);
        Files.writeString(taken.resolve("run.json"), "{}");

        CommandRun run = prune(taken, "--rates", "2");

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err()).contains(taken.toString(), "already holds a run");
        assertThat(Files.readString(taken.resolve("run.json"))).isEqualTo("{}");
    }

    @Test
    void aRateThatCannotBeReachedIsToldBeforeAnythingRuns() {
        Path out = folder.resolve("unreachable");

        CommandRun run = prune(out, "--rates", "2,5000");

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("5000").doesNotContain("Exception");
        assertThat(out.resolve("run.json")).doesNotExist();
    }

    @Test
    void aRunOutOfToleranceKeepsWhatWasGoodAndFails() throws IOException {
        Path out = folder.resolve("tolerance");

        CommandRun run = prune(out, "--rates", "2,20", "--criterion", "random", "--tolerance", 0.05, "--epochs", 0,
                "--recovery-epochs", 0, "--json", folder.resolve("tolerance.json"));

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        JsonNode result = CommandRun.json(folder.resolve("tolerance.json"));
        assertThat(result.get("end").asText()).isEqualTo("out_of_tolerance");
        assertThat(run.err()).contains("tolerance", "Kept in " + out, "unpruned.zip").doesNotContain("Exception");
        assertThat(CommandRun.json(out.resolve("run.json")).get("status").asText()).isEqualTo("OUT_OF_TOLERANCE");
        try (Stream<Path> files = Files.list(out)) {
            for (Path kept : files.filter(path -> path.toString().endsWith(".zip")).toList()) {
                assertThat(CommandRun.of("info", kept).code()).isZero();
            }
        }
    }

    @Test
    void aLossThatExplodesStopsTheRunAndKeepsTheNetworkFromBefore() throws IOException {
        Path out = folder.resolve("exploded");

        CommandRun run = prune(out, "--rates", "2", "--learning-rate", "1e30", "--recovery-learning-rate", "1e30",
                "--json", folder.resolve("exploded.json"));

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err()).contains("infinite", "unpruned.zip").doesNotContain("Exception");
        assertThat(CommandRun.json(folder.resolve("exploded.json")).get("end").asText()).isEqualTo("diverged");
        assertThat(out.resolve("x2.zip")).doesNotExist();
    }

    @Test
    void zerosAreToldByPruneAndInfoAndReplayedByTheRecipe() throws IOException {
        Path out = folder.resolve("zeros");

        CommandRun run = prune(out, "--mode", "unstructured", "--rates", "4", "--protect", "conv1", "--json",
                folder.resolve("zeros.json"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("nonzero convolution weights before ÷ after", "×4 nonzero is reached",
                "Zeros are stored");
        JsonNode result = CommandRun.json(folder.resolve("zeros.json"));
        assertThat(result.get("mode").asText()).isEqualTo("unstructured");
        JsonNode milestone = result.get("milestones").get(0);
        assertThat(milestone.get("rateOf").asText()).isEqualTo("nonzero-convolution-weights");
        assertThat(
                milestone.get("convolutionWeights").asDouble() / milestone.get("nonzeroConvolutionWeights").asDouble())
                .isCloseTo(milestone.get("achievedRate").asDouble(), within(1e-9)).isCloseTo(4, within(0.05));
        assertThat(milestone.get("parameters")).isEqualTo(result.get("unpruned").get("parameters"));
        CommandRun info = CommandRun.of("info", milestone.get("file").asText());
        assertThat(info.out()).contains("nonzero weights", "of the convolutions' weights are zero", "324 of 324");
        JsonNode told = CommandRun.of("info", milestone.get("file").asText(), "--json", "-").json();
        assertThat(told.get("nonzeroConvolutionWeights")).isEqualTo(milestone.get("nonzeroConvolutionWeights"));
        assertThat(told.get("name").asText()).isEqualTo("Small ×4 nonzero");

        CommandRun again = CommandRun.of("prune", "--recipe", out.resolve("run.json"), "--out",
                folder.resolve("zeros-again"), "--json", "-");
        assertThat(again.json().get("milestones").get(0).get("accuracy")).isEqualTo(milestone.get("accuracy"));
        assertThat(again.json().get("rateOf").asText()).isEqualTo("nonzero-convolution-weights");
    }

    @Test
    void settingsOfRankingAndProtectionAreInTheRecipe() throws IOException {
        Path out = folder.resolve("ranked");

        CommandRun run = prune(out, "--mode", "macs", "--rates", "2", "--one-shot", "--criterion", "fpgm", "--ranking",
                "local", "--normalise", "max", "--least", "conv1=9,conv3=10", "--epochs", 1, "--recovery-epochs", 1,
                "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode settings = CommandRun.json(out.resolve("run.json")).get("recipe").get("settings");
        assertThat(settings.get("mode").asText()).isEqualTo("MACS");
        assertThat(settings.get("oneShot").asBoolean()).isTrue();
        assertThat(settings.get("scope").asText()).isEqualTo("LOCAL");
        assertThat(settings.get("normalisation").asText()).isEqualTo("MAX");
        assertThat(settings.get("leastFilters").get("conv1").asInt()).isEqualTo(9);
        // As it was used, not as it was left open.
        double rate = settings.get("recovery").get("learningRate").asDouble();
        assertThat(rate).isPositive();
        assertThat(run.err()).contains("learning rate " + Figures.plain(rate));
        assertThat(settings.get("distillation").get("share").asDouble()).isEqualTo(0.5);
        JsonNode milestone = run.json().get("milestones").get(0);
        assertThat(milestone.get("widths").get("conv1").asInt()).isGreaterThanOrEqualTo(9);
        assertThat(milestone.get("rateOf").asText()).isEqualTo("macs");
        assertThat(milestone.get("file").asText()).endsWith("x2-macs.zip");
        assertThat(run.json().get("unpruned").get("macs").asDouble() / milestone.get("macs").asDouble()).isCloseTo(2,
                within(0.1));
    }

    @Test
    void whatDoesNotGoTogetherIsWrongUse() {
        assertThat(prune(folder.resolve("no"), "--mode", "unstructured", "--criterion", "l1-norm").err())
                .contains("magnitude");
        assertThat(prune(folder.resolve("no"), "--mode", "threshold", "--rates", "2").err())
                .contains("leave out --rates");
        assertThat(prune(folder.resolve("no"), "--mode", "unstructured", "--floor", "0.2").err())
                .contains("leave out --floor");
        assertThat(prune(folder.resolve("no"), "--mode", "speed").err())
                .contains("parameters, macs, convolution-weights");
        assertThat(prune(folder.resolve("no"), "--protect", "conv8").err()).contains("conv8", "conv1, conv2, conv3");
    }
}
