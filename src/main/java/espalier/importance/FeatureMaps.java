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
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What filters give for pictures, after the batch norm and activation that follow: the feature maps of which most
 * criteria of the literature speak.
 */
public final class FeatureMaps {

    /** As many pictures go through the network at once, and fewer large ones. */
    private static final int BATCH = 50;

    private FeatureMaps() {}

    /** Told of the feature maps of some pictures at one convolution. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Looks at feature maps.
         *
         * @param convolution whose filters gave them
         * @param activations {@code [pictures · height · width · filters]}
         * @param gradients   of the same shape: of each picture's own cross entropy by them
         */
        void visit(LayerInfo convolution, int pictures, float[] activations, float[] gradients);
    }

    /**
     * The value that holds a convolution's feature maps: what comes out of the batch norm and the activation behind it,
     * as long as nothing else reads what is between.
     *
     * @param throughSums whether to go on through additions, which keep channels apart, to the activation behind them
     */
    static String after(Network network, LayerInfo convolution, boolean throughSums) {
        String value = convolution.name();
        if (convolution.activation()) {
            return value;
        }
        for (List<LayerInfo> readers = network.readers(value); readers.size() == 1; readers = network.readers(value)) {
            LayerInfo next = readers.get(0);
            if (next.kind() == LayerKind.ACTIVATION) {
                return next.name();
            }
            if (next.kind() != LayerKind.BATCH_NORM && !(throughSums && next.kind() == LayerKind.ADD)) {
                return value;
            }
            value = next.name();
        }
        return value;
    }

    /**
     * Shows the feature maps of all convolutions for the first training pictures of each class, without augmentation,
     * in evaluation mode.
     *
     * @return the number of pictures
     * @throws espalier.basics.Problem when a class has no training picture that can be read
     */
    public static int visit(Network network, Dataset data, int picturesPerClass, boolean throughSums, Progress progress,
            Visitor visitor) {
        Map<LayerInfo, String> values = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> values.put(layer, after(network, layer, throughSums)));
        int[] indices = ScoringPictures.indices(data, picturesPerClass);
        int done = 0;
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
                    visitor.visit(layer, batch.size(), Values.of(probed.activation(value)),
                            Values.of(probed.gradient(value)));
                });
                done += batch.size();
                progress.update(done / (double) indices.length,
                        "Ranking filters: " + done + " of " + indices.length + " pictures");
            }
        }
        return done;
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
