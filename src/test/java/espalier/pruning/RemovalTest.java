package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
import espalier.importance.Filter;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalTest {

    private static final Network NETWORK = Architectures.vgg(new int[] {4, 0, 3},
            new Description("tiny", List.of("a", "b"), new PictureSize(8, 8), Normalisation.CENTRED, Map.of()), 1);
    private static final FilterGroups GROUPS = FilterGroups.trace(NETWORK);
    private static final NetworkScores SCORES = new NetworkScores(List.of("a", "b"), 10,
            List.of(layer("conv1", .2f, 1.5f, .4f, 2), layer("conv2", .1f, .3f, .2f)));

    private static LayerScores layer(String name, float... scores) {
        return new LayerScores(name, scores, new float[2][scores.length], new float[2][scores.length],
                new float[2][scores.length]);
    }

    @Test
    void filtersBelowTheThresholdGo() {
        Removal removal = Removal.at(GROUPS, SCORES, 0.3, Marks.NONE);
        assertThat(removal.removes("conv1", 0)).isTrue();
        assertThat(removal.removes("conv1", 2)).isFalse();
        assertThat(removal.removedOf("conv2")).isEqualTo(2);
        assertThat(removal.removed()).isEqualTo(3);
    }

    @Test
    void theBestFilterOfALayerStays() {
        Removal removal = Removal.at(GROUPS, SCORES, 1, Marks.NONE);
        assertThat(removal.removedOf("conv2")).isEqualTo(2);
        assertThat(removal.removes("conv2", 1)).isFalse();
    }

    @Test
    void decisionsOutweighTheThreshold() {
        Removal removal = Removal.at(GROUPS, SCORES, 0.3,
                new Marks(Set.of(new Filter("conv1", 0)), Set.of(new Filter("conv1", 3))));
        assertThat(removal.removes("conv1", 0)).isFalse();
        assertThat(removal.removes("conv1", 3)).isTrue();
    }

    @Test
    void theSavingIsThatOfTheReallySmallerNetwork() {
        Removal removal = Removal.at(GROUPS, SCORES, 0, new Marks(Set.of(), Set.of(new Filter("conv1", 1))));
        Network smaller = GROUPS.without(NETWORK, Set.of(GROUPS.of(new Filter("conv1", 1)).id()));
        assertThat(removal.before()).isEqualTo(NETWORK.cost());
        assertThat(removal.after()).isEqualTo(smaller.cost());
    }

    @Test
    void oneSentenceSaysIt() {
        assertThat(Removal.at(GROUPS, SCORES, 0, Marks.NONE).sentence()).isEqualTo("Removes none of 7 filters.");
        assertThat(Removal.at(GROUPS, SCORES, 0.3, Marks.NONE).sentence())
                .matches("Removes 3 of 7 filters: −\\d+ % parameters, −\\d+ % MACs\\.");
    }
}
