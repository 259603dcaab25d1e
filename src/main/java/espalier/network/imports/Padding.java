package espalier.network.imports;

import espalier.network.imports.Draft.Value;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;

/**
 * How a window of a convolution or a pool lies on the map, with zeros that a layer before it puts around the map drawn
 * into it where that gives the same: a layer less to run, and one whose channels are understood.
 *
 * @param before zeros at the top and at the left; 0 with {@link ConvolutionMode#Same}
 */
record Padding(ConvolutionMode mode, int[] before) {

    /**
     * The window over a padded map.
     *
     * @param zeros top, bottom, left, right; null for none
     * @param own   the window's own zeros at the top and at the left
     * @return empty where it cannot be said without the layer
     */
    static Optional<Padding> of(ConvolutionMode mode, int[] own, int[] zeros, int[] kernel, int[] stride,
            int[] dilation, int height, int width) {
        if (zeros == null) {
            return Optional.of(new Padding(mode, mode == ConvolutionMode.Same ? new int[2] : own));
        }
        if (mode == ConvolutionMode.Same) {
            return Optional.empty();
        }
        if (zeros[0] == zeros[1] && zeros[2] == zeros[3]) {
            return Optional.of(new Padding(mode, new int[] {own[0] + zeros[0], own[1] + zeros[2]}));
        }
        boolean same = own[0] == 0 && own[1] == 0
                && isSame(height, zeros[0], zeros[1], (kernel[0] - 1) * dilation[0] + 1, stride[0])
                && isSame(width, zeros[2], zeros[3], (kernel[1] - 1) * dilation[1] + 1, stride[1]);
        return same ? Optional.of(new Padding(ConvolutionMode.Same, new int[2])) : Optional.empty();
    }

    /**
     * Whether these zeros are those that {@link ConvolutionMode#Same} puts there: half of what is missing, the odd one
     * behind.
     */
    private static boolean isSame(int size, int before, int after, int kernel, int stride) {
        int output = (size + stride - 1) / stride;
        int missing = Math.max(0, (output - 1) * stride + kernel - size);
        return before == missing / 2 && (size + before + after - kernel) / stride + 1 == output;
    }

    /** What a layer with this window gives. */
    Value output(String vertex, Value in, int[] kernel, int[] stride, int[] dilation, int channels, int[] order) {
        return Value.map(vertex, size(in.height(), 0, kernel, stride, dilation),
                size(in.width(), 1, kernel, stride, dilation), channels, order);
    }

    private int size(int in, int dimension, int[] kernel, int[] stride, int[] dilation) {
        if (mode == ConvolutionMode.Same) {
            return (in + stride[dimension] - 1) / stride[dimension];
        }
        int window = (kernel[dimension] - 1) * dilation[dimension] + 1;
        return (in + 2 * before[dimension] - window) / stride[dimension] + 1;
    }
}
