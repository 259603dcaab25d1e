package espalier.importance;

import espalier.basics.RankCorrelation;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Pictures;
import espalier.engine.Loss;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What filters really do: of a random sample of a network's filters, each in turn is silenced (its feature map behind
 * batch norm and activation set to 0), and the change of each class's mean cross entropy is measured on validation
 * pictures. Values that are computed more cheaply are then {@linkplain #with compared} with that.
 *
 * <p>Measured in parts, {@link #measureFurther}, so that other work comes between; the sample is so small that all of
 * it takes seconds.
 */
public final class FilterAblation {

    /** As many filters are silenced, or all where there are fewer. */
    private static final int FILTERS = 64;
    private static final int PICTURES_PER_CLASS = 5;
    /** Of all classes together; where there are more classes than pictures, that many of them are looked at. */
    private static final int MOST_PICTURES = 100;
    private static final int LEAST_PICTURES = 10;
    /** Multiply-accumulates in all, which bound the time: a network of large pictures has fewer of them. */
    private static final double MOST_MACS = 4e11;
    /** As many pictures are looked at in one part. */
    private static final int PART = 10;

    private final List<Silenced> layers;
    private final int[] classes;
    private final Batch pictures;
    private final int partSize;
    private final long seed;
    private int part;

    /**
     * The sampled filters of a layer.
     *
     * @param map     the value that holds their feature maps
     * @param changes {@code [pictures][filters]}: of each picture's cross entropy
     */
    private record Silenced(String layer, String map, int[] filters, double[][] changes) {}

    /**
     * Draws the sample; nothing is measured yet.
     *
     * @param data whose validation pictures are looked at, and training pictures of classes that have none
     * @param seed the same seed gives the same sample and the same intervals
     * @throws espalier.basics.Problem when a class has no picture that can be read
     */
    public FilterAblation(Network network, Dataset data, long seed) {
        this.seed = seed;
        List<Filter> all = new ArrayList<>();
        network.convolutions().forEach(
                layer -> IntStream.range(0, layer.channels()).forEach(k -> all.add(new Filter(layer.name(), k))));
        Random random = new Random(seed);
        Collections.shuffle(all, random);
        List<Filter> sample = all.subList(0, Math.min(FILTERS, all.size()));
        int layersOfSample = (int) sample.stream().map(Filter::layer).distinct().count();
        double macs = (double) network.layers().stream().mapToLong(LayerInfo::macs).sum()
                * (sample.size() + layersOfSample);
        int most = (int) Math.max(LEAST_PICTURES, Math.min(MOST_PICTURES, MOST_MACS / macs));
        classes = chosen(data.classNames().size(), most, random);
        pictures = pictures(network, data, classes, Math.max(1, Math.min(PICTURES_PER_CLASS, most / classes.length)));
        partSize = network.description().inputSize().batch(PART);
        layers = network.convolutions().stream()
                .map(layer -> new Silenced(layer.name(), network.featureMap(layer, false),
                        sample.stream().filter(filter -> filter.layer().equals(layer.name())).mapToInt(Filter::index)
                                .sorted().toArray(),
                        new double[pictures.size()][]))
                .filter(layer -> layer.filters.length > 0).toList();
    }

    private static int[] chosen(int classes, int most, Random random) {
        List<Integer> all = new ArrayList<>(IntStream.range(0, classes).boxed().toList());
        Collections.shuffle(all, random);
        return all.stream().limit(most).mapToInt(Integer::intValue).sorted().toArray();
    }

    private static Batch pictures(Network network, Dataset data, int[] classes, int perClass) {
        List<Batch> batches = new ArrayList<>();
        for (int label : classes) {
            Pictures validation = data.part(Part.VALIDATION);
            int[] found = IntStream.range(0, validation.size()).filter(i -> validation.label(i) == label)
                    .filter(i -> validation.picture(i).isPresent()).limit(perClass).toArray();
            boolean some = found.length > 0;
            try (Batches of = Batches.inOrder(some ? validation : data.part(Part.TRAINING),
                    some ? found : ClassAwareScores.pictures(data, label, perClass),
                    network.description().normalisation(), perClass)) {
                batches.add(of.next());
            }
        }
        return Batch.joined(batches);
    }

    /** How much of the sample is measured, 0 to 1. */
    public double done() {
        return part / (double) (layers.size() * parts());
    }

    /** Whether all of the sample is measured. */
    public boolean isComplete() {
        return part == layers.size() * parts();
    }

    private int parts() {
        return (pictures.size() + partSize - 1) / partSize;
    }

    /**
     * Silences the filters of one layer for some of the pictures. On the thread that owns the network.
     *
     * @param network the same as before
     */
    public void measureFurther(Network network) {
        Silenced layer = layers.get(part / parts());
        int from = part % parts() * partSize;
        for (int m = from; m < Math.min(pictures.size(), from + partSize); m++) {
            layer.changes[m] = changes(network, layer.map, layer.filters, pictures.part(m, m + 1));
        }
        part++;
    }

    /**
     * By how much the cross entropy of one picture changes when a channel of a value is set to 0, for each of some
     * channels.
     */
    static double[] changes(Network network, String value, int[] channels, Batch picture) {
        // With the whole network in the same batch: what changes nothing then changes it by exactly 0.
        int[] rows = new int[channels.length + 1];
        rows[0] = -1;
        System.arraycopy(channels, 0, rows, 1, channels.length);
        float[][] logits = network.ablate(picture.pixels(), value, rows);
        double whole = Loss.crossEntropy(new float[][] {logits[0]}, picture.labels());
        return IntStream.range(1, rows.length)
                .mapToDouble(row -> Loss.crossEntropy(new float[][] {logits[row]}, picture.labels()) - whole).toArray();
    }

    /**
     * How well values of these filters follow the true changes of loss that were measured so far.
     *
     * @param scores of the same network; those that are not known have no correlation
     */
    public Agreement with(NetworkScores scores) {
        List<double[]> truth = new ArrayList<>();
        Map<FilterValue, List<double[]>> shown = new EnumMap<>(FilterValue.class);
        for (Silenced layer : layers.subList(0, part / parts())) {
            LayerScores of = scores.layer(layer.layer);
            for (int i = 0; i < layer.filters.length; i++) {
                truth.add(byClass(layer.changes, i));
            }
            for (FilterValue value : FilterValue.values()) {
                float[][] values = value.of(of);
                for (int filter : layer.filters) {
                    shown.computeIfAbsent(value, any -> new ArrayList<>())
                            .add(IntStream.of(classes).mapToDouble(c -> values[c][filter]).toArray());
                }
            }
        }
        Map<FilterValue, RankCorrelation> correlations = new EnumMap<>(FilterValue.class);
        shown.forEach((value, values) -> correlations.put(value, RankCorrelation.ofGroups(values, truth, seed)));
        return new Agreement(truth.size(), pictures.size(), correlations);
    }

    /** @return for each class that is looked at, the mean over its pictures */
    private double[] byClass(double[][] changes, int filter) {
        return IntStream.of(classes).mapToDouble(c -> IntStream.range(0, pictures.size())
                .filter(m -> pictures.labels()[m] == c).mapToDouble(m -> changes[m][filter]).average().orElseThrow())
                .toArray();
    }

    /**
     * How well values follow the true change of each class's loss, over all layers together.
     *
     * @param filters      how many were silenced
     * @param pictures     on how many that was measured
     * @param correlations Spearman's, over all filters and classes, by value; the interval draws filters
     */
    public record Agreement(int filters, int pictures, Map<FilterValue, RankCorrelation> correlations) {

        /** The value that follows best; empty where none is known. */
        public Optional<FilterValue> best() {
            return correlations.keySet().stream().filter(value -> !Double.isNaN(correlations.get(value).rho()))
                    .max(Comparator.comparingDouble(value -> correlations.get(value).rho()));
        }
    }
}
