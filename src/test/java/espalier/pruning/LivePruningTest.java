package espalier.pruning;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.NO_FINE_TUNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Progress;
import espalier.compensation.Compensation.Mode;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.TinyData;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.LivePruning.Estimate;
import espalier.training.Evaluation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LivePruningTest {

    private static final Dataset DATA = new TinyData();
    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(CRITERION, "l1-norm")
            .with(NO_FINE_TUNING, true);

    private final Network network = Architectures.vgg(new int[] {6, 7, 0, 8, 0},
            new Description("test", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 5);
    private final FilterGroups groups = FilterGroups.trace(network);
    private final LivePruning live = LivePruning.of(network, DATA, SETTINGS, Progress.NONE);

    private Set<Integer> everySecondGroup() {
        Set<Integer> removed = new HashSet<>();
        for (int i = 0; i < groups.all().size(); i += 2) {
            removed.add(groups.all().get(i).id());
        }
        return removed;
    }

    @Test
    void aRunOfTheRepeatingSettingsMakesTheSameNetwork() {
        Set<Integer> removed = everySecondGroup();
        Network smaller = live.without(groups, removed, Mode.SEQUENTIAL, Progress.NONE);
        PruningSettings settings = LivePruning.repeating(SETTINGS, groups, removed);
        PruningRun.Trajectory trajectory = new PruningRun(network, DATA, settings).run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(RunEvent.End.COMPLETE);
        assertThat(trajectory.milestones()).hasSize(2);
        assertThat(trajectory.lastGood().parameters()).containsExactly(smaller.parameters(), within(1e-5f));
    }

    @Test
    void anEstimateOnAllPicturesIsTheEvaluationOfTheNetworkAsItWasCut() {
        Set<Integer> removed = everySecondGroup();
        Network smaller = live.without(groups, removed, Mode.SEQUENTIAL, Progress.NONE);
        Evaluation expected = Evaluation.of(smaller, DATA.part(Part.VALIDATION), Progress.NONE);
        Estimate estimate = live.estimate(groups, removed, Mode.SEQUENTIAL, LivePruning.FIRST_PICTURES, Progress.NONE);
        assertThat(estimate.accuracy()).isEqualTo(expected.accuracy(), within(1e-12));
        assertThat(estimate.evaluation().confusion()).isDeepEqualTo(expected.confusion());
        assertThat(estimate.low()).isLessThan(estimate.accuracy());
        assertThat(estimate.high()).isGreaterThan(estimate.accuracy());
    }

    @Test
    void picturesThatWereLookedAtAreNotLookedAtAgain() {
        Estimate whole = live.evaluate(network, Optional.empty(), live.pictures(), Progress.NONE);
        Estimate some = live.evaluate(network, Optional.empty(), 11, Progress.NONE);
        Estimate all = live.evaluate(network, Optional.of(some), Integer.MAX_VALUE, Progress.NONE);
        assertThat(some.evaluation().pictures()).isEqualTo(11);
        assertThat(all.evaluation().confusion()).isDeepEqualTo(whole.evaluation().confusion());
        assertThat(all.evaluation().loss()).isEqualTo(whole.evaluation().loss(), within(1e-5));
        assertThat(live.unpruned(11, Progress.NONE)).usingRecursiveComparison().isEqualTo(some);
    }

    @Test
    void theIntervalIsWilsonsAndWiderWhereFewClassesMatter() {
        int[][] confusion = {{72, 8, 0}, {4, 16, 0}, {10, 10, 80}};
        Evaluation evaluation = new Evaluation(200, .84, new double[] {.9, .8, .8}, 1, confusion);
        Estimate alike = new Estimate(200, evaluation, new double[] {1, 1, 1});
        // Of 168 in 200, and below of 16 in 20, by the formula in another language.
        assertThat(alike.low()).isEqualTo(0.78286, within(1e-4));
        assertThat(alike.high()).isEqualTo(0.88433, within(1e-4));
        Estimate second = new Estimate(200, evaluation, new double[] {0, 3, 0});
        assertThat(second.accuracy()).isEqualTo(.8, within(1e-12));
        assertThat(second.low()).isEqualTo(0.58398, within(1e-4));
        assertThat(second.high()).isEqualTo(0.91934, within(1e-4));
    }

    @Test
    void workForAnOlderQuestionStopsBetweenLayersAndBatches() {
        Progress.Control control = new Progress.Control((fraction, message) -> {});
        control.cancel();
        assertThatThrownBy(() -> live.without(groups, everySecondGroup(), Mode.SEQUENTIAL, control))
                .isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> live.evaluate(network, Optional.empty(), 30, control))
                .isInstanceOf(CancellationException.class);
        assertThat(List.of(live.unpruned(30, Progress.NONE).asked())).containsExactly(30);
    }
}
