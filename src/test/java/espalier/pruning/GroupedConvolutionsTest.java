package espalier.pruning;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.compensation.RemovalCosts;
import espalier.data.Batch;
import espalier.data.Batches.Augmentation;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Normalisation;
import espalier.data.Picture;
import espalier.data.TinyData;
import espalier.importance.Filter;
import espalier.network.Description;
import espalier.network.LayerInfo;
import espalier.network.Network;
import espalier.network.TestNetworks;
import espalier.pruning.PruningRun.Trajectory;
import espalier.pruning.RunEvent.End;
import espalier.training.TrainingSettings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions of groups: one loses the same share of each group, one whole groups. */
class GroupedConvolutionsTest {

    private static final Dataset DATA = new TinyData();

    private final Network network = TestNetworks.grouped(
            new Description("grouped", DATA.classNames(), DATA.pictureSize(), Normalisation.CENTRED, Map.of()));
    private final FilterGroups groups = FilterGroups.trace(network);

    @Test
    void whatWouldLeaveGroupsUnevenGoesTogether() {
        assertThat(groups.chains()).containsExactly(Map.entry("conv1 ⇒ pair in", 4), Map.entry("pair ⇒ wide in", 3),
                Map.entry("wide ⇒ relu3 ⇒ cards ⇒ out in", 6));
        assertThat(groups.kept()).isEmpty();
        assertThat(groups.of(new Filter("conv1", 1))).isEqualTo(groups.of(new Filter("conv1", 5)));
        assertThat(groups.of(new Filter("wide", 2))).isEqualTo(groups.of(new Filter("cards", 3)));
        assertThat(groups.joint()).isEqualTo("convolved in groups");
    }

    @Test
    void macsAreThoseOfEachFiltersOwnGroup() {
        assertThat(network.layer("pair").macs()).isEqualTo(6 * 4 * 9 * 8 * 8);
        assertThat(network.layer("cards").macs()).isEqualTo(12 * 2 * 9 * 4 * 4);
        try (Network smaller = groups.without(network, removed())) {
            assertThat(smaller.layers().stream().map(LayerInfo::groups).filter(count -> count > 1)).containsExactly(2,
                    4);
            assertThat(smaller.layer("pair").macs()).isEqualTo(4 * 3 * 9 * 8 * 8);
            assertThat(smaller.layer("cards").macs()).isEqualTo(8 * 2 * 9 * 4 * 4);
        }
    }

    /** One of the shares of conv1 and pair, and two whole groups of cards. */
    private Set<Integer> removed() {
        Set<Integer> removed = new HashSet<>();
        for (Filter filter : List.of(new Filter("conv1", 2), new Filter("pair", 1), new Filter("cards", 0),
                new Filter("cards", 7))) {
            removed.add(groups.of(filter).id());
        }
        return removed;
    }

    @ParameterizedTest
    @EnumSource(value = Compensation.Mode.class, names = {"SEQUENTIAL", "PARALLEL"})
    void compensationFitsEachGroup(Compensation.Mode mode) {
        Batch pictures = pictures();
        float[][] whole = network.infer(pictures);
        Compensation compensation = new Compensation(network, pictures, 64, 1, Progress.NONE);
        try (Network cut = groups.without(network, removed());
                Network mended = groups.without(network, removed(), compensation, mode, Progress.NONE)) {
            assertThat(distance(mended.infer(pictures), whole)).isLessThan(0.3 * distance(cut.infer(pictures), whole));
        }
    }

    @Test
    void aFiltersAbsenceCostsWhateverReadsIt() {
        Map<String, double[]> costs = RemovalCosts.of(network, DATA, ClassWeights.ALL_ALIKE, 1, Progress.NONE);
        assertThat(costs.keySet()).containsExactly("conv1", "pair", "wide", "cards");
        costs.forEach((layer, values) -> assertThat(Arrays.stream(values).min().orElseThrow()).as(layer).isPositive());
        assertThat(costs.get("conv1")[1]).isEqualTo(costs.get("conv1")[5]);
    }

    /** Also by fast widths and compensated, as is usual. */
    @Test
    void aRunPrunesThem() {
        TrainingSettings tuning = new TrainingSettings(1, 32, 16, 0.01, 0.9, 5e-4, 1e-4, 1e-2,
                TrainingSettings.Schedule.CONSTANT, Augmentation.NONE, 0, 1);
        PruningSettings settings = PruningSettings.STANDARD.with(PruningChoices.CRITERION, "l1-norm")
                .with(PruningChoices.RATES, List.of(2.0)).withFineTuning(tuning, tuning);
        Trajectory trajectory = new PruningRun(network, DATA, settings).run(Progress.NONE, event -> {});
        assertThat(trajectory.end()).isEqualTo(End.COMPLETE);
        Network pruned = trajectory.milestones().get(1).network();
        assertThat(trajectory.milestones().get(1).achievedRate()).isGreaterThan(1.9);
        assertThat(pruned.program().foreignVertices()).isEmpty();
        assertThat(pruned.layer("pair").groups()).isEqualTo(2);
        assertThat(pruned.layer("wide").channels()).isEqualTo(2 * pruned.layer("cards").groups());
    }

    private Batch pictures() {
        return network.description().batch(IntStream.range(0, 90).mapToObj(DATA.part(Dataset.Part.TRAINING)::picture)
                .flatMap(Optional<Picture>::stream).toList());
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
}
