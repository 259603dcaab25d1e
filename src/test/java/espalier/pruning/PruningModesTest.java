package espalier.pruning;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.FLOOR;
import static espalier.pruning.PruningChoices.LEAST;
import static espalier.pruning.PruningChoices.ONE_SHOT;
import static espalier.pruning.PruningChoices.PICTURES_PER_CLASS;
import static espalier.pruning.PruningChoices.PROTECT;
import static espalier.pruning.PruningChoices.RATES;
import static espalier.pruning.PruningChoices.SHARE;
import static espalier.pruning.PruningChoices.THRESHOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batches.Augmentation;
import espalier.data.Dataset;
import espalier.data.shapes.Shapes;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Trainer;
import espalier.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole run in every mode, on a tiny network and few pictures. */
class PruningModesTest {

    private static final Dataset DATA = new Shapes(3, 60, 20, 20);
    private static final TrainingSettings TUNING = new TrainingSettings(1, 32, 16, 0.01, 0.9, 5e-4, 1e-4, 1e-2,
            TrainingSettings.Schedule.CONSTANT, Augmentation.NONE, 0, 1);
    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(CRITERION, "l1-norm")
            .with(RATES, List.of(2.0, 4.0)).with(SHARE, 0.1).withFineTuning(TUNING, TUNING).with(PICTURES_PER_CLASS, 2);

    @TempDir
    private Path folder;

    private static Network network() {
        return Architectures.vgg(new int[] {8, 0, 12, 0, 16, 0},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
    }

    private static Trajectory run(Network network, PruningSettings settings, List<RunEvent> events) {
        return new PruningRun(network, DATA, settings).run(Progress.NONE, events::add);
    }

    @ParameterizedTest
    @EnumSource(value = PruningMode.class, names = {"MACS", "CONVOLUTION_WEIGHTS", "UNSTRUCTURED"})
    void eachRateIsReachedInWhatTheModeCompares(PruningMode mode) {
        Network network = network();
        Trajectory trajectory = run(network, SETTINGS.withMode(mode).with(SHARE, 0.5), new ArrayList<>());
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.milestones()).extracting(Milestone::rate).containsExactly(1.0, 2.0, 4.0);
        for (Milestone milestone : trajectory.milestones()) {
            assertThat(milestone.rateOf()).isEqualTo(mode.rateOf());
            assertThat(milestone.achievedRate()).isCloseTo(milestone.rate(), within(0.1 * milestone.rate()));
            assertThat(milestone.achievedRate()).isEqualTo(
                    mode.rateOf().of(network.cost()) / (double) mode.rateOf().of(milestone.network().cost()));
        }
    }

    @Test
    void aThresholdRunEndsWhenNoFilterIsUnderIt() {
        Network network = network();
        PruningSettings settings = SETTINGS.withMode(PruningMode.THRESHOLD).with(THRESHOLD, 9.5).with(SHARE, 0.3);
        List<RunEvent> events = new ArrayList<>();
        Trajectory trajectory = run(network, settings, events);
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.message()).contains("fewer than 9.5 classes");
        int iterations = (int) events.stream().filter(RunEvent.Scored.class::isInstance).count();
        List<RunEvent.Pruned> pruned = events.stream().filter(RunEvent.Pruned.class::isInstance)
                .map(RunEvent.Pruned.class::cast).toList();
        assertThat(pruned).isNotEmpty().hasSize(iterations - 1);
        Milestone last = trajectory.milestones().get(1);
        assertThat(trajectory.milestones()).hasSize(2);
        assertThat(last.achievedRate()).isGreaterThan(1).isCloseTo(last.rate(), within(0.01));
        assertThat(last.rateOf()).isEqualTo(RateOf.PARAMETERS);
        // Nothing is left under the threshold but what the floor keeps.
        Forecast again = Forecasts.at(last.network(), Forecasts.rank(last.network(), DATA, settings.with(FLOOR, 1.0)),
                List.of(), settings.with(FLOOR, 1.0)).get(0);
        assertThat(again.widths()).isEqualTo(last.widths());
    }

    @Test
    void aThresholdUnderWhichNothingIsRemovesNothingAndSaysSo() {
        Trajectory trajectory = run(network(), SETTINGS.withMode(PruningMode.THRESHOLD).with(THRESHOLD, 0.01),
                new ArrayList<>());
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(trajectory.message()).contains("nothing was removed");
        assertThat(trajectory.milestones()).hasSize(1);
    }

    @Test
    void oneShotReachesEachRateFromTheUnprunedNetworkInOneIteration() {
        List<RunEvent> events = new ArrayList<>();
        Network network = network();
        TrainingSettings idle = TUNING.withEpochs(0);
        PruningSettings settings = SETTINGS.with(ONE_SHOT, true).withFineTuning(idle, idle);
        Trajectory trajectory = run(network, settings, events);
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        assertThat(events.stream().filter(RunEvent.Pruned.class::isInstance)).hasSize(2);
        // What a forecast says is what comes out.
        List<Forecast> forecasts = Forecasts.at(network, Forecasts.rank(network, DATA, settings),
                settings.goal().rates(), settings);
        assertThat(trajectory.milestones().get(1).widths()).isEqualTo(forecasts.get(0).widths());
        assertThat(trajectory.milestones().get(2).widths()).isEqualTo(forecasts.get(1).widths());
    }

    @Test
    void unstructuredHalvesWhatIsLeftInEveryConvolutionAndKeepsWhatWasZero() {
        List<boolean[]> zeros = new ArrayList<>();
        Network network = network();
        PruningRun run = new PruningRun(network, DATA,
                SETTINGS.withMode(PruningMode.UNSTRUCTURED).with(RATES, List.of(2.0, 8.0)));
        List<RunEvent> events = new ArrayList<>();
        Trajectory trajectory = run.run(Progress.NONE, event -> {
            events.add(event);
            if (event instanceof RunEvent.Checkpoint checkpoint) {
                zeros.add(zeros(checkpoint.network()));
            }
        });
        assertThat(events.stream().filter(RunEvent.Pruned.class::isInstance)
                .map(event -> ((RunEvent.Pruned) event).achievedRate())).hasSize(3).satisfies(rates -> {
                    assertThat(rates.get(0)).isCloseTo(2, within(0.02));
                    assertThat(rates.get(1)).isCloseTo(4, within(0.04));
                    assertThat(rates.get(2)).isCloseTo(8, within(0.08));
                });
        for (int i = 1; i < zeros.size(); i++) {
            for (int w = 0; w < zeros.get(i).length; w++) {
                assertThat(zeros.get(i)[w] || !zeros.get(i - 1)[w]).isTrue();
            }
        }
        Network last = trajectory.lastGood();
        for (LayerInfo layer : network.convolutions()) {
            assertThat(last.nonzeroWeights().get(layer.name())).isEqualTo(Math.round(layer.weights() / 8.0));
        }
        assertThat(last.cost().parameters()).isEqualTo(network.cost().parameters());
        assertThat(last.cost().isMasked()).isTrue();
    }

    private static boolean[] zeros(Network network) {
        List<Boolean> zeros = new ArrayList<>();
        network.convolutions().forEach(layer -> {
            for (float[] filter : network.weights(layer.name())) {
                for (float weight : filter) {
                    zeros.add(weight == 0);
                }
            }
        });
        boolean[] all = new boolean[zeros.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = zeros.get(i);
        }
        return all;
    }

    @Test
    void aProtectedLayerKeepsAllItsWeightsAndTheRateIsStillThatOfTheNetwork() {
        Network network = network();
        Trajectory trajectory = run(network, SETTINGS.withMode(PruningMode.UNSTRUCTURED).with(RATES, List.of(2.0))
                .with(PROTECT, Set.of("conv1")).with(LEAST, Map.of()), new ArrayList<>());
        assertThat(trajectory.lastGood().nonzeroWeights()).containsEntry("conv1", 8L * 27);
        assertThat(trajectory.milestones().get(1).achievedRate()).isCloseTo(2, within(0.02));
    }

    @Test
    void fineTuningKeepsMaskedWeightsAtExactlyZeroAndMovesAllOthers() {
        Network masked = new WeightPruning(network(), SETTINGS.withMode(PruningMode.UNSTRUCTURED)).prune(network(), 4);
        boolean[] before = zeros(masked);
        float[][] dense = masked.weights("conv2");
        TrainingSettings strong = new TrainingSettings(2, 60, 10, 0.05, 0.9, 0.01, 1e-3, 1e-2,
                TrainingSettings.Schedule.CONSTANT, Augmentation.NONE, 0, 1);
        new Trainer(masked, DATA, strong).keepingZeros().fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(zeros(masked)).isEqualTo(before);
        float[][] after = masked.weights("conv2");
        for (int f = 0; f < dense.length; f++) {
            for (int i = 0; i < dense[f].length; i++) {
                if (dense[f][i] == 0) {
                    // Not even a negative zero.
                    assertThat(Float.floatToIntBits(after[f][i])).isZero();
                } else {
                    assertThat(after[f][i]).isNotEqualTo(dense[f][i]);
                }
            }
        }
        // Without the masks the same training fills them.
        new Trainer(masked, DATA, strong).fit(Progress.NONE, Trainer.Listener.NONE);
        assertThat(zeros(masked)).isNotEqualTo(before);
    }

    @Test
    void aMaskedNetworkIsAPlainDl4jZipWithZeros() throws Exception {
        Network masked = new WeightPruning(network(), SETTINGS.withMode(PruningMode.UNSTRUCTURED)).prune(network(), 4);
        Path file = folder.resolve("masked.zip");
        masked.write(file);
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile());
        float[] weights = graph.getLayer("conv3").getParam("W").dup('c').data().asFloat();
        long nonzero = 0;
        for (float weight : weights) {
            nonzero += weight == 0 ? 0 : 1;
        }
        assertThat(nonzero).isEqualTo(Math.round(12 * 16 * 9 / 4.0));
        assertThat(Network.read(file).cost()).isEqualTo(masked.cost());
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        assertThatThrownBy(() -> SETTINGS.withMode(PruningMode.UNSTRUCTURED).with(CRITERION, "l1-norm"))
                .isInstanceOf(Problem.class).hasMessageContaining("magnitude");
        assertThatThrownBy(() -> SETTINGS.withMode(PruningMode.THRESHOLD).with(CRITERION, "l1-norm"))
                .isInstanceOf(Problem.class).hasMessageContaining("class-aware");
        assertThatThrownBy(
                () -> new PruningRun(network(), DATA, SETTINGS.withMode(PruningMode.THRESHOLD).with(THRESHOLD, 11.0)))
                .isInstanceOf(Problem.class).hasMessageContaining("10 classes");
        assertThatThrownBy(() -> new PruningRun(network(), DATA,
                SETTINGS.withMode(PruningMode.UNSTRUCTURED).with(RATES, List.of(1e6)))).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void settingsSayWhichRateIsMeant() {
        assertThat(SETTINGS.goal()).hasToString("×2, ×4");
        assertThat(SETTINGS.withMode(PruningMode.MACS).goal()).hasToString("×2, ×4 MACs");
        assertThat(SETTINGS.withMode(PruningMode.THRESHOLD).goal()).hasToString("filters under 3 classes");
        assertThat(SETTINGS.withMode(PruningMode.UNSTRUCTURED).toString()).startsWith(
                "weight-magnitude through ×2, ×4 nonzero (nonzero convolution weights before ÷ after); at most 50 % of the weights");
        assertThat(Arrays.stream(RateOf.values()).map(RateOf::key)).doesNotHaveDuplicates();
    }
}
