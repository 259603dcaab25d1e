package espalier.pruning;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.FLOOR;
import static espalier.pruning.PruningChoices.LEAST;
import static espalier.pruning.PruningChoices.NORMALISE;
import static espalier.pruning.PruningChoices.PICTURES_PER_CLASS;
import static espalier.pruning.PruningChoices.PROTECT;
import static espalier.pruning.PruningChoices.RANKING;
import static espalier.pruning.PruningChoices.THRESHOLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.shapes.Shapes;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.NetworkScores.LayerScores;
import espalier.importance.Ranking;
import espalier.importance.Ranking.RankingScope;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How layers are made comparable, protected, and thinned. */
class RankingTest {

    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(CRITERION, "l1-norm").with(FLOOR,
            0.0);

    /** 32, 32, 64, 64, 128 and 128 filters. */
    private static Network network() {
        return Architectures.create("vgg-s", TestNetworks.description(10, 32), 1);
    }

    private static Forecast forecast(Network network, double rate, PruningSettings settings) {
        return Forecasts.at(network, Forecasts.rank(network, null, settings), List.of(rate), settings).get(0);
    }

    @Test
    void normalisationsByHand() {
        double[] values = {1, 2, 2, 4, 0};
        assertThat(LayerNormalisation.NONE.scaled(values)).containsExactly(1, 2, 2, 4, 0);
        assertThat(LayerNormalisation.MEAN.scaled(values))
                .containsExactly(new double[] {5 / 9., 10 / 9., 10 / 9., 20 / 9., 0}, within(1e-12));
        assertThat(LayerNormalisation.MAX.scaled(values)).containsExactly(0.25, 0.5, 0.5, 1, 0);
        assertThat(LayerNormalisation.L2.scaled(values)).containsExactly(0.2, 0.4, 0.4, 0.8, 0);
        assertThat(LayerNormalisation.MEAN.scaled(new double[3])).containsExactly(0, 0, 0);
    }

    @Test
    void usualIsWhatTheCriterionSaysAndAnotherReplacesIt() {
        Network network = network();
        Criterion l1 = Criteria.named("l1-norm");
        Ranking raw = l1.rank(network, null, new Criterion.Request(1, 1), Progress.NONE);
        assertThat(Criteria.comparable(l1, raw, network, SETTINGS.ranking().normalisation(), SETTINGS.ranking().scope())
                .importance().get("conv3")).isEqualTo(LayerNormalisation.MEAN.scaled(raw.importance().get("conv3")));
        assertThat(Criteria.comparable(l1, raw, network, LayerNormalisation.NONE, RankingScope.GLOBAL).importance()
                .get("conv3")).isEqualTo(raw.importance().get("conv3"));
    }

    @Test
    void aLocalRankingThinsAllLayersAlike() {
        Network network = network();
        // Without normalisation a global ranking would empty the layers of few weights first.
        PruningSettings raw = SETTINGS.with(RANKING, RankingScope.GLOBAL).with(NORMALISE, LayerNormalisation.NONE);
        Map<String, Integer> global = forecast(network, 4, raw).widths();
        Map<String, Integer> local = forecast(network, 4,
                SETTINGS.with(RANKING, RankingScope.LOCAL).with(NORMALISE, LayerNormalisation.NONE)).widths();
        assertThat(global.get("conv1")).isLessThan(8);
        network.convolutions().forEach(layer -> assertThat(local.get(layer.name()) / (double) layer.channels())
                .as(layer.name()).isCloseTo(0.5, within(0.06)));
    }

    @Test
    void protectedLayersStayWholeAndOthersKeepTheirLeast() {
        Network network = network();
        PruningSettings settings = SETTINGS.with(PROTECT, Set.of("conv2")).with(LEAST,
                Map.of("conv1", 20, "conv6", 500));
        Forecast forecast = forecast(network, 3, settings);
        assertThat(forecast.widths().get("conv2")).isEqualTo(32);
        assertThat(forecast.widths().get("conv1")).isGreaterThanOrEqualTo(20);
        assertThat(forecast.widths().get("conv6")).isEqualTo(128);
        assertThatThrownBy(() -> forecast(network, 60, settings)).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be reached").hasMessageContaining("protect fewer");
        assertThatThrownBy(() -> forecast(network, 2, SETTINGS.with(PROTECT, Set.of("conv9")).with(LEAST, Map.of())))
                .isInstanceOf(Problem.class).hasMessageContaining("conv9").hasMessageContaining("conv1, conv2");
    }

    @Test
    void theFloorHoldsInEveryLayerAtEveryRate() {
        Network network = network();
        PruningSettings settings = SETTINGS.with(FLOOR, 0.8).with(RANKING, RankingScope.GLOBAL).with(NORMALISE,
                LayerNormalisation.NONE);
        for (double rate : List.of(2.0, 6.0)) {
            forecast(network, rate, settings).widths()
                    .forEach((layer, width) -> assertThat(width).isGreaterThanOrEqualTo(
                            (int) Math.ceil(0.8 * network.layer(layer).channels() / Math.sqrt(rate) - 1e-9)));
        }
    }

    @Test
    void eachRateIsOfWhatItsModeNames() {
        Network network = network();
        for (PruningMode mode : List.of(PruningMode.PARAMETERS, PruningMode.MACS, PruningMode.CONVOLUTION_WEIGHTS,
                PruningMode.UNSTRUCTURED)) {
            Forecast forecast = forecast(network, 4, SETTINGS.withMode(mode));
            RateOf of = mode.rateOf();
            assertThat(of.of(network.cost()) / (double) of.of(forecast.cost())).as(mode.key()).isCloseTo(4,
                    within(0.08));
        }
        Forecast zeros = forecast(network, 4, SETTINGS.withMode(PruningMode.UNSTRUCTURED));
        assertThat(zeros.cost().parameters()).isEqualTo(network.cost().parameters());
        assertThat(zeros.cost().macs()).isEqualTo(network.cost().macs());
    }

    @Test
    void aThresholdTakesAllThatMatterToFewerClassesAndNothingElse() {
        Dataset data = new Shapes(3, 60, 10, 10);
        Network network = Architectures.vgg(new int[] {6, 0, 12, 0, 20, 0},
                new Description("tiny", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), 2);
        PruningSettings settings = PruningSettings.STANDARD.withMode(PruningMode.THRESHOLD).with(FLOOR, 0.0)
                .with(PICTURES_PER_CLASS, 2);
        Ranking ranking = Forecasts.rank(network, data, settings);
        float[] all = new float[0];
        for (LayerScores layer : ranking.scores().orElseThrow().layers()) {
            all = concat(all, layer.scores());
        }
        Arrays.sort(all);
        double threshold = all[all.length / 3];
        Map<String, Integer> widths = Forecasts.at(network, ranking, List.of(), settings.with(THRESHOLD, threshold))
                .get(0).widths();
        for (LayerScores layer : ranking.scores().orElseThrow().layers()) {
            int stay = 0;
            for (float score : layer.scores()) {
                stay += score >= threshold ? 1 : 0;
            }
            assertThat(widths.get(layer.layer())).as(layer.layer()).isEqualTo(Math.max(1, stay));
        }
    }

    private static float[] concat(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void theLargestWeightsAreKeptAsManyAsAskedFor() {
        Random random = new Random(3);
        for (int count : new int[] {1, 5, 17, 59, 60}) {
            float[][] values = new float[4][15];
            Set<Float> sizes = new HashSet<>();
            for (float[] row : values) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (float) random.nextGaussian();
                    sizes.add(Math.abs(row[i]));
                }
            }
            List<Float> largest = sizes.stream().sorted((a, b) -> Float.compare(b, a)).limit(count).toList();
            WeightPruning.keepLargest(values, count);
            Set<Float> left = new HashSet<>();
            for (float[] row : values) {
                for (float value : row) {
                    if (value != 0) {
                        left.add(Math.abs(value));
                    }
                }
            }
            assertThat(left).containsExactlyInAnyOrderElementsOf(largest);
        }
        float[][] equal = {{2, -2, 2}, {2, 1, -2}};
        WeightPruning.keepLargest(equal, 3);
        assertThat(equal[0]).containsExactly(2, -2, 2);
        assertThat(equal[1]).containsExactly(0, 0, 0);
    }

    @Test
    void whatAPlugInLeavesOutIsSaid() {
        Network network = network();
        Criterion l1 = Criteria.named("l1-norm");
        assertThatThrownBy(() -> Criteria.comparable(l1, Ranking.of(Map.of("conv1", new double[32])), network,
                SETTINGS.ranking().normalisation(), SETTINGS.ranking().scope())).isInstanceOf(Problem.class)
                .hasMessageContaining("conv2").hasMessageContaining("leaves the layer out");
        assertThatThrownBy(() -> Criteria.comparable(l1, Ranking.of(Map.of("conv1", new double[3])), network,
                SETTINGS.ranking().normalisation(), SETTINGS.ranking().scope())).isInstanceOf(Problem.class)
                .hasMessageContaining("3 values");
    }
}
