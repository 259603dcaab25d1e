package espalier.pruning;

import static espalier.pruning.PruningChoices.FAST_WIDTHS;
import static espalier.pruning.PruningChoices.FLOOR;
import static org.assertj.core.api.Assertions.assertThat;

import espalier.importance.Ranking;
import espalier.network.Architectures;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which of filters that matter alike go first. */
class FastWidthsTest {

    private static final PruningSettings SETTINGS = PruningSettings.STANDARD.with(FLOOR, 0.0);
    private final Network network = Architectures.vgg(new int[] {19, 0, 21, 0, 30, 0}, TestNetworks.description(10, 16),
            1);
    private final FilterGroups groups = FilterGroups.trace(network);

    @Test
    void equalFiltersLeaveWidthsThatRunFast() {
        assertThat(widths(SETTINGS, equal(), 14)).containsExactlyInAnyOrder(16, 16, 24);
    }

    @Test
    void withoutThePreferenceTheyGoInTheirOrder() {
        assertThat(widths(SETTINGS.with(FAST_WIDTHS, false), equal(), 14)).containsExactlyInAnyOrder(5, 21, 30);
    }

    @Test
    void aFilterThatMattersLessGoesFirstWhateverTheWidth() {
        Map<String, double[]> importance = equal();
        Arrays.fill(importance.get("conv3"), 0, 14, 0.5);
        assertThat(widths(SETTINGS, importance, 14)).containsExactlyInAnyOrder(19, 21, 16);
    }

    @Test
    void whatDiffersByLessThanAHundredthIsAlike() {
        Map<String, double[]> importance = equal();
        for (int i = 0; i < 30; i++) {
            importance.get("conv3")[i] = 0.995;
        }
        assertThat(widths(SETTINGS, importance, 14)).containsExactlyInAnyOrder(16, 16, 24);
    }

    private int[] widths(PruningSettings settings, Map<String, double[]> importance, int filters) {
        Selection selection = new Selection(groups, Ranking.of(importance), Selection.leastWidths(groups, settings, 1),
                settings);
        Set<Integer> removed = selection.downTo(0, filters);
        return groups.widthsWithout(removed).values().stream().mapToInt(Integer::intValue).toArray();
    }

    private Map<String, double[]> equal() {
        Map<String, double[]> equal = new HashMap<>();
        groups.widthsWithout(Set.of()).forEach((layer, width) -> {
            double[] all = new double[width];
            Arrays.fill(all, 1);
            equal.put(layer, all);
        });
        return equal;
    }
}
