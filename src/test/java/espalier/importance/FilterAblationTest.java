package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import espalier.Npy;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.data.shapes.Shapes;
import espalier.importance.FilterAblation.Agreement;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.SmallReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterAblationTest {

    @ParameterizedTest
    @CsvSource({"conv1, 6", "conv2, 10"})
    void trueChangesOfLossAgreeWithAnotherImplementations(String name, int filters) {
        Network network = SmallReference.network();
        Batch pictures = SmallReference.pictures();
        int each = pictures.size() / SmallReference.CLASSES;
        Npy expected = SmallReference.values("silenced." + name);
        String map = network.featureMap(network.layer(name), false);
        for (int c = 0; c < SmallReference.CLASSES; c++) {
            double[] mean = new double[filters];
            for (int m = c * each; m < (c + 1) * each; m++) {
                double[] changes = FilterAblation.changes(network, map, IntStream.range(0, filters).toArray(),
                        pictures.part(m, m + 1));
                for (int k = 0; k < filters; k++) {
                    mean[k] += changes[k] / each;
                }
            }
            for (int k = 0; k < filters; k++) {
                assertThat(mean[k]).isCloseTo(expected.row(c)[k], within(1e-4));
            }
        }
    }

    /** The sample that comes with the program, as it is on the page of filters. */
    @Test
    void onTheSampleTheChangeOfLossFollowsBestAndTheCountHardlyAtAll() {
        try (Network network = Network.read(Path.of("samples/shapes/unpruned.zip"))) {
            Dataset data = Datasets.open("shapes");
            FilterAblation ablation = new FilterAblation(network, data, 1);
            assertThat(ablation.done()).isZero();
            complete(ablation, network);
            Agreement agreement = ablation.with(ClassAwareScores.of(network, data, 10, Progress.NONE));
            assertThat(agreement.filters()).isEqualTo(64);
            assertThat(agreement.pictures()).isEqualTo(50);
            assertThat(agreement.best()).contains(FilterValue.LOSS_CHANGE);
            assertThat(agreement.correlations().get(FilterValue.LOSS_CHANGE).low()).isGreaterThan(.4);
            assertThat(agreement.correlations().get(FilterValue.SHARE).high()).isLessThan(.3);
            // With other labels in the loss it is the change of another loss.
            Agreement shuffled = ablation.with(ClassAwareScores.ofShuffledLabels(network, data, 10, 1, Progress.NONE));
            assertThat(shuffled.correlations().get(FilterValue.LOSS_CHANGE).high()).isLessThan(0);
            assertThat(shuffled.correlations().get(FilterValue.SHARE))
                    .isEqualTo(agreement.correlations().get(FilterValue.SHARE));
        }
    }

    @Test
    void theSampleFollowsTheSeedAloneAndIsAllOfASmallNetwork() {
        Dataset data = new Shapes(3, 60, 20, 10);
        Network network = Architectures.vgg(new int[] {6, 0, 8, 0},
                new Description("tiny", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()), 2);
        NetworkScores scores = ClassAwareScores.of(network, data, 2, Progress.NONE);
        FilterAblation first = complete(new FilterAblation(network, data, 5), network);
        FilterAblation second = complete(new FilterAblation(network, data, 5), network);
        assertThat(first.with(scores).filters()).isEqualTo(14);
        assertThat(first.with(scores)).isEqualTo(second.with(scores));
    }

    private static FilterAblation complete(FilterAblation ablation, Network network) {
        while (!ablation.isComplete()) {
            ablation.measureFurther(network);
        }
        assertThat(ablation.done()).isEqualTo(1);
        return ablation;
    }
}
