package espalier.importance;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Part;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The importance score of "Class-Aware Pruning for Efficient Neural Networks" (arXiv 2312.05875, section III-B). For a picture of
 * class c, θ = |a · ∂L/∂a| at a convolution's output a, before batch norm and ReLU, with L the cross entropy of the true class; a
 * filter matters to the picture at a position where θ &gt; τ. The share of class c's M pictures for which that holds, summed over
 * the classes, and its maximum over positions, is the number of classes that the filter matters for.
 *
 * <p>τ is 1e-50 in the paper, which is 0 in single precision: the test is θ &gt; 0. Zeros come from dead ReLUs and the routing of
 * max pools; a network that was not trained to polarise its scores has most of them near the number of classes.
 */
public final class ClassAwareScores {

    /** M, the pictures of each class that the paper uses for CIFAR-10. */
    public static final int PICTURES_PER_CLASS = 10;

    /** As many pictures as go through the network at once. */
    private static final int BATCH = 50;

    private ClassAwareScores() {
    }

    /**
     * Scores all convolutions by the first M training pictures of each class, without augmentation, in evaluation mode.
     *
     * @throws Problem when a class has no training picture that can be read
     */
    public static NetworkScores of(Network network, Dataset data, int picturesPerClass, Progress progress) {
        Pictures pictures = data.part(Part.TRAINING);
        List<Batch> classes = new ArrayList<>();
        for (int c = 0; c < data.classNames().size(); c++) {
            classes.add(pictures(pictures, c, picturesPerClass, network, data));
        }
        return of(network, data.classNames(), classes, progress);
    }

    private static Batch pictures(Pictures pictures, int label, int count, Network network, Dataset data) {
        int[] indices = ScoringPictures.indices(data, label, count);
        try (Batches batches = Batches.inOrder(pictures, indices, network.description().normalisation(), count)) {
            return batches.next();
        }
    }

    /**
     * Scores all convolutions by given pictures.
     *
     * @param classes for each class, in the order of the logits, its pictures
     */
    public static NetworkScores of(Network network, List<String> classNames, List<Batch> classes, Progress progress) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (LayerInfo layer : network.convolutions()) {
            tallies.put(network.convolutionOutput(layer.name()), new Tally(layer, classes.size()));
        }
        if (tallies.isEmpty()) {
            throw new Problem(network.description().name() + " has no convolution whose filters could be scored.");
        }
        for (int from = 0; from < classes.size();) {
            progress.checkpoint();
            int to = from + 1;
            int size = classes.get(from).size();
            while (to < classes.size() && size + classes.get(to).size() <= BATCH) {
                size += classes.get(to++).size();
            }
            score(network, classes, from, to, size, tallies);
            from = to;
            progress.update(to / (double) classes.size(), "Scoring filters: " + to + " of " + classes.size() + " classes");
        }
        int perClass = classes.stream().mapToInt(Batch::size).max().orElse(0);
        return new NetworkScores(List.copyOf(classNames), perClass, tallies.values().stream().map(Tally::result).toList());
    }

    private static void score(Network network, List<Batch> classes, int from, int to, int size,
            Map<String, Tally> tallies) {
        Batch all = join(classes.subList(from, to), size);
        Program.Probed probed = network.probe(all, Set.copyOf(tallies.keySet()),
                logits -> gradient(logits, classes, from, to));
        int[] first = new int[to];
        for (int c = from + 1; c < to; c++) {
            first[c] = first[c - 1] + classes.get(c - 1).size();
        }
        tallies.entrySet().stream().flatMap(entry -> IntStream.range(from, to).<Runnable>mapToObj(c -> () -> entry.getValue()
                .add(c, probed.activation(entry.getKey()), probed.gradient(entry.getKey()), first[c], classes.get(c).size())))
                .toList().parallelStream().forEach(Runnable::run);
    }

    private static Batch join(List<Batch> batches, int size) {
        float[] pixels = new float[batches.stream().mapToInt(batch -> batch.pixels().length).sum()];
        int[] labels = new int[size];
        int pixel = 0;
        int label = 0;
        for (Batch batch : batches) {
            System.arraycopy(batch.pixels(), 0, pixels, pixel, batch.pixels().length);
            System.arraycopy(batch.labels(), 0, labels, label, batch.size());
            pixel += batch.pixels().length;
            label += batch.size();
        }
        return new Batch(size, pixels, labels);
    }

    /** Of each class's mean cross entropy, as if every class were a batch of its own. */
    private static float[][] gradient(float[][] logits, List<Batch> classes, int from, int to) {
        float[][] gradient = new float[logits.length][];
        int first = 0;
        for (int c = from; c < to; c++) {
            int count = classes.get(c).size();
            int[] labels = new int[count];
            Arrays.fill(labels, c);
            float[][] part = Loss.crossEntropyGradient(Arrays.copyOfRange(logits, first, first + count), labels);
            System.arraycopy(part, 0, gradient, first, count);
            first += count;
        }
        return gradient;
    }

    /** What is counted at one convolution. */
    private static final class Tally {

        private final String layer;
        private final int positions;
        private final int filters;
        /** {@code [classes][positions · filters]}: the share of pictures for which the filter matters there. */
        private final float[][] shares;
        private final float[][] continuous;

        Tally(LayerInfo layer, int classes) {
            this.layer = layer.name();
            positions = layer.height() * layer.width();
            filters = layer.channels();
            shares = new float[classes][positions * filters];
            continuous = new float[classes][filters];
        }

        /** Adds pictures of one class; other classes may be added at the same time. */
        void add(int label, INDArray activation, INDArray gradient, int firstPicture, int count) {
            int[] counts = new int[positions * filters];
            double[] sums = new double[filters];
            float[] a = new float[counts.length];
            float[] g = new float[counts.length];
            for (int m = 0; m < count; m++) {
                Values.read(activation, (firstPicture + m) * a.length, a);
                Values.read(gradient, (firstPicture + m) * a.length, g);
                for (int p = 0, i = 0; p < positions; p++) {
                    for (int k = 0; k < filters; k++, i++) {
                        float theta = Math.abs(a[i] * g[i]);
                        // 1 where θ > 0, without a branch that nobody could predict: such a number's bits are a positive integer.
                        counts[i] += -Float.floatToRawIntBits(theta) >>> 31;
                        sums[k] += theta;
                    }
                }
            }
            for (int i = 0; i < counts.length; i++) {
                shares[label][i] = counts[i] / (float) count;
            }
            for (int k = 0; k < filters; k++) {
                continuous[label][k] = (float) (sums[k] / ((double) count * positions));
            }
        }

        LayerScores result() {
            int classes = shares.length;
            float[] scores = new float[filters];
            Arrays.fill(scores, -1);
            int[] best = new int[filters];
            for (int p = 0, i = 0; p < positions; p++) {
                for (int k = 0; k < filters; k++, i++) {
                    // In single precision and in the classes' order, as the paper's own code adds: sums of tenths differ in
                    // their last bits, and by that a tie between two positions falls the same way here as there.
                    float total = 0;
                    for (float[] share : shares) {
                        total += share[i];
                    }
                    if (total > scores[k]) {
                        scores[k] = total;
                        best[k] = i;
                    }
                }
            }
            float[][] perClass = new float[classes][filters];
            for (int c = 0; c < classes; c++) {
                for (int k = 0; k < filters; k++) {
                    perClass[c][k] = shares[c][best[k]];
                }
            }
            return new LayerScores(layer, scores, perClass, continuous);
        }
    }
}
