package espalier.pruning;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Unstructured magnitude pruning, layer by layer: in each convolution the weights with the smallest |w| become zero
 * ("Less is More: The Influence of Pruning on the Explainability of CNNs", arXiv 2302.08878, section 3: L1, per layer,
 * convolution weights only). Every layer that is not protected keeps the same share. Dense layers, biases and batch
 * norms are untouched.
 */
final class WeightPruning {

    private final List<LayerInfo> convolutions;
    private final Set<String> protectedLayers;
    private final long weights;
    private final long fixed;

    /**
     * @param unpruned whose weights the rates compare with
     * @throws Problem when a layer that settings protect is not there
     */
    WeightPruning(Network unpruned, PruningSettings settings) {
        convolutions = unpruned.layers().stream().filter(LayerInfo::hasKernelWeights).toList();
        protectedLayers = settings.protection().protectedLayers();
        Selection.checkLayers(convolutions.stream().map(LayerInfo::name)
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new)), settings);
        weights = convolutions.stream().mapToLong(LayerInfo::weights).sum();
        fixed = convolutions.stream().filter(layer -> protectedLayers.contains(layer.name()))
                .mapToLong(LayerInfo::weights).sum();
    }

    /** The highest rate that can be reached: one weight stays in each layer. */
    double highestRate() {
        long least = fixed + convolutions.stream().filter(layer -> !protectedLayers.contains(layer.name())).count();
        return weights / (double) least;
    }

    /** @throws Problem that names the highest rate when this one is higher */
    void checkReachable(double rate) {
        if (rate > highestRate()) {
            throw new Problem(String.format(Locale.ROOT,
                    "A rate of ×%s of nonzero convolution weights cannot be reached: with the "
                            + "protected layers ×%.1f is the highest. Choose a lower rate, or protect fewer layers.",
                    Figures.plain(rate), highestRate()));
        }
    }

    /** By convolution, how many weights are not zero at a rate. */
    Map<String, Long> kept(double rate) {
        double share = (weights / rate - fixed) / (weights - fixed);
        Map<String, Long> kept = new LinkedHashMap<>();
        convolutions.forEach(layer -> kept.put(layer.name(), protectedLayers.contains(layer.name()) ? layer.weights()
                : Math.max(1, Math.min(layer.weights(), Math.round(share * layer.weights())))));
        return kept;
    }

    /**
     * A copy of a network in which each convolution keeps its largest weights, as many as a rate allows; others are
     * zero.
     */
    Network prune(Network network, double rate) {
        Network pruned = network.copy();
        kept(rate).forEach((layer, count) -> {
            float[][] values = pruned.weights(layer);
            keepLargest(values, count.intValue());
            pruned.setWeights(layer, values);
        });
        return pruned;
    }

    /** Of equal ones the first stay. */
    static void keepLargest(float[][] values, int count) {
        float[] sizes = new float[Arrays.stream(values).mapToInt(row -> row.length).sum()];
        int next = 0;
        for (float[] row : values) {
            for (float value : row) {
                sizes[next++] = Math.abs(value);
            }
        }
        if (count >= sizes.length) {
            return;
        }
        Arrays.sort(sizes);
        float least = sizes[sizes.length - count];
        int above = 0;
        for (int i = sizes.length - 1; i >= 0 && sizes[i] > least; i--) {
            above++;
        }
        int ties = count - above;
        for (float[] row : values) {
            for (int i = 0; i < row.length; i++) {
                float size = Math.abs(row[i]);
                if (size < least || size == least && ties-- <= 0) {
                    row[i] = 0;
                }
            }
        }
    }
}
