package espalier.explain;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.engine.Loss;
import espalier.engine.Program;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Grad-CAM (Selvaraju et al. 2017): with A the activations {@code [height, width, channels]} of a layer and y the logit of a class,
 * {@code raw = Σ_k mean(∂y/∂A_k) · A_k}; its positive part is what is shown.
 */
public final class GradCam {

    /** Asks for the class that the network predicts, picture by picture. */
    public static final int PREDICTED = -1;

    /** As many pictures as go through the network at once. */
    private static final int BATCH = 50;

    private GradCam() {
    }

    /**
     * Explains pictures.
     *
     * @param layer   a layer with height and width: a convolution, its batch norm, activation or pool
     * @param classes for each picture the class to explain, or {@link #PREDICTED}
     * @throws Problem when the layer has no map or a class is out of range
     */
    public static List<Explanation> explain(Network network, Batch pictures, String layer, int[] classes,
            Progress progress) {
        check(network, layer, classes);
        int values = pictures.pixels().length / pictures.size();
        List<Explanation> result = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += BATCH) {
            progress.checkpoint();
            int to = Math.min(pictures.size(), from + BATCH);
            Batch part = new Batch(to - from, Arrays.copyOfRange(pictures.pixels(), from * values, to * values),
                    Arrays.copyOfRange(pictures.labels(), from, to));
            result.addAll(explainBatch(network, part, layer, Arrays.copyOfRange(classes, from, to)));
            progress.update(to / (double) pictures.size(), "Explaining " + to + " of " + pictures.size() + " pictures");
        }
        return result;
    }

    private static List<Explanation> explainBatch(Network network, Batch pictures, String layer, int[] classes) {
        int[] explained = classes.clone();
        Program.Probed probed = network.probe(pictures, Set.of(layer), logits -> {
            float[][] gradient = new float[logits.length][network.classes()];
            for (int i = 0; i < explained.length; i++) {
                if (explained[i] == PREDICTED) {
                    explained[i] = Evaluation.largest(logits[i]);
                }
                gradient[i][explained[i]] = 1;
            }
            return gradient;
        });
        float[][] probabilities = Loss.softmax(probed.logits());
        float[] activation = probed.activation(layer).data().asFloat();
        float[] gradient = probed.gradient(layer).data().asFloat();
        LayerInfo info = network.layer(layer);
        List<Explanation> result = new ArrayList<>();
        for (int i = 0; i < explained.length; i++) {
            result.add(new Explanation(probabilities[i], Evaluation.largest(probed.logits()[i]), explained[i],
                    map(activation, gradient, i, info)));
        }
        return result;
    }

    private static ClassMap map(float[] activation, float[] gradient, int picture, LayerInfo layer) {
        int channels = layer.channels();
        int positions = layer.height() * layer.width();
        int offset = picture * positions * channels;
        double[] weights = new double[channels];
        for (int i = 0; i < positions * channels; i++) {
            weights[i % channels] += gradient[offset + i];
        }
        float[] raw = new float[positions];
        for (int p = 0; p < positions; p++) {
            double sum = 0;
            for (int k = 0; k < channels; k++) {
                sum += weights[k] / positions * activation[offset + p * channels + k];
            }
            raw[p] = (float) sum;
        }
        return new ClassMap(layer.height(), layer.width(), raw);
    }

    private static void check(Network network, String layer, int[] classes) {
        LayerInfo info = network.layer(layer);
        if (!hasMap(info)) {
            throw new Problem("The layer \"" + layer + "\" has no height and width, so there is no map to draw. Choose one of "
                    + String.join(", ", layers(network)) + ".");
        }
        for (int label : classes) {
            if (label != PREDICTED && (label < 0 || label >= network.classes())) {
                throw new Problem("There is no class " + label + ": " + network.description().name() + " has the classes 0 to "
                        + (network.classes() - 1) + ".");
            }
        }
    }

    private static boolean hasMap(LayerInfo layer) {
        return layer.height() * layer.width() > 1 && layer.kind() != LayerKind.INPUT;
    }

    /** The layers that maps can be taken from, in the order in which they run. */
    public static List<String> layers(Network network) {
        return layers(network.layers());
    }

    /** Of a network's layers those that maps can be taken from, in their order. */
    public static List<String> layers(List<LayerInfo> layers) {
        return layers.stream().filter(GradCam::hasMap).map(LayerInfo::name).toList();
    }

    /**
     * The layer that Grad-CAM is usually taken from: the last with a map, before any pool that follows it.
     *
     * @throws Problem where no layer has a map
     */
    public static String usualLayer(Network network) {
        return usualLayer(network.layers()).orElseThrow(() -> new Problem(network.description().name()
                + " has no layer with height and width, so it cannot be explained by maps."));
    }

    /** As {@link #usualLayer(Network)}, of a network's layers; empty where none has a map. */
    public static Optional<String> usualLayer(List<LayerInfo> layers) {
        return layers.stream().filter(GradCam::hasMap)
                .filter(layer -> layer.kind() != LayerKind.POOLING && layer.kind() != LayerKind.DROPOUT)
                .map(LayerInfo::name).reduce((first, second) -> second);
    }
}
