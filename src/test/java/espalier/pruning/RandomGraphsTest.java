package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.data.Batch;
import espalier.importance.Filter;
import espalier.network.Network;
import espalier.network.RandomNetwork;
import espalier.network.TestNetworks;
import espalier.pruning.FilterGroups.FilterGroup;
import espalier.pruning.Protection.ShortcutWidths;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random graphs of residual sums with plain, zero-padded and projected shortcuts, fire modules, gates, depthwise
 * convolutions, pools, batch norms before and after activations, and flattening or pooling heads: pruned at random they
 * give what the whole network gives when the removed filters are silenced after their activations.
 */
class RandomGraphsTest {

    private static final int GRAPHS = 60;

    @Test
    void aPrunedNetworkEqualsTheMaskedOne() {
        StringBuilder seen = new StringBuilder();
        for (int seed = 0; seed < GRAPHS; seed++) {
            RandomNetwork.Made made = RandomNetwork.of(seed);
            FilterGroups groups = FilterGroups.trace(made.plain());
            Random random = new Random(seed);
            Batch batch = batch(random);
            assertSame(made, "nothing silenced", made.silence(Set.of()).infer(batch), made.plain().infer(batch));
            for (int mask = 0; mask < 2; mask++) {
                Set<Integer> removed = someGroups(groups, random);
                Set<String> filters = groups.all().stream().filter(group -> removed.contains(group.id()))
                        .flatMap(group -> group.filters().stream()).map(RandomGraphsTest::label)
                        .collect(Collectors.toSet());
                try (Network pruned = groups.without(made.plain(), removed)) {
                    assertSame(made, filters.toString(), pruned.infer(batch), made.silence(filters).infer(batch));
                    assertThat(pruned.cost()).as(made.parts()).isEqualTo(groups.costWithout(removed));
                    assertThat(FilterGroups.trace(pruned).widthsWithout(Set.of()))
                            .isEqualTo(groups.widthsWithout(removed));
                }
            }
            made.plain().close();
            made.masked().close();
            seen.append(made.parts()).append('\n');
        }
        assertThat(seen).contains("residual", "projected", "shortcut", "fire", "gated", "excited", "excited densely",
                "broadcastSum", "broadcastProduct", "combined", "slopes", "whole", "shared", "unevenly", "dilation 2",
                "times 1", "times 2", "max pool", "average pool", "order 0", "order 1", "order 2", "order 3", "order 4",
                "head 0", "head 1", "head 2", "head 3");
    }

    @Test
    void untouchedShortcutsKeepAllThatIsAddedAndNothingElse() {
        for (int seed = 0; seed < GRAPHS; seed++) {
            RandomNetwork.Made made = RandomNetwork.of(seed);
            FilterGroups tied = FilterGroups.trace(made.plain());
            FilterGroups untouched = FilterGroups.trace(made.plain(), ShortcutWidths.UNTOUCHED);
            for (FilterGroup group : untouched.all()) {
                boolean added = group.filters().stream().map(RandomGraphsTest::label).anyMatch(made.added()::contains);
                assertThat(group.isPrunable()).as("%s of %s: %s", group, made.parts(), group.reason())
                        .isEqualTo(!added && tied.of(group.filters().get(0)).isPrunable());
            }
        }
    }

    private static String label(Filter filter) {
        return filter.layer() + "#" + filter.index();
    }

    private static Set<Integer> someGroups(FilterGroups groups, Random random) {
        Map<String, Integer> widths = groups.widthsWithout(Set.of());
        Set<Integer> removed = new HashSet<>();
        for (FilterGroup group : groups.all()) {
            boolean spare = group.filters().stream()
                    .allMatch(filter -> widths.get(filter.layer()) > group.filters().size());
            if (group.isPrunable() && spare && random.nextInt(3) == 0) {
                removed.add(group.id());
                group.filters().forEach(filter -> widths.merge(filter.layer(), -1, Integer::sum));
            }
        }
        return removed;
    }

    private static void assertSame(RandomNetwork.Made made, String what, float[][] actual, float[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            for (int c = 0; c < expected[i].length; c++) {
                assertThat(actual[i][c]).as("%s of %s", what, made.parts()).isCloseTo(expected[i][c],
                        within(2e-4f * (1 + Math.abs(expected[i][c]))));
            }
        }
    }

    private static Batch batch(Random random) {
        float[] pixels = new float[3 * TestNetworks.SIZE * TestNetworks.SIZE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(3, pixels, new int[3]);
    }
}
