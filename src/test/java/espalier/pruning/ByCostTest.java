package espalier.pruning;

import static espalier.pruning.PruningChoices.BY_COST;
import static espalier.pruning.PruningChoices.FAST_WIDTHS;
import static espalier.pruning.PruningChoices.FLOOR;
import static espalier.pruning.PruningChoices.RANKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.importance.Filter;
import espalier.importance.Ranking;
import espalier.importance.Ranking.RankingScope;
import espalier.network.Architectures;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.FilterGroups.FilterGroup;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that go by what they save. */
class ByCostTest {

    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(FLOOR, 0.0).with(FAST_WIDTHS, false)
            .with(BY_COST, true);

    private static Network network(String architecture) {
        return Architectures.create(architecture, TestNetworks.description(10, 32), 1);
    }

    private static Ranking random(Network network) {
        Random random = new Random(5);
        Map<String, double[]> importance = new LinkedHashMap<>();
        network.convolutions()
                .forEach(layer -> importance.put(layer.name(), random.doubles(layer.channels(), 0.2, 1.8).toArray()));
        return Ranking.of(importance);
    }

    private static Set<Integer> removed(FilterGroups groups, Ranking ranking, PruningSettings settings, double rate) {
        long size = settings.rateOf().of(groups.costWithout(Set.of()));
        return new Selection(groups, ranking, Selection.leastWidths(groups, settings, rate), settings)
                .downTo(size / rate, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vgg-s", "resnet-20"})
    void eachTimeTheLeastImportanceForWhatIsSavedNow(String architecture) {
        Network network = network(architecture);
        FilterGroups groups = FilterGroups.trace(network);
        Ranking ranking = random(network);
        for (PruningMode mode : List.of(PruningMode.PARAMETERS, PruningMode.MACS, PruningMode.CONVOLUTION_WEIGHTS)) {
            RateOf rateOf = mode.rateOf();
            Set<Integer> chosen = removed(groups, ranking, SETTINGS.withMode(mode).with(FLOOR, 0.0), 2);
            // The same with every cost counted anew; the last one may have been fitted to the rate.
            Set<Integer> expected = new HashSet<>();
            while (expected.size() < chosen.size() - 1) {
                expected.add(next(groups, ranking, rateOf, expected));
            }
            Set<Integer> others = new HashSet<>(chosen);
            others.removeAll(expected);
            assertThat(chosen).as(mode.key()).containsAll(expected);
            assertThat(others).hasSize(1);
            long size = rateOf.of(groups.costWithout(Set.of()));
            assertThat(size / (double) rateOf.of(groups.costWithout(chosen))).isCloseTo(2, within(0.04));
        }
    }

    private static int next(FilterGroups groups, Ranking ranking, RateOf rateOf, Set<Integer> gone) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        long now = rateOf.of(groups.costWithout(gone));
        Map<String, Integer> widths = groups.widthsWithout(gone);
        for (FilterGroup group : groups.all()) {
            boolean lastOnes = group.filters().stream().anyMatch(filter -> widths.get(filter.layer()) == 1);
            if (group.isPrunable() && !gone.contains(group.id()) && !lastOnes) {
                Set<Integer> with = new HashSet<>(gone);
                with.add(group.id());
                double importance = group.filters().stream()
                        .mapToDouble(filter -> ranking.importance().get(filter.layer())[filter.index()]).sum();
                double value = importance / (now - rateOf.of(groups.costWithout(with)));
                if (value < least * (1 - 1e-12)) {
                    least = value;
                    best = group.id();
                }
            }
        }
        return best;
    }

    @Test
    void theSameRateCostsLessImportance() {
        Network network = network("vgg-s");
        FilterGroups groups = FilterGroups.trace(network);
        Ranking ranking = random(network);
        PruningSettings macs = SETTINGS.withMode(PruningMode.MACS);
        for (double rate : List.of(2.0, 4.0, 8.0)) {
            double byCost = lost(groups, ranking, removed(groups, ranking, macs, rate));
            double plain = lost(groups, ranking, removed(groups, ranking, macs.with(BY_COST, false), rate));
            assertThat(byCost).as("×" + rate).isLessThan(0.95 * plain);
        }
    }

    private static double lost(FilterGroups groups, Ranking ranking, Set<Integer> removed) {
        return groups.all().stream().filter(group -> removed.contains(group.id()))
                .mapToDouble(group -> group.importance(ranking)).sum();
    }

    @Test
    void whereEachLayerIsRankedByItselfNothingChanges() {
        Network network = network("vgg-s");
        FilterGroups groups = FilterGroups.trace(network);
        Ranking ranking = random(network);
        PruningSettings local = SETTINGS.with(RANKING, RankingScope.LOCAL);
        assertThat(removed(groups, ranking, local, 4))
                .isEqualTo(removed(groups, ranking, local.with(BY_COST, false), 4));
    }

    @Test
    void filtersMarkedByHandGoFirstOrStay() {
        Network network = network("vgg-s");
        FilterGroups groups = FilterGroups.trace(network);
        Map<String, double[]> importance = random(network).importance();
        importance.get("conv6")[3] = Double.NEGATIVE_INFINITY;
        importance.get("conv1")[0] = Double.POSITIVE_INFINITY;
        Set<Integer> removed = removed(groups, Ranking.of(importance), SETTINGS.withMode(PruningMode.MACS), 16);
        assertThat(removed).contains(groups.of(new Filter("conv6", 3)).id())
                .doesNotContain(groups.of(new Filter("conv1", 0)).id());
    }
}
