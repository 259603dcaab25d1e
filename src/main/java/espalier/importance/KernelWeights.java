package espalier.importance;

import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.stream.IntStream;

/**
 * A filter's weights.
 *
 * @param channels of its input
 * @param side     of the kernel in pixels, which is square
 * @param values   {@code [channels × side × side]}
 * @param first    whether it reads the picture itself, so that its channels are red, green and blue
 */
public record KernelWeights(int channels, int side, float[] values, boolean first) {

    /** Those of a convolution's filter. */
    public static KernelWeights of(Network network, String convolution, int filter) {
        LayerInfo layer = network.layer(convolution);
        boolean first = layer.inputs().stream().anyMatch(input -> network.layer(input).kind() == LayerKind.INPUT);
        float[] weights = network.weights(convolution)[filter];
        return new KernelWeights(weights.length / (layer.kernel() * layer.kernel()), layer.kernel(), weights, first);
    }

    /** The largest absolute weight; 0 where all are. */
    public float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The weight at a place. */
    public float at(int channel, int row, int column) {
        return values[(channel * side + row) * side + column];
    }

    /** The channels by the size of their weights, the largest sum of squares first, then again in their own order. */
    public int[] strongestChannels(int most) {
        return IntStream.range(0, channels).boxed().sorted((a, b) -> Double.compare(energy(b), energy(a))).limit(most)
                .sorted().mapToInt(Integer::intValue).toArray();
    }

    private double energy(int channel) {
        double sum = 0;
        for (int i = 0; i < side * side; i++) {
            sum += values[channel * side * side + i] * (double) values[channel * side * side + i];
        }
        return sum;
    }
}
