package espalier.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.EngineTask;
import espalier.app.FilterDecisions.Decision;
import espalier.app.OpenNetwork;
import espalier.app.WindowTest;
import espalier.app.live.LiveModel.State;
import espalier.basics.Progress;
import espalier.importance.Filter;
import espalier.network.Network;
import espalier.pruning.FilterGroups;
import espalier.pruning.Marks;
import espalier.pruning.PruningRun;
import espalier.pruning.PruningSettings;
import espalier.pruning.RateOf;
import espalier.pruning.Removal;
import espalier.workspace.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bundled sample, pruned live. Shows no window. */
class LiveModelTest extends WindowTest {

    private LiveModel live;

    @BeforeEach
    void openSample() {
        live = parts.live();
        act(opener::sample);
        await("the sample", () -> session.trajectory().size() == 5);
        await("live pruning is ready", () -> live.stateProperty().get() == State.READY);
    }

    private static void act(Runnable action) {
        onFx(() -> {
            action.run();
            return null;
        });
    }

    private Live now() {
        return onFx(() -> live.nowProperty().get().orElseThrow());
    }

    private void awaitNetwork(String what) {
        await(what, () -> live.nowProperty().get().flatMap(Live::estimate).isPresent());
    }

    private void awaitAll() {
        await("all that there is to know",
                () -> live.nowProperty().get().filter(known -> !Double.isNaN(known.imagesPerSecond())).isPresent());
    }

    @Test
    void aRateGivesItsCostAtOnceAndThenItsAccuracyOnMoreAndMorePictures() {
        List<Integer> pictures = new ArrayList<>();
        act(() -> live.nowProperty().addListener((property, old, now) -> now.flatMap(Live::estimate)
                .ifPresent(estimate -> pictures.add(estimate.evaluation().pictures()))));
        Live first = onFx(() -> {
            live.compare(RateOf.MACS);
            live.moveTo(2);
            return live.nowProperty().get().orElseThrow();
        });
        assertThat(first.estimate()).isEmpty();
        assertThat(first.rate()).isCloseTo(2, Assertions.within(.05));
        assertThat(first.title()).isEqualTo("×2.0 MACs");
        awaitAll();
        Live all = now();
        assertThat(pictures.get(0)).isEqualTo(500);
        assertThat(pictures).isSorted();
        assertThat(all.estimate().orElseThrow().asked())
                .isEqualTo(session.getData().part(espalier.data.Dataset.Part.VALIDATION).size());
        assertThat(all.estimate().orElseThrow().accuracy()).isBetween(.8, 1.0);
        assertThat(all.unpruned().orElseThrow().accuracy()).isGreaterThan(.98);
        assertThat(all.accuracy()).matches("[0-9.]+ % ± [0-9.]+ \\(unpruned [0-9.]+\\)");
        assertThat(all.changes()).hasSize(10);
        OpenNetwork open = onFx(() -> live.networkProperty().get().orElseThrow());
        assertThat(open.rateTitle()).isEqualTo("live ×2.0 MACs");
        assertThat(onEngine(() -> networks.get(open).cost())).isEqualTo(all.removal().after());
        assertThat(session.trajectory()).hasSize(5).noneMatch(OpenNetwork::isLive);
        act(() -> live.moveTo(1));
        assertThat(onFx(() -> live.nowProperty().get())).isEmpty();
        assertThat(onFx(() -> live.networkProperty().get())).isEmpty();
    }

    @Test
    void theNewestPlaceWins() {
        List<Double> evaluated = new ArrayList<>();
        act(() -> live.nowProperty().addListener((property, old, now) -> now
                .filter(known -> known.estimate().isPresent()).ifPresent(known -> evaluated.add(known.rate()))));
        for (double rate : new double[] {2, 3, 8, 5}) {
            act(() -> live.moveTo(rate));
        }
        awaitAll();
        assertThat(evaluated).isNotEmpty().allSatisfy(rate -> assertThat(rate).isCloseTo(5, Assertions.within(.1)));
    }

    @Test
    void decisionsByHandAndTheThresholdMoveIt() {
        Filter filter = new Filter("conv7", 36);
        act(() -> live.moveTo(2));
        boolean goes = now().removal().removes("conv7", 36);
        act(() -> session.decisions().decide(session.getUnpruned().id(), filter,
                goes ? Decision.KEEP : Decision.REMOVE));
        assertThat(now().removal().removes("conv7", 36)).isNotEqualTo(goes);
        Removal threshold = onEngine(() -> Removal.at(FilterGroups.trace(networks.get(session.getUnpruned())),
                selectedScores.get(), 4, Marks.NONE));
        act(() -> live.moveTo(threshold));
        assertThat(now().removal()).isEqualTo(threshold);
        awaitNetwork("the network under the threshold");
        assertThat(onFx(() -> live.networkProperty().get().orElseThrow().cost())).isEqualTo(threshold.after());
    }

    @Test
    void whatIsKeptIsARunThatTheCommandLineCanRepeat() {
        act(() -> live.moveTo(4));
        awaitNetwork("the network");
        float[] expected = onEngine(() -> networks.get(live.networkProperty().get().orElseThrow()).parameters());
        Live kept = now();
        act(live::keep);
        await("a sixth network", () -> session.trajectory().size() == 6);
        OpenNetwork open = onFx(() -> session.trajectory().stream()
                .filter(network -> network.criterion().length() > 0 && network.file().startsWith(workspace.folder()))
                .filter(network -> network.achievedRate() == kept.rate()).findFirst().orElseThrow());
        RunFolder run = RunFolder.read(open.file().getParent());
        assertThat(run.milestones()).hasSize(2);
        assertThat(run.recipe().settings().tuning().noFineTuning()).isTrue();
        assertThat(onEngine(() -> Network.read(open.file()).parameters())).containsExactly(expected);
        PruningSettings settings = run.recipe().settings();
        float[] again = onEngine(() -> new PruningRun(networks.get(session.getUnpruned()), session.getData(), settings)
                .run(Progress.NONE, event -> {}).lastGood().parameters());
        assertThat(again).containsExactly(expected, Assertions.within(1e-4f));
    }

    @Test
    void fineTuningIsAskedForWithEveryFilterDecided() {
        act(() -> live.moveTo(4));
        awaitNetwork("the network");
        act(live::fineTune);
        PruningSettings settings = onFx(() -> live.wantedProperty().get().orElseThrow());
        assertThat(session.pageProperty().get()).isEqualTo("Prune");
        assertThat(settings.tuning().noFineTuning()).isFalse();
        assertThat(settings.goal().oneShot()).isTrue();
        assertThat(settings.protection().marks().count()).isEqualTo(now().removal().filters());
    }

    @Test
    void anotherNetworkBeginsUnpruned() {
        act(() -> live.moveTo(4));
        awaitNetwork("the network");
        OpenNetwork before = onFx(() -> live.networkProperty().get().orElseThrow());
        act(() -> opener.network(session.trajectory().get(1).file()));
        await("the other network", () -> session.trajectory().size() == 1 && live.stateProperty().get() == State.READY);
        assertThat(onFx(() -> live.positionProperty().get().isUnpruned())).isTrue();
        assertThat(onFx(() -> live.nowProperty().get())).isEqualTo(Optional.empty());
        assertThat(onEngine(() -> {
            try {
                networks.get(before);
                return Set.of(before.id());
            } catch (java.util.concurrent.CancellationException e) {
                return Set.of();
            }
        })).isEmpty();
    }

    @Test
    void itIsAnsweredInsideLongWorkAndSaysWhatItWaitsFor() {
        AtomicBoolean over = new AtomicBoolean();
        EngineTask<Object> run = onFx(() -> engine.submit("A run of hours", progress -> {
            while (!over.get()) {
                progress.checkpoint();
                Thread.onSpinWait();
            }
            return null;
        }));
        await("the run", run::isRunning);
        act(() -> live.moveTo(3));
        awaitNetwork("the network, while the run goes on");
        assertThat(onFx(run::isRunning)).isTrue();
        act(() -> live.formProperty().set(PruningSettings.quick().withSeed(5)));
        await("the wait is told", () -> live.stateProperty().get() == State.PREPARING);
        await("by its name", () -> live.messageProperty().get().equals("Waits until “A run of hours” has ended."));
        over.set(true);
        await("ready again", () -> live.stateProperty().get() == State.READY);
        awaitNetwork("the network by the other seed");
    }
}
