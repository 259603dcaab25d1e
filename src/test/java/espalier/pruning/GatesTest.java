package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.data.Batch;
import espalier.importance.Filter;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.FilterGroups.FilterGroup;
import espalier.pruning.Protection.ShortcutWidths;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Squeeze-and-excitation, and a gated linear unit behind it. */
class GatesTest {

    private static final int PICTURES = 96;

    private final Network network = TestNetworks.gated();
    private final FilterGroups groups = FilterGroups.trace(network);

    @Test
    void whatIsMultipliedGoesTogether() {
        assertThat(groups.chains()).containsExactly(Map.entry("conv1 ⇒ narrow in ⇒ excite ⇒ conv2 in ⇒ gate in", 12),
                Map.entry("narrow ⇒ excite in", 4), Map.entry("conv2 ⇒ gate ⇒ out in", 9));
        assertThat(groups.kept()).isEmpty();
        assertThat(groups.tiedTo("conv1")).containsExactly("excite");
        assertThat(groups.joint()).isEqualTo("multiplied");
    }

    @Test
    void aGateIsNoShortcut() {
        FilterGroups untouched = FilterGroups.trace(network, ShortcutWidths.UNTOUCHED);
        assertThat(untouched.all()).allMatch(FilterGroup::isPrunable);
        assertThat(untouched.shortcutsStay()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Compensation.Mode.class, names = {"SEQUENTIAL", "PARALLEL"})
    void compensationReachesThroughGates(Compensation.Mode mode) {
        Batch pictures = pictures();
        Set<Integer> removed = new HashSet<>();
        for (String layer : List.of("conv1", "conv2")) {
            for (int i = 0; i < 3; i++) {
                removed.add(groups.of(new Filter(layer, 2 * i)).id());
            }
        }
        float[][] whole = network.infer(pictures);
        Compensation compensation = new Compensation(network, pictures, 64, 1, Progress.NONE);
        try (Network cut = groups.without(network, removed);
                Network mended = groups.without(network, removed, compensation, mode, Progress.NONE)) {
            assertThat(mended.layers().stream().map(LayerInfo::channels))
                    .isEqualTo(cut.layers().stream().map(LayerInfo::channels).toList());
            assertThat(distance(mended.infer(pictures), whole)).isLessThan(0.5 * distance(cut.infer(pictures), whole));
        }
    }

    private static double distance(float[][] a, float[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int c = 0; c < a[i].length; c++) {
                sum += Math.pow(a[i][c] - b[i][c], 2);
            }
        }
        return Math.sqrt(sum);
    }

    private static Batch pictures() {
        Random random = new Random(4);
        float[] pixels = new float[PICTURES * TestNetworks.SIZE * TestNetworks.SIZE * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Batch(PICTURES, pixels, new int[PICTURES]);
    }
}
