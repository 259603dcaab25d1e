package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What criteria share that take the mean over pictures of something in a filter's feature map, each picture with the
 * weight of its class.
 */
abstract class FeatureMapCriterion implements Criterion {

    /** As many pictures go through the network at once, and fewer large ones. */
    private static final int BATCH = 50;

    private final boolean throughSums;

    /** @param throughSums whether the feature map of a filter in a residual branch is that behind the addition */
    FeatureMapCriterion(boolean throughSums) {
        this.throughSums = throughSums;
    }

    /**
     * The value of one picture's feature map, 0 or more.
     *
     * @param map      {@code [height · width]}
     * @param gradient of the same shape: of the picture's cross entropy by the map
     */
    abstract double value(float[] map, float[] gradient, int height, int width);

    @Override
    public final boolean weighsClasses() {
        return true;
    }

    @Override
    public final Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> sums.put(layer.name(), new double[layer.channels()]));
        double[] weights = request.classes().of(data.classNames());
        double all = visit(network, data, request, throughSums, progress,
                (layer, labels, activations, gradients) -> add(sums.get(layer.name()), layer,
                        Arrays.stream(labels).mapToDouble(label -> weights[label]).toArray(), activations, gradients));
        sums.replaceAll((layer, values) -> Arrays.stream(values).map(value -> value / all).toArray());
        return Ranking.of(sums);
    }

    /** @param weights {@code [pictures]} */
    private void add(double[] sums, LayerInfo layer, double[] weights, float[] activations, float[] gradients) {
        int positions = layer.height() * layer.width();
        int filters = layer.channels();
        float[] map = new float[positions];
        float[] gradient = new float[positions];
        for (int m = 0; m < weights.length; m++) {
            for (int k = 0; k < filters; k++) {
                for (int p = 0, i = m * positions * filters + k; p < positions; p++, i += filters) {
                    map[p] = activations[i];
                    gradient[p] = gradients[i];
                }
                sums[k] += weights[m] * value(map, gradient, layer.height(), layer.width());
            }
        }
    }

    /** Told of the feature maps of some pictures at one convolution. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Looks at feature maps.
         *
         * @param convolution whose filters gave them
         * @param labels      {@code [pictures]}: the class of each
         * @param activations {@code [pictures · height · width · filters]}
         * @param gradients   of the same shape: of each picture's own cross entropy by them
         */
        void visit(LayerInfo convolution, int[] labels, float[] activations, float[] gradients);
    }

    /**
     * Shows the feature maps of all convolutions for the first training pictures of each class that matters, without
     * augmentation, in evaluation mode.
     *
     * @return the weights of all pictures together
     * @throws espalier.basics.Problem when a class that matters has no training picture that can be read
     */
    static double visit(Network network, Dataset data, Request request, boolean throughSums, Progress progress,
            Visitor visitor) {
        double[] weights = request.classes().of(data.classNames());
        Map<LayerInfo, String> values = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> values.put(layer, network.featureMap(layer, throughSums)));
        int[] indices = ClassAwareScores.pictures(data, request);
        int done = 0;
        double all = 0;
        int size = network.description().inputSize().batch(BATCH);
        try (Batches batches = Batches.inOrder(data.part(Part.TRAINING), indices, network.description().normalisation(),
                size)) {
            while (batches.hasNext()) {
                progress.checkpoint();
                Batch batch = batches.next();
                Program.Probed probed = network.probe(batch, Set.copyOf(values.values()),
                        logits -> ownGradient(logits, batch.labels()));
                values.forEach((layer, value) -> {
                    progress.checkpoint();
                    visitor.visit(layer, batch.labels(), Values.of(probed.activation(value)),
                            Values.of(probed.gradient(value)));
                });
                done += batch.size();
                all += Arrays.stream(batch.labels()).mapToDouble(label -> weights[label]).sum();
                progress.update(done / (double) indices.length,
                        "Ranking filters: " + done + " of " + indices.length + " pictures");
            }
        }
        return all;
    }

    /** Of each picture's own cross entropy, where the batch's would be their mean. */
    private static float[][] ownGradient(float[][] logits, int[] labels) {
        float[][] gradient = Loss.crossEntropyGradient(logits, labels);
        for (float[] row : gradient) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= gradient.length;
            }
        }
        return gradient;
    }
}
