package espalier.workspace;

import static espalier.pruning.PruningChoices.SHORTCUTS;
import static espalier.pruning.PruningStep.COMPENSATED;
import static espalier.pruning.PruningStep.CUT;
import static espalier.pruning.PruningStep.FINE_TUNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.shapes.Shapes;
import espalier.importance.Filter;
import espalier.network.Architectures;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.Marks;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningSettings;
import espalier.pruning.RateOf;
import espalier.pruning.RunEvent;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.training.TrainingState;
import espalier.workspace.RunRecord.IterationRecord;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final Recipe RECIPE = Recipe.prune("network.zip", "shapes", PruningSettings.quick().withSeed(7));
    private static final Evaluation EVALUATION = new Evaluation(4, 0.75, new double[] {0.5, 1, Double.NaN}, 0.3,
            new int[][] {{1, 1, 0}, {0, 2, 0}, {0, 0, 0}});

    @TempDir
    Path folder;

    private static Network network() {
        Shapes data = new Shapes(1, 10, 10, 10);
        return Architectures.vgg(new int[] {4, 0, 6},
                new Description("tiny", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), 1);
    }

    private static Milestone milestone(double rate, Network network) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> widths.put(layer.name(), layer.channels()));
        return new Milestone(rate, rate * 1.01, network.cost(), widths, EVALUATION, 123.5, network, RateOf.PARAMETERS,
                -1, rate == 1 ? Map.of() : Map.of(CUT, 0.25, COMPENSATED, 0.5, FINE_TUNED, 0.75),
                rate == 1 ? 0.75 : 0.625);
    }

    @Test
    void aRunIsReadAsItWasWritten() {
        try (Network network = network()) {
            RecordedRun recorder = new RecordedRun(RunFolder.create(folder, RECIPE), event -> {});
            recorder.record(new RunEvent.Started(milestone(1, network)));
            recorder.record(new RunEvent.Pruned(1, 1.5, 2, Map.of("conv1", 3), new Cost(100, 200, 90)));
            recorder.record(new RunEvent.Estimated(1, CUT, 1.5, 0.3, 500));
            recorder.record(new RunEvent.Estimated(1, COMPENSATED, 1.5, 0.6, 500));
            recorder.record(new RunEvent.FineTuned(1, new TrainingState.Epoch(1, 0.25, 0.9, Double.NaN, 1), 1));
            recorder.record(new RunEvent.Evaluated(1, 1.5, 0.8));
            recorder.record(new RunEvent.Reached(1, milestone(2.5, network)));
            recorder.record(new RunEvent.Stopped(RunEvent.End.COMPLETE, "All rates were reached."));

            RunFolder read = RunFolder.read(folder);

            assertThat(read.recipe()).isEqualTo(RECIPE);
            assertThat(read.recipe().seed()).isEqualTo(7);
            assertThat(read.status()).isEqualTo(RunStatus.COMPLETE);
            assertThat(read.content().message()).isEqualTo("All rates were reached.");
            assertThat(read.iterations()).containsExactly(new IterationRecord(1, 1.5, 2, 100, 200, Map.of("conv1", 3),
                    0.25, 0.8, null, Map.of(CUT, 0.3, COMPENSATED, 0.6)));
            assertThat(read.milestones()).usingRecursiveComparison().withEqualsForType(Double::equals, Double.class)
                    .isEqualTo(List.of(MilestoneRecord.of(milestone(1, network)),
                            MilestoneRecord.of(milestone(2.5, network))));
            assertThat(read.milestones()).extracting(MilestoneRecord::file).containsExactly("unpruned.zip", "x2.5.zip");
            assertThat(read.milestones().get(0).widths().keySet()).containsExactly("conv1", "conv2");
            try (Network reread = Network.read(read.file(read.milestones().get(1)))) {
                assertThat(reread.cost()).isEqualTo(network.cost());
                assertThat(reread.description().provenance()).containsEntry("test accuracy, cut", "0.2500")
                        .containsEntry("test accuracy, compensated", "0.5000").containsEntry("test accuracy", "0.7500")
                        .containsEntry("weighted test accuracy", "0.6250");
                assertThat(read.milestones()).extracting(MilestoneRecord::weighted).containsExactly(0.75, 0.625);
            }
        }
    }

    @Test
    void aRunFromBeforeStepsWereToldIsRead() throws IOException {
        try (Network network = network(); RunFolder run = RunFolder.create(folder, RECIPE)) {
            RecordedRun recorder = new RecordedRun(run, event -> {});
            recorder.record(new RunEvent.Started(milestone(1, network)));
            recorder.record(new RunEvent.Pruned(1, 1.5, 2, Map.of("conv1", 3), new Cost(100, 200, 90)));
            recorder.record(new RunEvent.Estimated(1, CUT, 1.5, 0.3, 500));
            recorder.record(new RunEvent.Evaluated(1, 1.5, 0.8));
            recorder.record(state(1, true, network));
            recorder.record(new RunEvent.Reached(1, milestone(2, network)));
        }
        Path file = folder.resolve(RunFolder.RUN);
        assertThat(Files.readString(file)).containsPattern("\"fine-tuned\" : 0.75");
        Files.writeString(file, Files.readString(file).replace("\"steps\"", "\"ofTheFuture\""));
        RunFolder old = RunFolder.read(folder);
        assertThat(old.milestones()).extracting(MilestoneRecord::accuracy).containsExactly(0.75, 0.75);
        assertThat(old.milestones()).extracting(MilestoneRecord::steps).containsOnly(Map.of());
        assertThat(old.iterations()).extracting(IterationRecord::steps).containsOnly(Map.of());
        assertThat(old.checkpoint().orElseThrow().steps()).isEmpty();
    }

    @Test
    void aMilestoneThatCannotBeWrittenLeavesTheRunWhole() throws IOException {
        try (Network network = network()) {
            RunFolder run = RunFolder.create(folder, RECIPE);
            run.saveMilestone(milestone(1, network));
            Files.createDirectories(folder.resolve("x2.zip/in the way"));

            assertThatThrownBy(() -> run.saveMilestone(milestone(2, network))).isInstanceOf(Problem.class)
                    .hasMessageContaining("x2.zip");

            RunFolder read = RunFolder.read(folder);
            assertThat(read.milestones()).extracting(MilestoneRecord::rate).containsExactly(1.0);
            assertThat(read.milestones()).allSatisfy(kept -> assertThat(read.file(kept)).isRegularFile());
            assertThat(folder).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void unknownFieldsArePassedOver() throws IOException {
        RunFolder.create(folder, RECIPE);
        Path file = folder.resolve(RunFolder.RUN);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"ofTheFuture\": [1, 2],"));
        assertThat(RunFolder.read(folder).recipe()).isEqualTo(RECIPE);
    }

    @Test
    void aDamagedRunIsNamed() throws IOException {
        Path file = folder.resolve(RunFolder.RUN);
        for (String content : List.of("", "not JSON", "null", "{}", "{\"recipe\": {\"command\": \"prune\"}}",
                "{\"recipe\": 3}")) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> RunFolder.read(folder)).as(content).isInstanceOf(Problem.class)
                    .hasMessageContaining(file.toString()).hasMessageContaining("damaged");
        }
        Files.delete(file);
        assertThatThrownBy(() -> RunFolder.read(folder)).isInstanceOf(Problem.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aRunIsNotWrittenOverAnother() {
        RunFolder.create(folder, RECIPE);
        assertThatThrownBy(() -> RunFolder.create(folder, RECIPE)).isInstanceOf(Problem.class)
                .hasMessageContaining("already holds a run");
    }

    @Test
    void aRunThatEndsWithAnExceptionSaysHow() {
        RunFolder cancelled = RunFolder.create(folder.resolve("a"), RECIPE);
        new RecordedRun(cancelled, event -> {}).ended(new CancellationException());
        assertThat(RunFolder.read(cancelled.path()).status()).isEqualTo(RunStatus.CANCELLED);

        RunFolder failed = RunFolder.create(folder.resolve("b"), RECIPE);
        new RecordedRun(failed, event -> {}).ended(new Problem("The disk is full."));
        assertThat(RunFolder.read(failed.path()).content().message()).isEqualTo("The disk is full.");
    }

    @Test
    void aRecipeIsReadAloneOrFromARun() {
        Path file = folder.resolve("recipe.json");
        RECIPE.write(file);
        assertThat(Recipe.read(file)).isEqualTo(RECIPE);
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        assertThat(Recipe.read(run.path().resolve(RunFolder.RUN))).isEqualTo(RECIPE);
    }

    @Test
    void aRecipeKeepsWhatBecomesOfShortcuts() throws IOException {
        Path file = folder.resolve("recipe.json");
        Recipe untouched = Recipe.prune("network.zip", "shapes",
                PruningSettings.STANDARD.with(SHORTCUTS, ShortcutWidths.UNTOUCHED));
        untouched.write(file);
        assertThat(Recipe.read(file).settings().protection().shortcutWidths()).isEqualTo(ShortcutWidths.UNTOUCHED);
        // A recipe from before there was a choice is of tied groups.
        Files.writeString(file, Files.readString(file).replace("\"shortcutWidths\"", "\"formerly\""));
        assertThat(Recipe.read(file).settings().protection().shortcutWidths()).isEqualTo(ShortcutWidths.TIED);
    }

    private static RunEvent.Checkpoint state(int iteration, boolean reached, Network network) {
        return new RunEvent.Checkpoint(iteration, 2, reached, 0.5, network,
                new Marks(Set.of(new Filter("conv2", 1)), Set.of()), List.of(), 64, Map.of(CUT, 0.25));
    }

    @Test
    void aRunGoesOnFromItsLastIteration() throws IOException {
        try (Network network = network()) {
            try (RunFolder run = RunFolder.create(folder, RECIPE)) {
                RecordedRun recorder = new RecordedRun(run, event -> {});
                recorder.record(new RunEvent.Started(milestone(1, network)));
                for (int iteration = 1; iteration <= 3; iteration++) {
                    recorder.record(new RunEvent.Pruned(iteration, 1.5, 2, Map.of("conv1", 3), new Cost(100, 200, 90)));
                    recorder.record(
                            new RunEvent.FineTuned(iteration, new TrainingState.Epoch(1, 0.75, 0.9, Double.NaN, 1), 2));
                    recorder.record(
                            new RunEvent.FineTuned(iteration, new TrainingState.Epoch(2, 0.5, 0.9, Double.NaN, 1), 2));
                    recorder.record(new RunEvent.Evaluated(iteration, 1.5, 0.8));
                    if (iteration < 3) {
                        recorder.record(state(iteration, false, network));
                    }
                }
                recorder.record(new RunEvent.Stopped(RunEvent.End.CANCELLED, "The run was cancelled."));
            }
            Files.writeString(folder.resolve("iteration-3.zip"), "written, but a crash came before run.json");
            Files.writeString(folder.resolve(".run.json.1.part"), "half");

            try (RunFolder taken = RunFolder.resume(folder)) {
                assertThat(taken.status()).isEqualTo(RunStatus.RUNNING);
                assertThat(taken.iterations()).extracting(IterationRecord::iteration).containsExactly(1, 2);
                assertThat(taken.iterations().get(1).losses()).containsExactly(0.75, 0.5);
                assertThat(taken.lastGood()).contains(folder.resolve("iteration-2.zip"));
                assertThat(taken.start()).isEqualTo(folder.resolve("unpruned.zip"));
                RunEvent.Checkpoint read = taken.state(network).orElseThrow();
                assertThat(read.pictures()).isEqualTo(64);
                assertThat(read).usingRecursiveComparison().ignoringFields("network", "milestones")
                        .isEqualTo(state(2, false, network));
                assertThat(read.network().parameters()).isEqualTo(network.parameters());
                assertThat(read.network().description()).isEqualTo(network.description());
                assertThat(read.milestones()).extracting(Milestone::rate).containsExactly(1.0);
            }
            assertThat(folder.resolve("iteration-1.zip")).doesNotExist();
            assertThat(folder.resolve("iteration-3.zip")).doesNotExist();
            assertThat(folder).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void twoDoNotWriteInOneFolder() {
        try (RunFolder run = RunFolder.create(folder, RECIPE)) {
            assertThatThrownBy(() -> RunFolder.resume(folder)).isInstanceOf(Problem.class)
                    .hasMessageContaining(folder.toString()).hasMessageContaining("is under way: another Espalier");
            assertThat(RunFolder.read(folder).interrupted().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
        }
        assertThat(RunFolder.read(folder).interrupted().status()).isEqualTo(RunStatus.INTERRUPTED);
        RunFolder.resume(folder).close();
    }

    @Test
    void aRunThatCameToItsEndIsNotResumed() {
        try (RunFolder run = RunFolder.create(folder, RECIPE)) {
            run.finish(RunStatus.COMPLETE, "All rates were reached.");
        }
        assertThatThrownBy(() -> RunFolder.resume(folder)).isInstanceOf(Problem.class)
                .hasMessageContaining("is over. All rates were reached.");
        Path other = folder.resolve("other");
        try (RunFolder run = RunFolder.create(other, RECIPE)) {
            run.finish(RunStatus.OUT_OF_TOLERANCE, "Accuracy fell.");
        }
        assertThatThrownBy(() -> RunFolder.resume(other)).isInstanceOf(Problem.class)
                .hasMessageContaining("Accuracy fell.").hasMessageContaining("begin a new run with other settings");
        assertThatThrownBy(() -> RunFolder.resume(folder.resolve("none"))).isInstanceOf(Problem.class)
                .hasMessageContaining("There is no folder");
    }

    @Test
    void whatANetworkComesFromStaysReadableHoweverOftenItIsPruned() {
        try (Network network = network()) {
            Network trained = network.withDescription(network.description().with("Tiny",
                    Map.of("command", "espalier train", "seed", "5", "architecture", "vgg")));
            try (RunFolder run = RunFolder.create(folder.resolve("1"), RECIPE)) {
                run.saveMilestone(milestone(1, trained));
                run.saveMilestone(milestone(2, trained));
            }
            Network once = Network.read(folder.resolve("1/x2.zip"));
            assertThat(once.description().provenance())
                    .containsEntry("parent", "Tiny, parameters " + network.fingerprint() + ", file network.zip")
                    .containsEntry("criterion", "obs").containsEntry("data", "shapes").containsEntry("seed", "7")
                    .containsEntry("settings", RECIPE.settings().toString()).containsEntry("parent's seed", "5")
                    .containsEntry("parent's command", "espalier train").containsEntry("architecture", "vgg")
                    .containsKeys("version", "date", "test accuracy");
            try (RunFolder run = RunFolder.create(folder.resolve("2"), RECIPE)) {
                run.saveMilestone(milestone(1, once));
                run.saveMilestone(milestone(2, once));
            }
            Network twice = Network.read(folder.resolve("2/x2.zip"));
            assertThat(twice.description().name()).isEqualTo("Tiny ×2 ×2");
            assertThat(twice.description().provenance()).containsEntry("parent's parent's seed", "5")
                    .containsEntry("parent's seed", "7").containsEntry("seed", "7");
        }
    }
}
