package espalier.importance;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.engine.LinearLayer;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The importance score of "Class-Aware Pruning for Efficient Neural Networks" (arXiv 2312.05875, section III-B). For a
 * picture of class c, θ = |a · ∂L/∂a| at a convolution's output a, before batch norm and ReLU, with L the cross entropy
 * of the true class; a filter matters to the picture at a position where θ &gt; τ. The share of class c's M pictures
 * for which that holds, summed over the classes, and its maximum over positions, is the number of classes that the
 * filter matters to.
 *
 * <p>τ is 1e-50 in the paper, which is 0 in single precision: the test is θ &gt; 0. Zeros come from dead ReLUs and the
 * routing of max pools; a network that was not trained to polarise its scores has most of them near the number of
 * classes. So the count follows where activations let gradients through and not which class a picture has: with
 * {@link #ofShuffledLabels other labels in the loss} it is the same. What does depend on the class comes from the same
 * pass: by how much its loss would change without the filter ({@link LayerScores#lossChange}).
 */
public final class ClassAwareScores {

    /** M, the pictures of each class that the paper uses for CIFAR-10. */
    public static final int PICTURES_PER_CLASS = 10;

    /**
     * As many pictures go through the network at once, and fewer large ones: all convolutions' outputs and gradients
     * are kept.
     */
    private static final int BATCH = 50;

    /**
     * The pictures {@code from} to {@code to} (exclusive) of a class, which go through the network together with
     * others.
     */
    private record Piece(int label, int from, int to) {

        int size() {
            return to - from;
        }
    }

    private ClassAwareScores() {}

    /**
     * Scores all convolutions by the first M training pictures of each class, without augmentation, in evaluation mode.
     *
     * @throws Problem when a class has no training picture that can be read
     */
    public static NetworkScores of(Network network, Dataset data, int picturesPerClass, Progress progress) {
        return of(network, data, picturesPerClass, ClassWeights.ALL_ALIKE, progress);
    }

    /**
     * The same where some classes matter more than others: a filter's score is the maximum over positions of Σ w_c ·
     * S_c, with weights w of 1 in the mean, so that it stays between 0 and the number of classes. The values by class
     * are those of each class alone.
     *
     * @throws Problem also when the weights name a class that there is not
     */
    static NetworkScores of(Network network, Dataset data, int picturesPerClass, ClassWeights weights,
            Progress progress) {
        return of(network, data.classNames(), classes(network, data, picturesPerClass), weights, batchSize(network),
                progress);
    }

    /**
     * The scores of {@link #of(Network, Dataset, int, Progress)} with the labels of all these pictures permuted in the
     * loss; each picture stays in the row of its own class. Where a value hardly changes by that, it does not tell
     * classes apart.
     *
     * @param seed of the permutation
     * @throws Problem when a class has no training picture that can be read
     */
    public static NetworkScores ofShuffledLabels(Network network, Dataset data, int picturesPerClass, long seed,
            Progress progress) {
        return of(network, data.classNames(), shuffled(classes(network, data, picturesPerClass), seed), progress);
    }

    /** The same pictures with their labels permuted over all of them. */
    static List<Batch> shuffled(List<Batch> classes, long seed) {
        int[] labels = classes.stream().flatMapToInt(batch -> IntStream.of(batch.labels())).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = labels.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int label = labels[i];
            labels[i] = labels[other];
            labels[other] = label;
        }
        List<Batch> shuffled = new ArrayList<>();
        int done = 0;
        for (Batch batch : classes) {
            shuffled.add(
                    new Batch(batch.size(), batch.pixels(), Arrays.copyOfRange(labels, done, done + batch.size())));
            done += batch.size();
        }
        return shuffled;
    }

    private static List<Batch> classes(Network network, Dataset data, int picturesPerClass) {
        Pictures pictures = data.part(Part.TRAINING);
        return IntStream.range(0, data.classNames().size())
                .mapToObj(c -> pictures(pictures, c, picturesPerClass, network, data)).toList();
    }

    /**
     * The pictures by which filters are scored: of each class the first training pictures that can be read.
     *
     * @return their indices in the training part, class by class
     * @throws Problem when a class has no training picture that can be read
     */
    public static int[] pictures(Dataset data, int picturesPerClass) {
        return IntStream.range(0, data.classNames().size())
                .flatMap(label -> IntStream.of(pictures(data, label, picturesPerClass))).toArray();
    }

    /** The same of the classes that matter alone. */
    static int[] pictures(Dataset data, Criterion.Request request) {
        return IntStream.of(request.classes().mattering(data.classNames()))
                .flatMap(label -> IntStream.of(pictures(data, label, request.picturesPerClass()))).toArray();
    }

    /** The same of one class. */
    static int[] pictures(Dataset data, int label, int count) {
        Pictures pictures = data.part(Part.TRAINING);
        int[] indices = IntStream.range(0, pictures.size()).filter(i -> pictures.label(i) == label)
                .filter(i -> pictures.picture(i).isPresent()).limit(count).toArray();
        if (indices.length == 0) {
            throw new Problem("There is no training picture of the class \"" + data.classNames().get(label) + "\" in "
                    + data.specification() + ", so filters cannot be scored for it. Add some.");
        }
        return indices;
    }

    private static Batch pictures(Pictures pictures, int label, int count, Network network, Dataset data) {
        int[] indices = pictures(data, label, count);
        try (Batches batches = Batches.inOrder(pictures, indices, network.description().normalisation(), count)) {
            return batches.next();
        }
    }

    /**
     * Scores all convolutions by given pictures.
     *
     * @param classes for each class, in the order of the logits, its pictures with the labels that the loss is of
     */
    public static NetworkScores of(Network network, List<String> classNames, List<Batch> classes, Progress progress) {
        return of(network, classNames, classes, ClassWeights.ALL_ALIKE, batchSize(network), progress);
    }

    private static int batchSize(Network network) {
        return network.description().inputSize().batch(BATCH);
    }

    /** The same with so many pictures at once. */
    static NetworkScores of(Network network, List<String> classNames, List<Batch> classes, ClassWeights weights,
            int batchSize, Progress progress) {
        double[] byClass = weights.of(classNames);
        List<Tally> tallies = network.convolutions().stream().map(layer -> Tally.of(network, layer, classes.size()))
                .toList();
        if (tallies.isEmpty()) {
            throw new Problem(network.description().name() + " has no convolution whose filters could be scored.");
        }
        List<List<Piece>> batches = batches(classes, batchSize);
        for (int i = 0; i < batches.size(); i++) {
            progress.checkpoint();
            score(network, classes, batches.get(i), tallies);
            progress.update((i + 1) / (double) batches.size(),
                    "Scoring filters: " + (batches.get(i).get(batches.get(i).size() - 1).label() + 1) + " of "
                            + classes.size() + " classes");
        }
        int perClass = classes.stream().mapToInt(Batch::size).max().orElse(0);
        return new NetworkScores(List.copyOf(classNames), perClass,
                tallies.stream().map(tally -> tally.result(byClass)).toList());
    }

    /** All pictures, class by class, in batches of one size; a class may begin in one and end in another. */
    private static List<List<Piece>> batches(List<Batch> classes, int size) {
        List<List<Piece>> batches = new ArrayList<>();
        int room = 0;
        for (int label = 0; label < classes.size(); label++) {
            int all = classes.get(label).size();
            for (int from = 0; from < all;) {
                if (room == 0) {
                    batches.add(new ArrayList<>());
                    room = size;
                }
                Piece piece = new Piece(label, from, Math.min(all, from + room));
                batches.get(batches.size() - 1).add(piece);
                room -= piece.size();
                from = piece.to;
            }
        }
        return batches;
    }

    private static void score(Network network, List<Batch> classes, List<Piece> pieces, List<Tally> tallies) {
        Batch joined = Batch
                .joined(pieces.stream().map(piece -> classes.get(piece.label).part(piece.from, piece.to)).toList());
        Set<String> values = tallies.stream().flatMap(tally -> Stream.of(tally.output, tally.map))
                .collect(Collectors.toSet());
        Program.Probed probed = network.probe(joined, values,
                logits -> gradient(logits, joined.labels(), classes, pieces));
        int[] first = new int[pieces.size()];
        for (int i = 1; i < first.length; i++) {
            first[i] = first[i - 1] + pieces.get(i - 1).size();
        }
        // A class has one piece of a batch, so no two of these add to the same numbers.
        tallies.stream()
                .flatMap(tally -> IntStream.range(0, first.length).<Runnable>mapToObj(
                        i -> () -> tally.add(pieces.get(i).label, probed, first[i], pieces.get(i).size())))
                .toList().parallelStream().forEach(Runnable::run);
    }

    /** Of each class's mean cross entropy, as if every class were a batch of its own. */
    private static float[][] gradient(float[][] logits, int[] labels, List<Batch> classes, List<Piece> pieces) {
        float[][] gradient = Loss.crossEntropyGradient(logits, labels);
        int done = 0;
        for (Piece piece : pieces) {
            float share = logits.length / (float) classes.get(piece.label).size();
            for (int end = done + piece.size(); done < end; done++) {
                for (int i = 0; i < gradient[done].length; i++) {
                    gradient[done][i] *= share;
                }
            }
        }
        return gradient;
    }

    /** What is counted at one convolution. */
    private static final class Tally {

        private final String layer;
        /** The name of the convolution's output proper, and of its feature maps behind batch norm and activation. */
        private final String output;
        private final String map;
        /**
         * By filter t/s, where the feature map is ReLU(s·a + t) or s·a + t of the output a. Then
         * {@code Σ z · ∂L/∂z = Σ (a + t/s) · ∂L/∂a}, as ∂L/∂a is s · ∂L/∂z, or 0 where the ReLU is: the map itself need
         * not be asked for. Null where it is another function of a.
         */
        private final float[] offsets;
        private final int positions;
        private final int filters;
        /** {@code [classes]}: the pictures of each that were added. */
        private final int[] pictures;
        /** {@code [classes][positions · filters]}: the number of pictures for which the filter matters there. */
        private final float[][] counts;
        /** {@code [classes][filters]}: the sums of θ. */
        private final double[][] sums;
        /** {@code [classes][filters]}: the sums over pictures and positions of z · ∂L/∂z at the feature maps. */
        private final double[][] slopes;

        private Tally(LayerInfo layer, String output, String map, float[] offsets, int classes) {
            this.layer = layer.name();
            this.output = output;
            this.map = map;
            this.offsets = offsets;
            positions = layer.height() * layer.width();
            filters = layer.channels();
            pictures = new int[classes];
            counts = new float[classes][positions * filters];
            sums = new double[classes][filters];
            slopes = new double[classes][filters];
        }

        static Tally of(Network network, LayerInfo layer, int classes) {
            String output = network.convolutionOutput(layer.name());
            String map = network.featureMap(layer, false);
            LinearLayer linear = network.linearLayers().get(layer.name());
            if (linear == null || !linear.isRectified(map)) {
                return new Tally(layer, output, map, null, classes);
            }
            float[] offsets = new float[layer.channels()];
            linear.normalisation().filter(norm -> !map.equals(output)).ifPresent(norm -> {
                for (int k = 0; k < offsets.length; k++) {
                    offsets[k] = norm[0][k] == 0 ? 0 : norm[1][k] / norm[0][k];
                }
            });
            return new Tally(layer, output, output, offsets, classes);
        }

        /** Adds pictures of one class; other classes may be added at the same time. */
        void add(int label, Program.Probed probed, int firstPicture, int count) {
            float[] activation = new float[positions * filters];
            float[] gradient = new float[activation.length];
            float[] products = new float[activation.length];
            float[] magnitudes = new float[activation.length];
            float[] gradients = new float[activation.length];
            for (int m = firstPicture; m < firstPicture + count; m++) {
                Values.read(probed.activation(output), m * activation.length, activation);
                Values.read(probed.gradient(output), m * activation.length, gradient);
                addProducts(activation, gradient, products, magnitudes, counts[label]);
                addAll(gradient, gradients);
            }
            addRows(magnitudes, sums[label], null);
            if (offsets == null) {
                addSlopesOfMap(slopes[label], probed, firstPicture, count);
            } else {
                addRows(products, slopes[label], null);
                addRows(gradients, slopes[label], offsets);
            }
            pictures[label] += count;
        }

        /** Without branches, and over all positions at once, which Java turns into vector instructions. */
        private static void addProducts(float[] activation, float[] gradient, float[] products, float[] magnitudes,
                float[] matters) {
            for (int i = 0; i < activation.length; i++) {
                float product = activation[i] * gradient[i];
                float magnitude = Math.abs(product);
                products[i] += product;
                magnitudes[i] += magnitude;
                // 1 where θ > 0: the least positive number times the greatest, twice, is above 1.
                matters[i] += Math.min(1, magnitude * Float.MAX_VALUE * Float.MAX_VALUE);
            }
        }

        private static void addAll(float[] values, float[] sums) {
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
        }

        private void addSlopesOfMap(double[] totals, Program.Probed probed, int firstPicture, int count) {
            float[] values = new float[positions * filters];
            float[] gradient = new float[values.length];
            for (int m = firstPicture; m < firstPicture + count; m++) {
                Values.read(probed.activation(map), m * values.length, values);
                Values.read(probed.gradient(map), m * values.length, gradient);
                for (int i = 0; i < values.length; i++) {
                    values[i] *= gradient[i];
                }
                addRows(values, totals, null);
            }
        }

        /**
         * Adds each filter's sum over positions.
         *
         * @param factors by filter; null where all are 1
         */
        private void addRows(float[] values, double[] totals, float[] factors) {
            float[] sum = new float[filters];
            for (int p = 0; p < positions; p++) {
                for (int k = 0, i = p * filters; k < filters; k++, i++) {
                    sum[k] += values[i];
                }
            }
            for (int k = 0; k < filters; k++) {
                totals[k] += factors == null ? sum[k] : (double) factors[k] * sum[k];
            }
        }

        /** @param weights {@code [classes]}: exactly 1 where all are alike */
        LayerScores result(double[] weights) {
            int classes = counts.length;
            float[][] continuous = new float[classes][filters];
            float[][] lossChange = new float[classes][filters];
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < counts[c].length; i++) {
                    counts[c][i] /= pictures[c];
                }
                for (int k = 0; k < filters; k++) {
                    continuous[c][k] = (float) (sums[c][k] / ((double) pictures[c] * positions));
                    // The loss is the class's mean already. A filter without slope changes it by 0, not by −0.
                    lossChange[c][k] = (float) (0 - slopes[c][k]);
                }
            }
            float[][] shares = counts;
            float[] scores = new float[filters];
            Arrays.fill(scores, -1);
            int[] best = new int[filters];
            for (int p = 0, i = 0; p < positions; p++) {
                for (int k = 0; k < filters; k++, i++) {
                    // In single precision and in the classes' order, as the paper's own code adds: sums of tenths
                    // differ in their last bits, and by that a tie between two positions falls the same way here as
                    // there.
                    float total = 0;
                    for (int c = 0; c < classes; c++) {
                        total += (float) weights[c] * shares[c][i];
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
            return new LayerScores(layer, scores, perClass, continuous, lossChange);
        }
    }
}
