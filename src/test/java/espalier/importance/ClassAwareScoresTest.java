package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.data.shapes.Shapes;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the values say of classes, and what they do not. */
class ClassAwareScoresTest {

    private static final Dataset DATA = new Shapes(3, 120, 10, 10);
    private static final int PER_CLASS = 4;

    private final Network network = Architectures.vgg(new int[] {6, 0, 8, 0, 12, 0},
            new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);

    /** The count is where ReLUs and max pools let a gradient through, whatever loss the gradient is of. */
    @Test
    void withShuffledLabelsEveryCountIsTheSameAndTheChangeOfLossIsAnother() {
        NetworkScores own = ClassAwareScores.of(network, DATA, PER_CLASS, Progress.NONE);
        NetworkScores shuffled = ClassAwareScores.ofShuffledLabels(network, DATA, PER_CLASS, 1, Progress.NONE);
        assertThat(own.layers()).hasSize(3);
        for (LayerScores layer : own.layers()) {
            LayerScores other = shuffled.layer(layer.layer());
            assertThat(other.scores()).containsExactly(layer.scores());
            for (int c = 0; c < DATA.classNames().size(); c++) {
                assertThat(other.perClass()[c]).containsExactly(layer.perClass()[c]);
                assertThat(other.continuous()[c]).isNotEqualTo(layer.continuous()[c]);
                assertThat(other.lossChange()[c]).isNotEqualTo(layer.lossChange()[c]);
            }
        }
    }

    @Test
    void shufflingKeepsPicturesInTheirRowsAndHandsOutTheSameLabels() {
        List<Batch> classes = IntStream.range(0, 5).mapToObj(c -> new Batch(3, new float[] {c}, new int[] {c, c, c}))
                .toList();
        List<Batch> shuffled = ClassAwareScores.shuffled(classes, 1);
        assertThat(shuffled).extracting(Batch::size).containsOnly(3);
        assertThat(shuffled).extracting(batch -> batch.pixels()[0]).containsExactly(0f, 1f, 2f, 3f, 4f);
        int[] labels = shuffled.stream().flatMapToInt(batch -> IntStream.of(batch.labels())).toArray();
        assertThat(labels).isNotEqualTo(new int[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
        assertThat(labels).containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
        assertThat(ClassAwareScores.shuffled(classes, 2).get(0).labels()).isNotEqualTo(shuffled.get(0).labels());
    }

    @Test
    void aSilentFilterChangesNoLoss() {
        TestNetworks.silence(network, network.readers("conv2").get(0).name(), 1);
        LayerScores layer = ClassAwareScores.of(network, DATA, PER_CLASS, Progress.NONE).layer("conv2");
        assertThat(layer.meanLossChange(1)).isZero();
        assertThat(layer.meanLossChange(0)).isPositive();
        assertThat(layer.lossChange()[3][1]).isZero();
    }

    @Test
    void strengthsOfAClassAddUpToOne() {
        LayerScores layer = new LayerScores("conv1", new float[2], new float[2][2], new float[][] {{1, 3}, {0, 0}},
                null);
        assertThat(layer.strength()).isDeepEqualTo(new float[][] {{.25f, .75f}, {0, 0}});
        assertThat(layer.hasLossChange()).isFalse();
    }
}
