package espalier.importance;

import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What criteria share that take the mean over pictures of something in a filter's feature map. */
abstract class ByFeatureMaps implements Criterion {

    private final boolean throughSums;

    /** @param throughSums whether the feature map of a filter in a residual branch is that behind the addition */
    ByFeatureMaps(boolean throughSums) {
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
    public final Ranking rank(Network network, Dataset data, int picturesPerClass, long seed, Progress progress) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> sums.put(layer.name(), new double[layer.channels()]));
        int pictures = FeatureMaps.visit(network, data, picturesPerClass, throughSums, progress, (layer, count,
                activations, gradients) -> add(sums.get(layer.name()), layer, count, activations, gradients));
        sums.replaceAll((layer, values) -> Arrays.stream(values).map(value -> value / pictures).toArray());
        return Ranking.of(sums);
    }

    private void add(double[] sums, LayerInfo layer, int pictures, float[] activations, float[] gradients) {
        int positions = layer.height() * layer.width();
        int filters = layer.channels();
        float[] map = new float[positions];
        float[] gradient = new float[positions];
        for (int m = 0; m < pictures; m++) {
            for (int k = 0; k < filters; k++) {
                for (int p = 0, i = m * positions * filters + k; p < positions; p++, i += filters) {
                    map[p] = activations[i];
                    gradient[p] = gradients[i];
                }
                sums[k] += value(map, gradient, layer.height(), layer.width());
            }
        }
    }
}
