package espalier.explain;

import espalier.data.Batch;
import espalier.data.Picture;
import espalier.engine.Program;
import espalier.engine.Values;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the filters of a convolution make of a picture, behind batch norm and activation.
 *
 * @param layer   the convolution
 * @param filters those that answer most, the strongest first
 * @param maps    for each of them {@code [height × width]}, 0 to 1 of the layer's largest value
 * @param silent  how many of all its filters answer nowhere
 * @param all     how many filters it has
 */
public record LayerActivations(LayerInfo layer, int[] filters, List<float[]> maps, int silent, int all) {

    /**
     * A picture's way through all convolutions; on the thread that owns the network.
     *
     * @param most filters of each
     */
    public static List<LayerActivations> of(Network network, Picture picture, int most) {
        Map<LayerInfo, String> values = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> values.put(layer, network.featureMap(layer, false)));
        Batch batch = network.description().batch(List.of(picture));
        Program.Probed seen = network.observe(batch, Set.copyOf(values.values()));
        List<LayerActivations> result = new ArrayList<>();
        values.forEach((layer, value) -> result.add(of(layer, Values.of(seen.activation(value)), most)));
        return result;
    }

    /** @param values {@code [height · width · channels]} */
    private static LayerActivations of(LayerInfo layer, float[] values, int most) {
        int channels = layer.channels();
        int positions = values.length / channels;
        float[] peaks = new float[channels];
        float largest = 0;
        for (int i = 0; i < values.length; i++) {
            peaks[i % channels] = Math.max(peaks[i % channels], values[i]);
            largest = Math.max(largest, values[i]);
        }
        float top = largest;
        int[] strongest = IntStream.range(0, channels).boxed().sorted(Comparator.comparingDouble(k -> -peaks[k]))
                .limit(most).mapToInt(Integer::intValue).toArray();
        List<float[]> maps = new ArrayList<>();
        for (int filter : strongest) {
            float[] map = new float[positions];
            for (int p = 0; p < positions; p++) {
                map[p] = top > 0 ? Math.max(0, values[p * channels + filter]) / top : 0;
            }
            maps.add(map);
        }
        return new LayerActivations(layer, strongest, maps,
                (int) IntStream.range(0, channels).filter(k -> peaks[k] <= 0).count(), channels);
    }
}
