package espalier.pruning;

import static espalier.pruning.PruningChoices.CLASSES;
import static espalier.pruning.PruningChoices.COMPENSATION;
import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.NO_FINE_TUNING;
import static espalier.pruning.PruningChoices.ONE_SHOT;
import static espalier.pruning.PruningChoices.PER_DOUBLING;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.RECOVERY_EPOCHS;
import static espalier.pruning.PruningChoices.SHARE;
import static espalier.pruning.PruningChoices.SHORTCUTS;
import static espalier.pruning.PruningChoices.TOLERANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.data.Batch;
import espalier.data.Batches.Augmentation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import espalier.importance.Filter;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.Protection.ShortcutWidths;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on a tiny network and few pictures. */
class PruningRunTest {

    private static final Dataset DATA = new Shapes(3, 120, 40, 40);
    private static final TrainingSettings TUNING = new TrainingSettings(1, 64, 32, 0.01, 0.9, 5e-4, 1e-4, 1e-2,
            TrainingSettings.Schedule.CONSTANT, Augmentation.NONE, 0, 1);
    /** The loop itself; without what mends a network after each removal. */
    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(RATES, List.of(2.0, 4.0))
            .with(COMPENSATION, Compensation.Mode.NONE).with(SHARE, 0.1).withFineTuning(TUNING, TUNING);

    private static Network network() {
        return Architectures.vgg(new int[] {8, 0, 16, 0, 24, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"class-aware", "l1-norm", "random"})
    void aTrajectoryReachesEveryRateWithinTwoPerCent(String criterion) {
        Network network = network();
        float[] before = network.parameters();
        List<RunEvent> events = new ArrayList<>();
        Trajectory trajectory = new PruningRun(network, DATA, SETTINGS.with(CRITERION, criterion)).run(Progress.NONE,
                events::add);
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.milestones()).extracting(Milestone::rate).containsExactly(1.0, 2.0, 4.0);
        for (Milestone milestone : trajectory.milestones()) {
            assertThat(milestone.achievedRate()).isCloseTo(milestone.rate(), within(0.02 * milestone.rate()));
            assertThat(milestone.network().cost()).isEqualTo(milestone.cost());
            assertThat(milestone.imagesPerSecond()).isPositive();
            assertThat(milestone.test().pictures()).isEqualTo(40);
        }
        assertThat(network.parameters()).isEqualTo(before);
        assertThat(events.get(0)).isInstanceOf(RunEvent.Started.class);
        assertThat(events.get(events.size() - 1)).isEqualTo(new RunEvent.Stopped(End.COMPLETE, trajectory.message()));
    }

    @ParameterizedTest
    @EnumSource(ShortcutWidths.class)
    void aResidualNetworkIsPrunedWithOrWithoutTheWidthsOfItsShortcuts(ShortcutWidths widths) {
        Network network = TestNetworks.resNet(
                new Description("residual", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()),
                false);
        PruningSettings settings = SETTINGS.with(CRITERION, "l1-norm").with(SHORTCUTS, widths).with(RATES,
                List.of(2.0, 8.0));
        Trajectory trajectory = new PruningRun(network, DATA, settings).run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        Milestone last = trajectory.milestones().get(2);
        assertThat(last.achievedRate()).isCloseTo(8, within(0.16));
        assertThat(last.widths().get("conv2-1a")).isLessThan(32);
        assertThat(last.widths().get("conv1")).isEqualTo(last.widths().get("conv1-1b"));
        if (widths == ShortcutWidths.UNTOUCHED) {
            assertThat(last.widths()).containsEntry("conv1", 16).containsEntry("conv2-1b", 32).containsEntry("conv3-1b",
                    64);
        } else {
            assertThat(last.widths().get("conv3-1b")).isLessThan(64);
        }
    }

    @Test
    void aTinyNetworkEndsAsNearToItsRateAsWholeFiltersAllow() {
        Network tiny = Architectures.vgg(new int[] {5, 0, 6, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
        Trajectory trajectory = new PruningRun(tiny, DATA, SETTINGS.with(RATES, List.of(2.0, 3.0))).run(Progress.NONE,
                event -> {});
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        for (Milestone milestone : trajectory.milestones()) {
            assertThat(milestone.achievedRate()).isCloseTo(milestone.rate(), within(0.1 * milestone.rate()));
        }
    }

    @Test
    void noIterationRemovesMoreThanItsShareOfTheFilters() {
        List<RunEvent> events = new ArrayList<>();
        new PruningRun(network(), DATA, SETTINGS).run(Progress.NONE, events::add);
        int filters = 8 + 16 + 24;
        for (RunEvent event : events) {
            if (event instanceof RunEvent.Pruned pruned) {
                assertThat(pruned.removed()).isBetween(1, Math.max(1, filters / 10));
                filters -= pruned.removed();
                assertThat(pruned.widths().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(filters);
            }
        }
    }

    @Test
    void usuallyEachRateIsOneCutFromTheRateBeforeAndOneFineTuning() {
        List<RunEvent> events = new ArrayList<>();
        PruningRun run = new PruningRun(network(), DATA, PruningSettings.STANDARD.with(RATES, List.of(2.0, 4.0))
                .with(CRITERION, "l1-norm").with(RECOVERY_EPOCHS, 1));
        Trajectory trajectory = run.run(Progress.NONE, events::add);
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(events).filteredOn(RunEvent.Pruned.class::isInstance).hasSize(2);
        assertThat(events).filteredOn(RunEvent.FineTuned.class::isInstance).hasSize(2);
        long once = trajectory.milestones().get(1).pictures();
        assertThat(trajectory.milestones()).extracting(Milestone::pictures).containsExactly(0L, once, 2 * once);
        // What was left open is told as it is used.
        assertThat(PruningSettings.STANDARD.tuning().recovery().learningRate()).isZero();
        assertThat(run.settings().tuning().recovery().learningRate()).isPositive();
    }

    @Test
    void aRateThatIsTwoDoublingsAwayHasTwiceTheFineTuning() {
        PruningSettings settings = PruningSettings.STANDARD.with(RATES, List.of(1.5, 6.0)).with(CRITERION, "l1-norm")
                .with(RECOVERY_EPOCHS, 2);
        List<Integer> epochs = new ArrayList<>();
        for (boolean perDoubling : new boolean[] {true, false}) {
            new PruningRun(network(), DATA, settings.with(PER_DOUBLING, perDoubling)).run(Progress.NONE, event -> {
                if (event instanceof RunEvent.FineTuned tuned && tuned.epoch().number() == 1) {
                    epochs.add(tuned.epochs());
                }
            });
        }
        assertThat(epochs).containsExactly(1, 4, 2, 2);
    }

    @Test
    void aRunOutOfToleranceReturnsToItsLastGoodNetwork() {
        Network network = network();
        new Trainer(network, DATA, TUNING.withEpochs(20).withPicturesPerEpoch(0)).fit(Progress.NONE,
                Trainer.Listener.NONE);
        TrainingSettings idle = TUNING.withEpochs(0);
        Trajectory trajectory = new PruningRun(network, DATA, SETTINGS.with(RATES, List.of(2.0, 16.0))
                .withFineTuning(idle, idle).with(TOLERANCE, 0.02).with(CRITERION, "random"))
                .run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(End.OUT_OF_TOLERANCE);
        assertThat(trajectory.message()).contains("tolerance").contains("kept");
        assertThat(trajectory.lastGood().cost().parameters()).isGreaterThan(network.cost().parameters() / 16);
        assertThat(trajectory.lastGood().infer(new Batch(1, new float[64 * 64 * 3], new int[1]))[0]).hasSize(10);
    }

    @Test
    void aLossThatBecomesInfiniteStopsTheRunAndKeepsTheNetworkFromBefore() {
        TrainingSettings wild = TUNING.withSchedule(TrainingSettings.Schedule.CONSTANT, 1e20);
        Network network = network();
        Trajectory trajectory = new PruningRun(network, DATA, SETTINGS.withFineTuning(wild, wild)).run(Progress.NONE,
                event -> {});
        assertThat(trajectory.end()).isEqualTo(End.DIVERGED);
        assertThat(trajectory.message()).contains("Lower the learning rate");
        assertThat(trajectory.lastGood()).isSameAs(network);
        assertThat(trajectory.milestones()).hasSize(1);
    }

    @Test
    void aNetworkThatOnlyGuessesIsTold() {
        Network sample = Network.read(Path.of("samples/shapes/unpruned.zip"));
        Trajectory trajectory = new PruningRun(sample, new Shapes(7, 100, 40, 200), SETTINGS.with(CRITERION, "random")
                .with(RATES, List.of(1.2, 32.0)).with(NO_FINE_TUNING, true).with(SHARE, 1.0))
                .run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.guessing())
                .hasValueSatisfying(but -> assertThat(but).startsWith("At ×32 the network only guesses"));
    }

    @Test
    void aCancelledRunKeepsWhatItReached() {
        Progress.Control control = new Progress.Control((fraction, message) -> {});
        Trajectory trajectory = new PruningRun(network(), DATA, SETTINGS).run(control, event -> {
            if (event instanceof RunEvent.Reached) {
                control.cancel();
            }
        });
        assertThat(trajectory.end()).isEqualTo(End.CANCELLED);
        assertThat(trajectory.milestones()).extracting(Milestone::rate).containsExactly(1.0, 2.0);
    }

    @Test
    void filtersMarkedByHandStayOrGoFirstHoweverOftenTheNetworkShrinks() {
        Set<Filter> keep = Set.of(new Filter("conv2", 0), new Filter("conv2", 15), new Filter("conv3", 23));
        Set<Filter> remove = Set.of(new Filter("conv1", 5), new Filter("conv3", 1));
        Network network = network();
        float[][] kept = network.weights("conv2");
        List<RunEvent.Pruned> pruned = new ArrayList<>();
        TrainingSettings idle = TUNING.withEpochs(0);
        Trajectory trajectory = new PruningRun(network, DATA,
                SETTINGS.with(CRITERION, "random").withFineTuning(idle, idle).withMarks(new Marks(keep, remove)))
                .run(Progress.NONE, event -> {
                    if (event instanceof RunEvent.Pruned one) {
                        pruned.add(one);
                    }
                });
        assertThat(pruned.get(0).widths().get("conv1")).isLessThan(8);
        assertThat(pruned.get(0).widths().get("conv3")).isLessThan(24);
        // Nothing was fine-tuned: conv2's first and last filters have weights that are parts of those they had.
        float[][] left = trajectory.lastGood().weights("conv2");
        assertThat(kept[0]).contains(left[0]);
        assertThat(kept[15]).contains(left[left.length - 1]);
    }

    @Test
    void eachStepIsTheAccuracyOfARunThatEndsThere() {
        PruningSettings whole = SETTINGS.with(CRITERION, "l1-norm").with(ONE_SHOT, true).with(COMPENSATION,
                Compensation.Mode.SEQUENTIAL);
        PruningSettings compensated = whole.with(NO_FINE_TUNING, true);
        PruningSettings cut = compensated.with(COMPENSATION, Compensation.Mode.NONE);
        List<RunEvent.Estimated> estimated = new ArrayList<>();
        List<Milestone> milestones = new PruningRun(trained(), DATA, whole).run(Progress.NONE, event -> {
            if (event instanceof RunEvent.Estimated one) {
                estimated.add(one);
            }
        }).milestones();
        List<Milestone> without = new PruningRun(trained(), DATA, compensated).run(Progress.NONE, e -> {}).milestones();
        List<Milestone> bare = new PruningRun(trained(), DATA, cut).run(Progress.NONE, e -> {}).milestones();

        assertThat(milestones.get(0).steps()).isEmpty();
        for (int i = 1; i < milestones.size(); i++) {
            assertThat(milestones.get(i).steps()).containsExactly(entry(PruningStep.CUT, bare.get(i).test().accuracy()),
                    entry(PruningStep.COMPENSATED, without.get(i).test().accuracy()),
                    entry(PruningStep.FINE_TUNED, milestones.get(i).test().accuracy()));
            assertThat(without.get(i).steps()).containsOnlyKeys(PruningStep.CUT, PruningStep.COMPENSATED);
            assertThat(bare.get(i).steps()).containsOnlyKeys(PruningStep.CUT);
        }
        assertThat(milestones.get(2).steps().get(PruningStep.COMPENSATED))
                .isGreaterThan(milestones.get(2).steps().get(PruningStep.CUT));
        assertThat(estimated).extracting(RunEvent.Estimated::step).containsExactly(PruningStep.CUT,
                PruningStep.COMPENSATED, PruningStep.CUT, PruningStep.COMPENSATED);
        assertThat(estimated).extracting(RunEvent.Estimated::pictures).containsOnly(40);
    }

    private static Network trained() {
        Network network = network();
        new Trainer(network, DATA, TUNING.withEpochs(20).withPicturesPerEpoch(0)).fit(Progress.NONE,
                Trainer.Listener.NONE);
        return network;
    }

    @Test
    void whereSomeClassesMatterAccuracyAndTrainingAreTheirs() {
        ClassWeights weights = ClassWeights.only(DATA.classNames().subList(0, 3));
        PruningSettings settings = SETTINGS.with(RATES, List.of(2.0)).with(CLASSES, weights).with(CRITERION, "taylor");
        List<RunEvent.Evaluated> evaluated = new ArrayList<>();
        Trajectory trajectory = new PruningRun(network(), DATA, settings).run(Progress.NONE, event -> {
            if (event instanceof RunEvent.Evaluated one) {
                evaluated.add(one);
            }
        });
        Evaluation validation = Evaluation.of(trajectory.lastGood(), DATA.part(Part.VALIDATION), Progress.NONE);
        assertThat(evaluated.get(evaluated.size() - 1).accuracy())
                .isEqualTo(validation.accuracy(weights.of(DATA.classNames())));
        assertThat(validation.accuracy()).isLessThanOrEqualTo(0.3);
        assertThat(trajectory.milestones()).allSatisfy(milestone -> assertThat(milestone.weighted())
                .isEqualTo(milestone.test().accuracy(weights.of(DATA.classNames()))));
        assertThatThrownBy(() -> new PruningRun(network(), DATA, SETTINGS.with(CLASSES, ClassWeights.parse("yeti"))))
                .isInstanceOf(Problem.class).hasMessageContaining("yeti")
                .hasMessageContaining(DATA.classNames().get(0));
    }

    @Test
    void theSameSeedGivesTheSameNetwork() {
        PruningSettings settings = SETTINGS.with(RATES, List.of(2.0));
        float[] first = new PruningRun(network(), DATA, settings).run(Progress.NONE, e -> {}).lastGood().parameters();
        float[] second = new PruningRun(network(), DATA, settings).run(Progress.NONE, e -> {}).lastGood().parameters();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void whatCannotBeDoneIsSaidBeforeTheStart() {
        assertThatThrownBy(() -> new PruningRun(network(), DATA, SETTINGS.with(RATES, List.of(1e5))))
                .isInstanceOf(Problem.class).hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> new PruningRun(network(), DATA, SETTINGS.with(CRITERION, "magic")))
                .isInstanceOf(Problem.class).hasMessageContaining("magic").hasMessageContaining("class-aware");
        assertThatThrownBy(() -> new PruningRun(TestNetworks.sequence(), DATA, SETTINGS)).isInstanceOf(Problem.class)
                .hasMessageContaining("classes");
    }
}
