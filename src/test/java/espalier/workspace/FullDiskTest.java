package espalier.workspace;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.SHARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.TinyData;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.PruningSettings;
import espalier.pruning.RunEvent;
import espalier.training.TrainingSettings;
import espalier.workspace.RunRecord.CheckpointRecord;
import espalier.workspace.RunRecord.IterationRecord;
import espalier.workspace.RunRecord.MilestoneRecord;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full stops a run and leaves everything from before whole, wherever it comes. */
class FullDiskTest {

    private static final Dataset DATA = new TinyData();
    private static final TrainingSettings TUNING = new TrainingSettings(1, 32, 32, 0.01, 0.9, 5e-4, 1e-4, 1e-2,
            TrainingSettings.Schedule.CONSTANT, Augmentation.FLIP_AND_CROP, 0, 1);
    private static final Recipe RECIPE = Recipe.prune("network.zip", "shapes:3", PruningSettings.STANDARD
            .with(RATES, List.of(1.3, 1.6)).withFineTuning(TUNING, TUNING).with(CRITERION, "l1-norm").with(SHARE, 0.1));

    @TempDir
    private static Path folder;
    /** What a run tells when nothing stops it; its networks stay as they are. */
    private static final List<RunEvent> EVENTS = new ArrayList<>();
    private static Network network;
    private static Trajectory whole;
    private static long written;

    @BeforeAll
    static void runOnALargeDisk() {
        network = Architectures.vgg(new int[] {8, 0, 16, 0, 24, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
        whole = new PruningRun(network, DATA, RECIPE.settings()).run(Progress.NONE, EVENTS::add);
        SmallDisk large = new SmallDisk(Long.MAX_VALUE);
        record(large.of(folder.resolve("large")));
        written = Long.MAX_VALUE - large.room();
        assertThat(RunFolder.read(folder.resolve("large")).status()).isEqualTo(RunStatus.COMPLETE);
        assertThat(EVENTS).filteredOn(RunEvent.Checkpoint.class::isInstance).hasSizeGreaterThan(2);
    }

    /** Writes the run as far as that goes; what else ends it is told to the recorder, as every caller does. */
    private static void record(Path run) {
        try (RunFolder begun = RunFolder.create(run, RECIPE)) {
            RecordedRun recorder = new RecordedRun(begun, event -> {});
            try {
                EVENTS.forEach(recorder::record);
            } catch (RuntimeException e) {
                recorder.ended(e);
                throw e;
            }
        }
    }

    @Test
    void whereverItComesWhatWasWrittenBeforeIsWhole() throws IOException {
        int last = 0;
        for (int place = 1; place < 60; place++) {
            Path run = folder.resolve("full-" + place);
            Path small = new SmallDisk(written * place / 60).of(run);

            assertThatThrownBy(() -> record(small)).as("place " + place).isInstanceOf(Problem.class)
                    .hasMessageContaining("No space left on device").hasMessageContaining("has room");

            try (Stream<Path> files = Files.list(run)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
            }
            if (Files.exists(run.resolve(RunFolder.RUN))) {
                last = checkWhole(run, last);
            }
        }
        assertThat(last).isGreaterThan(2);
    }

    /** @return the last iteration that is kept; never fewer than on a smaller disk */
    private static int checkWhole(Path folder, int before) {
        RunFolder run = RunFolder.read(folder);
        assertThat(run.status().canResume()).isTrue();
        run.milestones().forEach(milestone -> Network.read(run.file(milestone)).close());
        run.lastGood().ifPresent(file -> Network.read(file).close());
        int last = run.checkpoint().map(CheckpointRecord::iteration).orElse(0);
        assertThat(last).isGreaterThanOrEqualTo(before);
        assertThat(run.iterations()).extracting(IterationRecord::iteration).hasSizeGreaterThanOrEqualTo(last);
        return last;
    }

    @Test
    void withRoomAgainTheRunIsResumedAndEndsAsItWould() {
        Path run = folder.resolve("again");
        assertThatThrownBy(() -> record(new SmallDisk(written * 2 / 3).of(run))).isInstanceOf(Problem.class);

        try (RunFolder taken = RunFolder.resume(run); Network start = Network.read(taken.start())) {
            Optional<RunEvent.Checkpoint> state = taken.state(start);
            assertThat(state).isPresent();
            new PruningRun(start, DATA, taken.recipe().settings()).resume(state.get(), Progress.NONE,
                    new RecordedRun(taken, event -> {})::record);
            assertThat(taken.status()).isEqualTo(RunStatus.COMPLETE);
        }

        RunFolder after = RunFolder.read(run);
        RunFolder large = RunFolder.read(folder.resolve("large"));
        assertThat(after.iterations()).isEqualTo(large.iterations());
        assertThat(after.checkpoint()).isEmpty();
        assertThat(run).isDirectoryNotContaining("glob:**iteration-*");
        for (MilestoneRecord milestone : after.milestones()) {
            try (Network one = Network.read(after.file(milestone));
                    Network other = Network.read(large.file(milestone))) {
                assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
                assertThat(one.description()).usingRecursiveComparison().isEqualTo(other.description());
            }
        }
        assertThat(after.milestones()).extracting(MilestoneRecord::rate).containsExactly(1.0, 1.3, 1.6);
        try (Network last = Network.read(run.resolve("x1.6.zip"))) {
            assertThat(last.parameters()).isEqualTo(whole.lastGood().parameters());
        }
    }
}
