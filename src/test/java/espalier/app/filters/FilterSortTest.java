package espalier.app.filters;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.importance.FilterValue;
import espalier.importance.NetworkScores.LayerScores;
import org.junit.jupiter.api.Test;

class FilterSortTest {

    /** Two classes; filters 0 and 2 serve the first, 1 and 3 the second, 4 both. */
    private static final LayerScores LAYER = new LayerScores("conv1", new float[] {.9f, .8f, .7f, .8f, 2},
            new float[][] {{.9f, 0, .7f, .1f, 1}, {0, .8f, 0, .7f, 1}},
            new float[][] {{3, 0, 1, 0, 2}, {0, 1, 0, 5, 2}},
            new float[][] {{.1f, 0, .3f, -.2f, .2f}, {0, .4f, -.2f, .5f, .6f}});

    @Test
    void theLayersOwnOrderIsLeftAlone() {
        assertThat(FilterSort.LAYER.order(LAYER, FilterValue.SHARE, -1)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void byScoreTheLargestComesFirstAndTiesGoByStrength() {
        assertThat(FilterSort.SCORE.order(LAYER, FilterValue.SHARE, -1)).containsExactly(4, 0, 3, 1, 2);
    }

    @Test
    void byClassOnlyTheChosenClassCounts() {
        assertThat(FilterSort.CLASS.order(LAYER, FilterValue.SHARE, 0)).containsExactly(4, 0, 2, 3, 1);
        assertThat(FilterSort.CLASS.order(LAYER, FilterValue.SHARE, 1)).containsExactly(4, 1, 3, 0, 2);
    }

    @Test
    void byClassTheShownValueCounts() {
        assertThat(FilterSort.CLASS.order(LAYER, FilterValue.STRENGTH, 0)).containsExactly(0, 4, 2, 1, 3);
        assertThat(FilterSort.CLASS.order(LAYER, FilterValue.LOSS_CHANGE, 0)).containsExactly(2, 4, 0, 1, 3);
    }

    @Test
    void byLossChangeHarmCountsAsMuchAsHelp() {
        assertThat(FilterSort.LOSS.order(LAYER, FilterValue.SHARE, -1)).containsExactly(4, 3, 2, 1, 0);
    }

    @Test
    void withoutAChosenClassTheScoreCounts() {
        assertThat(FilterSort.CLASS.order(LAYER, FilterValue.SHARE, -1))
                .isEqualTo(FilterSort.SCORE.order(LAYER, FilterValue.SHARE, -1));
    }

    @Test
    void filtersThatServeTheSameClassStandSideBySide() {
        int[] order = FilterSort.SIMILARITY.order(LAYER, FilterValue.SHARE, -1);
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(Math.abs(place(order, 0) - place(order, 2))).isEqualTo(1);
        assertThat(Math.abs(place(order, 1) - place(order, 3))).isEqualTo(1);
    }

    @Test
    void filtersThatAreAllAlikeHaveAnOrderToo() {
        LayerScores alike = new LayerScores("conv1", new float[] {1, 1, 1}, new float[][] {{1, 1, 1}},
                new float[][] {{0, 0, 0}}, new float[][] {{0, 0, 0}});
        assertThat(FilterSort.SIMILARITY.order(alike, FilterValue.SHARE, -1)).containsExactly(0, 1, 2);
    }

    private static int place(int[] order, int filter) {
        int place = 0;
        while (order[place] != filter) {
            place++;
        }
        return place;
    }
}
