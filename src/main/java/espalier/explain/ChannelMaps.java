package espalier.explain;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Maps of some pictures by a method that runs the network for each channel: {@code Σ_k w_k A_pk}.
 *
 * @param classes     of each picture, the one to explain
 * @param logits      {@code [pictures][classes]}
 * @param activations {@code [pictures, positions, channels]}
 */
record ChannelMaps(Network network, CamMethod method, LayerInfo layer, Batch pictures, int[] classes, float[][] logits,
        float[] activations) {

    List<ClassMap> maps(Progress progress) {
        int positions = layer.height() * layer.width();
        int values = pictures.pixels().length / pictures.size();
        ChannelWeights method = this.method.channelWeights();
        List<ClassMap> maps = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            float[] picture = Arrays.copyOfRange(pictures.pixels(), i * values, (i + 1) * values);
            float[] activation = Arrays.copyOfRange(activations, i * positions * layer.channels(),
                    (i + 1) * positions * layer.channels());
            float[] weights = method.of(network, layer, picture, activation, classes[i], logits[i][classes[i]],
                    progress.part(i / (double) pictures.size(), (i + 1) / (double) pictures.size()));
            maps.add(new ClassMap(layer.height(), layer.width(), weighted(activation, weights)));
        }
        return maps;
    }

    private static float[] weighted(float[] activation, float[] weights) {
        float[] map = new float[activation.length / weights.length];
        for (int p = 0; p < map.length; p++) {
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += (double) weights[k] * activation[p * weights.length + k];
            }
            map[p] = (float) sum;
        }
        return map;
    }
}
