package espalier.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.shapes.Shapes;
import espalier.engine.Loss;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.network.TestNetworks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every criterion against values by hand, or found in another way. */
class CriteriaTest {

    private static final Dataset DATA = new Shapes(3, 60, 10, 10);
    private static final int PER_CLASS = 2;

    /** Convolutions of 3, 4 and 2 filters, each with batch norm and ReLU; a pool between the last two. */
    private static Network network() {
        return Architectures.vgg(new int[] {3, 4, 0, 2},
                new Description("tiny", DATA.classNames(), DATA.pictureSize(), DATA.normalisation(), Map.of()), 2);
    }

    private static Map<String, double[]> rank(String criterion, Network network) {
        return Criteria.named(criterion).rank(network, DATA, new Criterion.Request(PER_CLASS, 1), Progress.NONE)
                .importance();
    }

    /** Of a filter with 27 weights, most of them 0. */
    private static float[] filter(float... first) {
        return Arrays.copyOf(first, 27);
    }

    private static Network withKnownWeights() {
        Network network = network();
        network.setWeights("conv1", new float[][] {filter(3, -4), filter(1, 1, -1, 1), filter(0, 0, 12)});
        return network;
    }

    private static Batch pictures(Network network) {
        int[] indices = ClassAwareScores.pictures(DATA, PER_CLASS);
        try (Batches batches = Batches.inOrder(DATA.part(Part.TRAINING), indices, network.description().normalisation(),
                indices.length)) {
            return batches.next();
        }
    }

    @Test
    void allAreThereWithTheUsualOneFirst() {
        assertThat(Criteria.all()).extracting(Criterion::name).startsWith("obs", "class-aware-obs", "class-aware",
                "class-aware-continuous", "l1-norm", "l2-norm", "fpgm", "batch-norm-scale", "taylor", "taylor-sum",
                "hrank", "apoz", "random");
        assertThat(Criteria.all()).allSatisfy(criterion -> {
            assertThat(criterion.title()).isNotBlank();
            assertThat(criterion.summary()).endsWith(".");
            assertThat(criterion.explanation()).endsWith(".");
            assertThat(criterion.normalisation()).isNotEqualTo(LayerNormalisation.USUAL);
        });
    }

    @Test
    void l1AddsAbsoluteWeights() {
        assertThat(rank("l1-norm", withKnownWeights()).get("conv1")).containsExactly(7, 4, 12);
    }

    @Test
    void l2IsTheLengthOfTheFilter() {
        assertThat(rank("l2-norm", withKnownWeights()).get("conv1")).containsExactly(5, 2, 12);
    }

    @Test
    void fpgmAddsDistancesToAllOthers() {
        double zeroToOne = Math.sqrt(4 + 25 + 1 + 1);
        double zeroToTwo = Math.sqrt(9 + 16 + 144);
        double oneToTwo = Math.sqrt(1 + 1 + 169 + 1);
        assertThat(rank("fpgm", withKnownWeights()).get("conv1")).containsExactly(
                new double[] {zeroToOne + zeroToTwo, zeroToOne + oneToTwo, zeroToTwo + oneToTwo}, within(1e-9));
    }

    @Test
    void batchNormScaleIsItsAbsoluteGamma() {
        Network network = network();
        TestNetworks.set(network, network.readers("conv2").get(0).name(), "gamma", 0.5f, -2, 0, 1.5f);
        assertThat(rank("batch-norm-scale", network).get("conv2")).containsExactly(0.5, 2, 0, 1.5);
        assertThatThrownBy(() -> Criteria.named("batch-norm-scale").rank(TestNetworks.flattened(), DATA,
                new Criterion.Request(1, 1), Progress.NONE)).isInstanceOf(Problem.class).hasMessageContaining("conv2")
                .hasMessageContaining("no batch norm");
    }

    /**
     * Scaling a feature map by 1 + ε is scaling what the next convolution makes of it: the derivative of the loss by ε
     * is Σ z · ∂C/∂z, found here from two losses.
     */
    @Test
    void taylorIsTheSlopeOfTheLossWhenAFeatureMapIsScaled() {
        Network network = network();
        Batch pictures = pictures(network);
        float[][] weights = network.weights("conv2");
        double[] expected = new double[3];
        for (int k = 0; k < 3; k++) {
            double[] up = losses(network, pictures, scaled(weights, k, 1 + 0.02f));
            double[] down = losses(network, pictures, scaled(weights, k, 1 - 0.02f));
            for (int m = 0; m < up.length; m++) {
                expected[k] += Math.abs((up[m] - down[m]) / 0.04) / (64 * 64) / up.length;
            }
        }
        network.setWeights("conv2", weights);
        double[] actual = rank("taylor", network).get("conv1");
        double[] summed = rank("taylor-sum", network).get("conv1");
        for (int k = 0; k < 3; k++) {
            assertThat(actual[k]).isCloseTo(expected[k], within(0.03 * expected[k] + 1e-8));
            assertThat(summed[k]).isCloseTo(64 * 64 * actual[k], within(1e-6 * summed[k]));
        }
    }

    @Test
    void summedTaylorIsTheLossChangeOfClassesOfOnePicture() {
        Network network = network();
        Map<String, double[]> actual = Criteria.named("taylor-sum")
                .rank(network, DATA, new Criterion.Request(1, 1), Progress.NONE).importance();
        for (LayerScores layer : ClassAwareScores.of(network, DATA, 1, Progress.NONE).layers()) {
            for (int k = 0; k < layer.filters(); k++) {
                assertThat(actual.get(layer.layer())[k]).isCloseTo(layer.meanLossChange(k),
                        within(1e-4 * layer.meanLossChange(k) + 1e-7));
            }
        }
    }

    private static float[][] scaled(float[][] weights, int input, float factor) {
        float[][] changed = Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
        for (float[] filter : changed) {
            for (int i = 9 * input; i < 9 * input + 9; i++) {
                filter[i] *= factor;
            }
        }
        return changed;
    }

    /** Of each picture. */
    private static double[] losses(Network network, Batch pictures, float[][] weights) {
        network.setWeights("conv2", weights);
        float[][] logits = network.infer(pictures);
        double[] losses = new double[logits.length];
        Arrays.setAll(losses, m -> Loss.crossEntropy(new float[][] {logits[m]}, new int[] {pictures.labels()[m]}));
        return losses;
    }

    @Test
    void apozCountsTheZerosBehindTheRelu() {
        Network network = network();
        Batch pictures = pictures(network);
        float[] maps = network.activations(pictures, relu(network, "conv3"));
        double[] active = new double[2];
        for (int i = 0; i < maps.length; i++) {
            active[i % 2] += maps[i] > 0 ? 2.0 / maps.length : 0;
        }
        assertThat(active[0]).isStrictlyBetween(0.0, 1.0);
        assertThat(rank("apoz", network).get("conv3")).containsExactly(active, within(1e-9));
    }

    @Test
    void aSilentFilterHasRankZeroIsNeverActiveAndDoesNotMatter() {
        Network network = network();
        TestNetworks.silence(network, network.readers("conv2").get(0).name(), 1);
        for (String criterion : List.of("hrank", "apoz", "taylor", "taylor-sum", "class-aware",
                "class-aware-continuous", "batch-norm-scale")) {
            double[] values = rank(criterion, network).get("conv2");
            assertThat(values[1]).as(criterion).isZero();
            assertThat(values[0]).as(criterion).isPositive();
        }
    }

    @Test
    void whatReadsASilentFilterLosesNextToNothing() {
        Network network = network();
        TestNetworks.silence(network, network.readers("conv2").get(0).name(), 1);
        for (String criterion : List.of("obs", "class-aware-obs")) {
            double[] values = rank(criterion, network).get("conv2");
            assertThat(values[1]).as(criterion).isBetween(0.0, 0.01 * values[0]);
        }
    }

    @Test
    void hrankIsAtMostTheMapsSideAndThatOfAFlatMapIsOne() {
        Network network = network();
        // A filter that sees nothing gives its bias everywhere.
        float[][] weights = network.weights("conv1");
        weights[0] = new float[27];
        network.setWeights("conv1", weights);
        TestNetworks.set(network, "conv1", "b", 1, 0, 0);
        double[] ranks = rank("hrank", network).get("conv1");
        assertThat(ranks[0]).isEqualTo(1);
        assertThat(ranks[1]).isBetween(5.0, 64.0);
    }

    @Test
    void continuousAddsTheClassesOfTheCompanion() {
        Network network = network();
        double[] actual = rank("class-aware-continuous", network).get("conv2");
        LayerScores scores = ClassAwareScores.of(network, DATA, PER_CLASS, Progress.NONE).layer("conv2");
        for (int k = 0; k < 4; k++) {
            double sum = 0;
            for (float[] ofClass : scores.continuous()) {
                sum += ofClass[k];
            }
            assertThat(actual[k]).isEqualTo(sum);
        }
    }

    private static Map<String, double[]> rankFor(String classes, String criterion, Network network) {
        return Criteria.named(criterion)
                .rank(network, DATA, new Criterion.Request(PER_CLASS, ClassWeights.parse(classes), 1), Progress.NONE)
                .importance();
    }

    /** A mean over pictures of two classes alike is half of each one's; by weights 1 and 0.5 two thirds and one. */
    @ParameterizedTest
    @ValueSource(strings = {"taylor", "apoz", "hrank"})
    void whereMapsAreLookedAtTheMeanIsThatOfTheClassesByWeight(String criterion) {
        Network network = network();
        String first = DATA.classNames().get(0);
        String second = DATA.classNames().get(7);
        double[] a = rankFor(first, criterion, network).get("conv2");
        double[] b = rankFor(second, criterion, network).get("conv2");
        double[] both = rankFor(first + "," + second, criterion, network).get("conv2");
        double[] weighted = rankFor(first + "=1," + second + "=0.5", criterion, network).get("conv2");
        for (int k = 0; k < 4; k++) {
            assertThat(both[k]).isCloseTo((a[k] + b[k]) / 2, within(1e-6 * both[k]));
            assertThat(weighted[k]).isCloseTo((2 * a[k] + b[k]) / 3, within(1e-6 * weighted[k]));
        }
    }

    /** The score is the greatest sum over the positions, so it is no less than at the position of all alike. */
    @Test
    void theClassAwareScoreAddsTheClassesByTheirWeightsOfOneInTheMean() {
        Network network = network();
        ClassWeights weights = ClassWeights
                .parse(DATA.classNames().get(0) + "=1," + DATA.classNames().get(1) + "=0.5,others=0.1");
        double[] factors = weights.of(DATA.classNames());
        for (LayerScores layer : ClassAwareScores.of(network, DATA, PER_CLASS, weights, Progress.NONE).layers()) {
            LayerScores alike = ClassAwareScores.of(network, DATA, PER_CLASS, Progress.NONE).layer(layer.layer());
            for (int k = 0; k < layer.filters(); k++) {
                double sum = 0;
                double there = 0;
                for (int c = 0; c < factors.length; c++) {
                    sum += factors[c] * layer.perClass()[c][k];
                    there += factors[c] * alike.perClass()[c][k];
                }
                assertThat((double) layer.scores()[k]).isCloseTo(sum, within(1e-5)).isGreaterThanOrEqualTo(there - 1e-5)
                        .isLessThanOrEqualTo(10.00001);
            }
            assertThat(layer.continuous()).isEqualTo(alike.continuous());
        }
    }

    @Test
    void whatAClassThatDoesNotMatterSaysOfAFilterCountsForNothing() {
        Network network = network();
        String first = DATA.classNames().get(0);
        LayerScores scores = ClassAwareScores.of(network, DATA, PER_CLASS, Progress.NONE).layer("conv2");
        double[] continuous = rankFor(first, "class-aware-continuous", network).get("conv2");
        for (int k = 0; k < 4; k++) {
            assertThat(continuous[k]).isCloseTo(10.0 * scores.continuous()[0][k], within(1e-9));
        }
    }

    @Test
    void weightsOfOneEachChangeNothingToTheLastBitAndThoseThatDoAreSaid() {
        Network network = network();
        String each = String.join("=0.3,", DATA.classNames()) + "=0.3";
        for (Criterion criterion : Criteria.all()) {
            Map<String, double[]> alike = rank(criterion.name(), network);
            rankFor(each, criterion.name(), network)
                    .forEach((layer, values) -> assertThat(values).as(criterion.name()).isEqualTo(alike.get(layer)));
            Map<String, double[]> one = rankFor(DATA.classNames().get(3), criterion.name(), network);
            assertThat(Arrays.equals(one.get("conv2"), alike.get("conv2"))).as(criterion.name())
                    .isEqualTo(!criterion.weighsClasses());
        }
    }

    @Test
    void byLotFollowsTheSeedAlone() {
        Criterion random = Criteria.named("random");
        double[] first = random.rank(network(), DATA, new Criterion.Request(1, 1), Progress.NONE).importance()
                .get("conv2");
        assertThat(random.rank(network(), DATA, new Criterion.Request(9, 1), Progress.NONE).importance().get("conv2"))
                .isEqualTo(first);
        assertThat(random.rank(network(), DATA, new Criterion.Request(1, 2), Progress.NONE).importance().get("conv2"))
                .isNotEqualTo(first);
    }

    @Test
    void noCriterionChangesTheNetworkAndEachRanksEveryFilter() {
        Network network = network();
        float[] before = network.parameters();
        for (Criterion criterion : Criteria.all()) {
            Map<String, double[]> importance = rank(criterion.name(), network);
            network.convolutions()
                    .forEach(layer -> assertThat(Arrays.stream(importance.get(layer.name())).boxed())
                            .as(criterion.name()).hasSize(layer.channels())
                            .allMatch(value -> value >= 0 && value < Double.POSITIVE_INFINITY));
        }
        assertThat(network.parameters()).isEqualTo(before);
    }

    @Test
    void inAResidualBranchTheMapsBehindTheSumCount() {
        Network network = Architectures.create("resnet-20", TestNetworks.description(10, 16), 1);
        Dataset small = Datasets.open("shapes", network.description().inputSize());
        // The second convolution of a block has no ReLU of its own: before the sum nothing is ever silent.
        String second = network.convolutions().get(2).name();
        double[] active = Criteria.named("apoz").rank(network, small, new Criterion.Request(1, 1), Progress.NONE)
                .importance().get(second);
        assertThat(Arrays.stream(active).boxed()).hasSize(16).anyMatch(share -> share < 1);
    }

    private static String relu(Network network, String convolution) {
        return network.readers(network.readers(convolution).get(0).name()).get(0).name();
    }
}
