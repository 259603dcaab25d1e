package espalier.pruning;

import static espalier.pruning.PruningChoices.CRITERION;
import static espalier.pruning.PruningChoices.FLOOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.importance.Filter;
import espalier.importance.Ranking;
import espalier.network.Architectures;
import espalier.network.Cost;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.FilterGroups.FilterGroup;
import espalier.pruning.FilterGroups.KeptFilters;
import espalier.pruning.Protection.ShortcutWidths;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterGroupsTest {

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("sequence", (Supplier<Network>) TestNetworks::sequence,
                        Map.of("conv1", "norm1", "conv2", "norm2", "conv3", "norm3")),
                Arguments.of("flattened", (Supplier<Network>) TestNetworks::flattened,
                        Map.of("conv1", "norm1", "conv2", "conv2")),
                Arguments.of("residual", (Supplier<Network>) TestNetworks::residual,
                        Map.of("conv1", "conv1", "conv2", "conv2", "conv3", "norm3", "conv4", "conv4")),
                Arguments.of("branches", (Supplier<Network>) TestNetworks::branches,
                        Map.of("conv1", "conv1", "left", "left", "right", "right", "conv2", "conv2")));
    }

    /**
     * @param silencers by convolution, the layer at which a channel is made zero; the norm behind "both" follows by
     *                      hand
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void aPrunedNetworkEqualsTheOneWhoseRemovedFiltersAreSilent(String name, Supplier<Network> make,
            Map<String, String> silencers) {
        for (int seed = 0; seed < 6; seed++) {
            Network network = make.get();
            FilterGroups groups = FilterGroups.trace(network);
            Set<Integer> removed = someGroups(groups, network, new Random(seed));
            Network masked = network.copy();
            for (FilterGroup group : groups.all()) {
                if (removed.contains(group.id())) {
                    group.filters().forEach(filter -> silence(masked, silencers, filter));
                }
            }
            Network pruned = groups.without(network, removed);
            Batch batch = batch(seed);
            float[][] expected = masked.infer(batch);
            float[][] actual = pruned.infer(batch);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).containsExactly(expected[i], within(1e-4f));
            }
            Cost forecast = groups.costWithout(removed);
            assertThat(pruned.cost()).isEqualTo(forecast);
            assertThat(pruned.cost().parameters()).isLessThan(network.cost().parameters());
        }
    }

    private static void silence(Network masked, Map<String, String> silencers, Filter filter) {
        TestNetworks.silence(masked, silencers.get(filter.layer()), filter.index());
        if (filter.layer().equals("left")) {
            TestNetworks.silence(masked, "norm", filter.index());
        } else if (filter.layer().equals("right")) {
            TestNetworks.silence(masked, "norm", 4 + filter.index());
        }
    }

    private static Set<Integer> someGroups(FilterGroups groups, Network network, Random random) {
        Map<String, Integer> widths = groups.widthsWithout(Set.of());
        Set<Integer> removed = new HashSet<>();
        for (FilterGroup group : groups.all()) {
            boolean spare = group.filters().stream().allMatch(filter -> widths.get(filter.layer()) > 1);
            if (group.isPrunable() && spare && random.nextInt(3) == 0) {
                removed.add(group.id());
                group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            }
        }
        if (removed.isEmpty()) {
            removed.add(groups.of(new Filter(network.convolutions().get(0).name(), 0)).id());
        }
        return removed;
    }

    @Test
    void filtersWhoseOutputsAreAddedFormOneGroup() {
        FilterGroups groups = FilterGroups.trace(TestNetworks.residual());
        assertThat(groups.of(new Filter("conv1", 2)).filters()).containsExactlyInAnyOrder(new Filter("conv1", 2),
                new Filter("conv3", 2));
        assertThat(groups.of(new Filter("conv2", 2)).filters()).containsExactly(new Filter("conv2", 2));
    }

    @Test
    void untouchedShortcutsLeaveWhatIsAddedAndSayWhy() {
        Network network = TestNetworks.residual();
        FilterGroups groups = FilterGroups.trace(network, ShortcutWidths.UNTOUCHED);
        assertThat(groups.of(new Filter("conv1", 2)).reason()).contains("shortcut");
        assertThat(groups.of(new Filter("conv3", 2)).isPrunable()).isFalse();
        assertThat(groups.of(new Filter("conv2", 2)).isPrunable()).isTrue();
        assertThat(groups.of(new Filter("conv4", 2)).isPrunable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereShortcutsStayOnlyTheFirstConvolutionOfEachBlockIsPruned(boolean projects) {
        Network network = TestNetworks.resNet(TestNetworks.description(TestNetworks.CLASSES, TestNetworks.SIZE),
                projects);
        FilterGroups groups = FilterGroups.trace(network, ShortcutWidths.UNTOUCHED);
        assertThat(groups.all().stream().filter(FilterGroup::isPrunable).flatMap(group -> group.filters().stream())
                .map(Filter::layer).distinct()).containsExactly("conv1-1a", "conv2-1a", "conv3-1a");
    }

    @Test
    void whatGoesTogetherAndWhatStaysIsNamed() {
        FilterGroups tied = FilterGroups.trace(TestNetworks.residual());
        assertThat(tied.tiedTo("conv3")).containsExactly("conv1");
        assertThat(tied.tiedTo("conv2")).isEmpty();
        assertThat(tied.of(new Filter("conv3", 2)).othersThan(new Filter("conv3", 2))).isEqualTo("conv1 #2");
        assertThat(tied.kept()).isEmpty();
        assertThat(FilterGroups.trace(TestNetworks.residual(), ShortcutWidths.UNTOUCHED).kept())
                .extracting(kept -> kept.layer() + " " + kept.filters()).containsExactly("conv1 6", "conv3 6");
        List<KeptFilters> kept = FilterGroups.trace(TestNetworks.strange()).kept();
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).reason()).contains("\"scale\" (ScaleVertex) reads it");
    }

    @Test
    void aVertexThatIsNotUnderstoodMakesItsGroupNotPrunableAndSaysWhy() {
        Network network = TestNetworks.strange();
        FilterGroups groups = FilterGroups.trace(network);
        FilterGroup before = groups.of(new Filter("conv2", 0));
        assertThat(before.isPrunable()).isFalse();
        assertThat(before.reason()).contains("scale");
        assertThat(groups.of(new Filter("conv1", 0)).isPrunable()).isTrue();
        assertThatThrownBy(() -> groups.without(network, Set.of(before.id()))).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be pruned");
    }

    @Test
    void aLayerIsNeverLeftWithoutAFilter() {
        Network network = TestNetworks.sequence();
        FilterGroups groups = FilterGroups.trace(network);
        Set<Integer> all = new HashSet<>();
        groups.all().stream().filter(group -> group.filters().get(0).layer().equals("conv2"))
                .forEach(group -> all.add(group.id()));
        assertThatThrownBy(() -> groups.without(network, all)).isInstanceOf(Problem.class)
                .hasMessageContaining("conv2");
    }

    static Stream<Supplier<Network>> savedNetworks() {
        return Stream.of(TestNetworks::branches,
                () -> TestNetworks.resNet(TestNetworks.description(TestNetworks.CLASSES, TestNetworks.SIZE), false),
                () -> TestNetworks.resNet(TestNetworks.description(TestNetworks.CLASSES, TestNetworks.SIZE), true));
    }

    @ParameterizedTest
    @MethodSource("savedNetworks")
    void dl4jAloneOpensAPrunedNetworkAndGivesTheSameOutputs(Supplier<Network> make, @TempDir Path folder)
            throws Exception {
        Network network = make.get();
        FilterGroups groups = FilterGroups.trace(network);
        Network pruned = groups.without(network, someGroups(groups, network, new Random(4)));
        Path file = folder.resolve("pruned.zip");
        pruned.write(file);
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile(), false);
        Batch batch = batch(1);
        float[][] expected = espalier.engine.Loss.softmax(pruned.infer(batch));
        float[][] actual = graph.outputSingle(org.nd4j.linalg.factory.Nd4j.createFromArray(batch.pixels())
                .reshape(batch.size(), TestNetworks.SIZE, TestNetworks.SIZE, 3)).toFloatMatrix();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).containsExactly(expected[i], within(1e-5f));
        }
        assertThat(Network.read(file).description()).isEqualTo(pruned.description());
        assertThat(Network.read(file).layers()).isEqualTo(pruned.layers());
    }

    private static Batch batch(int seed) {
        Random random = new Random(seed);
        float[] pixels = new float[4 * TestNetworks.SIZE * TestNetworks.SIZE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(4, pixels, new int[4]);
    }

    @Test
    void forecastsComeNearTheirRatesAndRisingRatesLeaveFewerFilters() {
        Network network = espalier.network.Architectures.create("vgg-s", TestNetworks.description(10, 32), 1);
        PruningSettings settings = PruningSettings.STANDARD.with(CRITERION, "l1-norm").with(FLOOR, 0.05);
        Ranking ranking = Forecasts.rank(network, null, settings);
        List<Forecast> forecasts = Forecasts.at(network, ranking, List.of(2.0, 4.0, 8.0, 32.0), settings);
        long before = network.cost().parameters();
        long last = before;
        for (Forecast forecast : forecasts) {
            assertThat(before / (double) forecast.cost().parameters()).isCloseTo(forecast.rate(),
                    within(0.02 * forecast.rate()));
            assertThat(forecast.cost().parameters()).isLessThan(last);
            last = forecast.cost().parameters();
        }
        assertThatThrownBy(() -> Forecasts.at(network, ranking, List.of(1e6), settings)).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be reached").hasMessageContaining("smallest network");
    }

    @Test
    void aGroupTellsWhatItTakesWithIt() {
        Network network = Architectures.vgg(new int[] {4, 3, 0, 5},
                new Description("tiny", List.of("a", "b"), new PictureSize(8, 8), Normalisation.CENTRED, Map.of()), 1);
        FilterGroups groups = FilterGroups.trace(network);

        assertThat(groups.chain(groups.of(new Filter("conv1", 2)), 9)).isEqualTo("conv1 ⇒ norm1 ⇒ conv2 in");
        assertThat(groups.chain(groups.of(new Filter("conv1", 2)), 2)).isEqualTo("conv1 ⇒ norm1 ⇒ … (3 layers)");
        assertThat(groups.chains()).containsEntry("conv1 ⇒ norm1 ⇒ conv2 in", 4)
                .containsEntry("conv2 ⇒ norm2 ⇒ conv3 in", 3).hasSize(3);
    }
}
