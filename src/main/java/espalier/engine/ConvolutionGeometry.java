package espalier.engine;

import java.util.Optional;

/**
 * The geometry of a convolution or a pool.
 *
 * @param same whether the picture is padded so that the output has {@code ⌈size / stride⌉} pixels, one more at the end
 *                 where the padding is odd
 */
record ConvolutionGeometry(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padHeight,
        int padWidth, int dilationHeight, int dilationWidth, boolean same) {

    static ConvolutionGeometry whole(long height, long width) {
        return new ConvolutionGeometry((int) height, (int) width, 1, 1, 0, 0, 1, 1, false);
    }

    /** A kernel of odd height and width whose output has the input's size. */
    static ConvolutionGeometry centred(int height, int width) {
        return new ConvolutionGeometry(height, width, 1, 1, height / 2, width / 2, 1, 1, false);
    }

    static ConvolutionGeometry of(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same) {
        return new ConvolutionGeometry(kernel[0], kernel[1], stride[0], stride[1], same ? 0 : padding[0],
                same ? 0 : padding[1], dilation[0], dilation[1], same);
    }

    /** Whether only the pixel itself is read: on a map of one pixel this is a dense layer. */
    boolean isPixel() {
        return kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1 && padHeight == 0
                && padWidth == 0;
    }

    boolean isDilated() {
        return dilationHeight != 1 || dilationWidth != 1;
    }

    long[] output(long[] input, long channels) {
        return new long[] {input[0], length(input[1], kernelHeight, strideHeight, padHeight, dilationHeight),
                length(input[2], kernelWidth, strideWidth, padWidth, dilationWidth), channels};
    }

    private long length(long size, int kernel, int stride, int pad, int dilation) {
        return same ? (size + stride - 1) / stride : (size + 2L * pad - dilation * (kernel - 1L) - 1) / stride + 1;
    }

    /** Pixels added above and left of a picture {@code [batch, height, width, channels]}. */
    long[] padBefore(long[] input) {
        return same
                ? new long[] {padding(input[1], kernelHeight, strideHeight, dilationHeight) / 2,
                        padding(input[2], kernelWidth, strideWidth, dilationWidth) / 2}
                : new long[] {padHeight, padWidth};
    }

    /** Pixels added below and right of a picture. */
    long[] padAfter(long[] input) {
        return same
                ? new long[] {(padding(input[1], kernelHeight, strideHeight, dilationHeight) + 1) / 2,
                        (padding(input[2], kernelWidth, strideWidth, dilationWidth) + 1) / 2}
                : new long[] {padHeight, padWidth};
    }

    private static long padding(long size, int kernel, int stride, int dilation) {
        long output = (size + stride - 1) / stride;
        return Math.max(0, (output - 1) * stride + (kernel - 1L) * dilation + 1 - size);
    }

    /**
     * The geometry of the convolution that is this one's data gradient, with the kernel flipped and transposed; empty
     * where there is none (strides, even kernels padded "same").
     */
    Optional<ConvolutionGeometry> transposed() {
        boolean plain = strideHeight == 1 && strideWidth == 1 && !isDilated();
        if (!plain || same && (kernelHeight % 2 == 0 || kernelWidth % 2 == 0)) {
            return Optional.empty();
        }
        return Optional.of(same ? this : new ConvolutionGeometry(kernelHeight, kernelWidth, 1, 1,
                kernelHeight - 1 - padHeight, kernelWidth - 1 - padWidth, 1, 1, false));
    }
}
