package espalier.pruning;

import static espalier.pruning.PruningChoices.BUDGET;
import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.EPOCHS;
import static espalier.pruning.PruningChoices.NO_FINE_TUNING;
import static espalier.pruning.PruningChoices.ONE_SHOT;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.SHARE;
import static espalier.pruning.PruningChoices.THRESHOLD;
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
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that may use so many pictures of fine-tuning, or none. */
class BudgetTest {

    private static final Dataset DATA = new TinyData();
    private static final int BATCH = 16;
    private static final TrainingSettings TUNING = new TrainingSettings(1, 0, BATCH, 0.02, 0.9, 5e-4, 1e-4, 1e-2,
            TrainingSettings.Schedule.COSINE, Augmentation.FLIP_AND_CROP, 0, 1);
    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(RATES, List.of(2.0, 4.0))
            .with(CRITERION, "l1-norm").withFineTuning(TUNING, TUNING.withEpochs(2)).with(SHARE, 0.2);
    /** 43 batches of 16, and 3 pictures more. */
    private static final int PICTURES = 691;

    /** Told once after each step of training: counts the pictures that were really used. */
    private static final class Counted implements Progress {
        private long pictures;

        @Override
        public void update(double fraction, String message) {
            pictures += message.contains(": loss ") ? BATCH : 0;
        }

        @Override
        public void checkpoint() {
            // Goes on.
        }
    }

    private final Counted counted = new Counted();

    private static Network network() {
        return Architectures.vgg(new int[] {8, 0, 16, 0, 24, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
    }

    private Trajectory run(PruningSettings settings, Consumer<RunEvent> listener) {
        return new PruningRun(network(), DATA, settings).run(counted, listener);
    }

    @Test
    void inOneShotEachRateHasTheWholeBudgetInWholeBatches() {
        List<RunEvent.FineTuned> tuned = new ArrayList<>();
        Trajectory trajectory = run(SETTINGS.with(BUDGET, PICTURES).with(ONE_SHOT, true), event -> {
            if (event instanceof RunEvent.FineTuned epoch) {
                tuned.add(epoch);
            }
        });
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.milestones()).extracting(Milestone::pictures).containsExactly(0L, 688L, 688L);
        assertThat(counted.pictures).isEqualTo(2 * 688);
        int epochs = (43 * BATCH + DATA.part(Dataset.Part.TRAINING).size() - 1)
                / (DATA.part(Dataset.Part.TRAINING).size() / BATCH * BATCH);
        assertThat(tuned).hasSize(2 * epochs).allMatch(epoch -> epoch.epochs() == epochs);
    }

    @Test
    void stepsShareTheBudgetOfTheirRateAndTheRecoveryHasMostOfIt() {
        List<Long> after = new ArrayList<>();
        List<Boolean> last = new ArrayList<>();
        Trajectory trajectory = run(SETTINGS.with(BUDGET, PICTURES), event -> {
            if (event instanceof RunEvent.Checkpoint checkpoint) {
                assertThat(checkpoint.pictures()).isEqualTo(counted.pictures);
                after.add(checkpoint.pictures());
                last.add(checkpoint.reached());
            }
        });
        assertThat(trajectory.milestones()).extracting(Milestone::pictures).containsExactly(0L, 688L, 2 * 688L);
        assertThat(counted.pictures).isEqualTo(2 * 688);
        int first = last.indexOf(true);
        assertThat(first).isPositive();
        assertThat(after.get(0)).isEqualTo(2 * BATCH);
        assertThat(after.get(first) - after.get(first - 1)).isGreaterThan(688 / 2);
    }

    @Test
    void aRunThatIsResumedUsesWhatIsLeft(@TempDir Path folder) {
        List<RunEvent.Checkpoint> states = new ArrayList<>();
        PruningSettings settings = SETTINGS.with(BUDGET, PICTURES);
        Trajectory whole = run(settings, event -> {
            if (event instanceof RunEvent.Checkpoint checkpoint) {
                checkpoint.network().write(folder.resolve(checkpoint.iteration() + ".zip"));
                states.add(checkpoint);
            }
        });
        assertThat(states).hasSizeGreaterThan(3);
        for (RunEvent.Checkpoint state : states) {
            RunEvent.Checkpoint read = new RunEvent.Checkpoint(state.iteration(), state.rate(), state.reached(),
                    state.validationBefore(), Network.read(folder.resolve(state.iteration() + ".zip")), state.marks(),
                    state.milestones(), state.pictures(), state.steps());
            Trajectory rest = new PruningRun(network(), DATA, settings).resume(read, Progress.NONE, event -> {});
            assertThat(rest.milestones()).extracting(Milestone::pictures).containsExactly(0L, 688L, 2 * 688L);
            assertThat(rest.lastGood().parameters()).isEqualTo(whole.lastGood().parameters());
        }
    }

    @Test
    void withoutFineTuningNetworksAreEvaluatedAsTheyAreCut() {
        List<RunEvent> events = new ArrayList<>();
        Trajectory trajectory = run(SETTINGS.with(NO_FINE_TUNING, true).with(ONE_SHOT, true), events::add);
        assertThat(trajectory.milestones()).extracting(Milestone::pictures).containsExactly(0L, 0L, 0L);
        assertThat(counted.pictures).isZero();
        assertThat(events).filteredOn(RunEvent.Pruned.class::isInstance).hasSize(2);
        assertThat(events).filteredOn(RunEvent.Evaluated.class::isInstance).hasSize(2);
        assertThat(events).noneMatch(RunEvent.FineTuned.class::isInstance);
        List<String> filters = Arrays.stream(network().weights("conv1")).map(Arrays::toString).toList();
        assertThat(filters)
                .containsAll(Arrays.stream(trajectory.lastGood().weights("conv1")).map(Arrays::toString).toList());
    }

    @Test
    void aThresholdStaysWithinItsBudgetToo() {
        PruningSettings settings = SETTINGS.withMode(PruningMode.THRESHOLD).with(THRESHOLD, 2.9).with(SHARE, 0.2)
                .with(BUDGET, PICTURES);
        Trajectory trajectory = run(settings, event -> {});
        assertThat(counted.pictures).isBetween(1L, (long) PICTURES);
        assertThat(trajectory.milestones().get(trajectory.milestones().size() - 1).pictures())
                .isEqualTo(counted.pictures);
    }

    @Test
    void withoutABudgetEpochsDecideAndAreCounted() {
        Trajectory trajectory = run(SETTINGS.with(EPOCHS, 1).with(RATES, List.of(2.0)), event -> {});
        assertThat(trajectory.milestones().get(1).pictures()).isEqualTo(counted.pictures).isPositive();
    }

    @Test
    void settingsTellTheBudgetInTheirWords() {
        assertThat(SETTINGS.with(BUDGET, PICTURES).toString()).contains("691 pictures of fine-tuning for each rate")
                .doesNotContain("epoch");
        assertThat(SETTINGS.with(NO_FINE_TUNING, true).toString()).contains("no fine-tuning")
                .doesNotContain("learning rate");
        assertThat(SETTINGS.toString()).contains("after an iteration 1 epoch").contains("at a rate 2 epochs");
        assertThatThrownBy(() -> SETTINGS.with(BUDGET, -1)).isInstanceOf(Problem.class).hasMessageContaining("budget");
    }
}
