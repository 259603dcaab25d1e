package espalier.network.imports;

import espalier.network.imports.Draft.Value;
import espalier.network.imports.onnx.OnnxNode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The window of a convolution or pool of ONNX.
 *
 * @param pads      top, bottom, left, right, as the node has them
 * @param roundedUp whether a window that begins on the map and ends beyond it counts
 * @param groups    of a convolution
 */
record Window(int[] kernel, int[] stride, int[] dilation, int[] pads, boolean roundedUp, int groups) {

    /** Reads every pixel by itself. */
    static Window pixel(int groups) {
        return new Window(new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 1}, new int[4], false, groups);
    }

    /**
     * The window of a node.
     *
     * @param kernel height and width
     * @param size   of the map
     */
    static Window of(OnnxNode node, int[] kernel, int[] size) {
        int[] stride = node.integers("strides", 1, 1);
        int[] dilation = node.integers("dilations", 1, 1);
        if (kernel.length != 2 || stride.length != 2 || dilation.length != 2) {
            throw node.refused("works on " + kernel.length
                    + " dimensions, not on the two of a picture. Make a network without it.");
        }
        int[] given = node.integers("pads", 0, 0, 0, 0);
        int[] pads = {given[0], given[2], given[1], given[3]};
        String automatic = node.word("auto_pad", "NOTSET");
        if (automatic.startsWith("SAME")) {
            for (int d = 0; d < 2; d++) {
                int output = (size[d] + stride[d] - 1) / stride[d];
                int missing = Math.max(0, (output - 1) * stride[d] + (kernel[d] - 1) * dilation[d] + 1 - size[d]);
                int less = missing / 2;
                boolean upper = automatic.equals("SAME_UPPER");
                pads[2 * d] = upper ? less : missing - less;
                pads[2 * d + 1] = upper ? missing - less : less;
            }
        } else if (automatic.equals("VALID")) {
            pads = new int[4];
        }
        if (Arrays.stream(pads).anyMatch(pad -> pad < 0)) {
            throw node.refused("has negative pads, which Espalier cannot take over. Make a network without them.");
        }
        return new Window(kernel, stride, dilation, pads, node.integer("ceil_mode", 0) == 1, node.integer("group", 1));
    }

    /** How many windows lie in one dimension of a map. */
    int output(int size, int d) {
        int room = size + pads[2 * d] + pads[2 * d + 1] - reach(d);
        int windows = room / stride[d] + 1;
        if (!roundedUp || room % stride[d] == 0) {
            return windows;
        }
        // A window that would begin beyond the map does not count, as in PyTorch and ONNX Runtime.
        return windows * stride[d] >= size + pads[2 * d] ? windows : windows + 1;
    }

    /** The size of what it gives: channels, height, width. */
    int[] output(int channels, int[] size) {
        return new int[] {channels, output(size[0], 0), output(size[1], 1)};
    }

    /** Whether it reads every pixel by itself. */
    boolean isPixel() {
        return kernel[0] == 1 && kernel[1] == 1 && Arrays.stream(pads).allMatch(pad -> pad == 0);
    }

    /**
     * Whether the windows lie as with the pads before the map on both sides.
     *
     * @param exactly whether the pads are as many, too, as it matters where they are counted
     */
    boolean isSymmetric(int[] size, boolean exactly) {
        return IntStream.range(0, 2)
                .allMatch(d -> (size[d] + 2 * pads[2 * d] - reach(d)) / stride[d] + 1 == output(size[d], d)
                        && (!exactly || pads[2 * d] == pads[2 * d + 1]));
    }

    /** Whether the windows lie as DL4J's mode "same" puts them: half of what is missing before the map. */
    boolean isSame(int[] size) {
        return IntStream.range(0, 2).allMatch(d -> {
            int output = (size[d] + stride[d] - 1) / stride[d];
            int missing = Math.max(0, (output - 1) * stride[d] + reach(d) - size[d]);
            return output == output(size[d], d) && pads[2 * d] == missing / 2;
        });
    }

    private int reach(int d) {
        return (kernel[d] - 1) * dilation[d] + 1;
    }

    /** The value with this window's zeros around it, too. */
    Value padded(Value in) {
        if (Arrays.stream(pads).allMatch(pad -> pad == 0)) {
            return in;
        }
        int[] all = pads.clone();
        for (int i = 0; i < 4 && in.padding() != null; i++) {
            all[i] += in.padding()[i];
        }
        return in.padded(all);
    }
}
