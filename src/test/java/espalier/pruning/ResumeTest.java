package espalier.pruning;

import static espalier.pruning.PruningChoices.DISTILLATION;
import static espalier.pruning.PruningChoices.ONE_SHOT;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.SHARE;
import static espalier.pruning.PruningChoices.THRESHOLD;
import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.TinyData;
import espalier.importance.Filter;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

/** A run that is resumed from any of its checkpoints, read from disk, ends bit for bit as if it had not stopped. */
class ResumeTest {

    private static final Dataset DATA = new TinyData();
    /** Everything that draws at random is on, and momentum has two epochs to build up. */
    private static final TrainingSettings TUNING = new TrainingSettings(2, 64, 32, 0.02, 0.9, 5e-4, 1e-4, 1e-2,
            TrainingSettings.Schedule.COSINE, Augmentation.FLIP_AND_CROP, 0, 1);
    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(RATES, List.of(1.5, 2.5))
            .with(SHARE, 0.15).with(DISTILLATION, 0.5).withFineTuning(TUNING.withEpochs(1), TUNING).withMarks(
                    new Marks(Set.of(new Filter("conv2", 15)), Set.of(new Filter("conv2", 3), new Filter("conv4", 1))));

    @TempDir
    private static Path folder;
    private static final List<RunEvent.Checkpoint> CHECKPOINTS = new ArrayList<>();
    private static Trajectory whole;

    private static Network network() {
        return TestNetworks.withDropout(
                new Description("dropout", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()));
    }

    private static Path file(int iteration) {
        return folder.resolve(iteration + ".zip");
    }

    @BeforeAll
    static void runWithoutAStop() {
        whole = new PruningRun(network(), DATA, SETTINGS).run(Progress.NONE, event -> {
            if (event instanceof RunEvent.Checkpoint checkpoint) {
                checkpoint.network().write(file(checkpoint.iteration()));
                CHECKPOINTS.add(checkpoint);
            }
        });
        assertThat(whole.end()).isEqualTo(End.COMPLETE);
        assertThat(CHECKPOINTS).hasSizeGreaterThan(3);
    }

    private static RunEvent.Checkpoint read(RunEvent.Checkpoint state, List<Milestone> milestones) {
        return new RunEvent.Checkpoint(state.iteration(), state.rate(), state.reached(), state.validationBefore(),
                Network.read(file(state.iteration())), state.marks(), milestones, state.pictures(), state.steps());
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        Nd4j.getRandom().setSeed(99);
        Nd4j.rand(7);
        Trajectory again = new PruningRun(network(), DATA, SETTINGS).run(Progress.NONE, event -> {});
        assertThat(again.lastGood().parameters()).isEqualTo(whole.lastGood().parameters());
    }

    @Test
    void fromEveryCheckpointItEndsAsItWould() {
        for (RunEvent.Checkpoint state : CHECKPOINTS.stream().filter(one -> one.iteration() % 3 == 1 || one.reached())
                .toList()) {
            List<Integer> iterations = new ArrayList<>();
            Trajectory rest = new PruningRun(network(), DATA, SETTINGS).resume(read(state, state.milestones()),
                    Progress.NONE, event -> {
                        if (event instanceof RunEvent.Evaluated evaluated) {
                            iterations.add(evaluated.iteration());
                        }
                    });
            assertThat(rest.end()).isEqualTo(End.COMPLETE);
            assertThat(rest.milestones()).extracting(Milestone::rate).containsExactly(1.0, 1.5, 2.5);
            assertThat(rest.milestones()).extracting(Milestone::steps)
                    .isEqualTo(whole.milestones().stream().map(Milestone::steps).toList());
            assertThat(iterations).hasSize(CHECKPOINTS.size() - state.iteration());
            assertThat(rest.lastGood().parameters()).as("from iteration " + state.iteration())
                    .isEqualTo(whole.lastGood().parameters());
        }
    }

    /** The other modes keep their state in the network as well: which weights are zero, what a threshold has left. */
    @ParameterizedTest
    @EnumSource(PruningMode.class)
    void inEveryModeItEndsAsItWould(PruningMode mode) {
        TrainingSettings tuning = TUNING.withEpochs(1).withPicturesPerEpoch(32);
        for (boolean oneShot : mode.hasRates() && mode != PruningMode.MACS ? new boolean[] {false}
                : new boolean[] {false, true}) {
            PruningSettings settings = SETTINGS.withMarks(Marks.NONE).withFineTuning(tuning, tuning).with(SHARE, 0.25)
                    .withMode(mode).with(ONE_SHOT, oneShot).with(THRESHOLD, 2.9);
            List<RunEvent.Checkpoint> states = new ArrayList<>();
            Trajectory straight = new PruningRun(network(), DATA, settings).run(Progress.NONE, event -> {
                if (event instanceof RunEvent.Checkpoint checkpoint) {
                    states.add(checkpoint);
                }
            });
            RunEvent.Checkpoint state = states.get(states.size() / 2);
            state.network().write(file(100));
            RunEvent.Checkpoint read = new RunEvent.Checkpoint(state.iteration(), state.rate(), state.reached(),
                    state.validationBefore(), Network.read(file(100)), state.marks(), state.milestones(),
                    state.pictures(), state.steps());

            Trajectory rest = new PruningRun(network(), DATA, settings).resume(read, Progress.NONE, event -> {});

            assertThat(rest.message()).as("one shot: " + oneShot).isEqualTo(straight.message());
            assertThat(rest.milestones()).extracting(Milestone::rate)
                    .isEqualTo(straight.milestones().stream().map(Milestone::rate).toList());
            assertThat(rest.lastGood().parameters()).isEqualTo(straight.lastGood().parameters());
        }
    }

    @Test
    void aMilestoneThatWasKeptAlreadyIsNotMadeAgain() {
        RunEvent.Checkpoint atRate = CHECKPOINTS.stream().filter(RunEvent.Checkpoint::reached).findFirst()
                .orElseThrow();
        List<Milestone> kept = whole.milestones().subList(0, 2);
        List<Double> reached = new ArrayList<>();
        new PruningRun(network(), DATA, SETTINGS).resume(read(atRate, kept), Progress.NONE, event -> {
            if (event instanceof RunEvent.Reached now) {
                reached.add(now.milestone().rate());
            }
        });
        assertThat(reached).containsExactly(2.5);
    }
}
