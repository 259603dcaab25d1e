package espalier.engine;

import java.util.Optional;

/**
 * The geometry of a convolution or a pool.
 *
 * @param padTop pixels added above, as {@code padLeft}, {@code padBottom} and {@code padRight} beside and below
 * @param same   whether the picture is padded instead so that the output has {@code ⌈size / stride⌉} pixels, one more
 *                   at the end where the padding is odd
 */
record ConvolutionGeometry(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int padTop,
        int padLeft, int padBottom, int padRight, int dilationHeight, int dilationWidth, boolean same) {

    static ConvolutionGeometry whole(long height, long width) {
        return padded((int) height, (int) width, 0, 0);
    }

    /** A kernel of odd height and width whose output has the input's size. */
    static ConvolutionGeometry centred(int height, int width) {
        return padded(height, width, height / 2, width / 2);
    }

    private static ConvolutionGeometry padded(int height, int width, int down, int across) {
        return new ConvolutionGeometry(height, width, 1, 1, down, across, down, across, 1, 1, false);
    }

    static ConvolutionGeometry of(int[] kernel, int[] stride, int[] padding, int[] dilation, boolean same) {
        int[] pad = same ? new int[2] : padding;
        return new ConvolutionGeometry(kernel[0], kernel[1], stride[0], stride[1], pad[0], pad[1], pad[0], pad[1],
                dilation[0], dilation[1], same);
    }

    /** The same over a picture to which pixels were added above, left, below and right. */
    ConvolutionGeometry around(int top, int left, int bottom, int right) {
        return new ConvolutionGeometry(kernelHeight, kernelWidth, strideHeight, strideWidth, padTop + top,
                padLeft + left, padBottom + bottom, padRight + right, dilationHeight, dilationWidth, same);
    }

    /** Whether all that is padded is padded alike before and after; a "same" one as far as it can. */
    boolean isEven() {
        return padTop == padBottom && padLeft == padRight;
    }

    /** Whether only the pixel itself is read: on a map of one pixel this is a dense layer. */
    boolean isPixel() {
        return kernelHeight == 1 && kernelWidth == 1 && strideHeight == 1 && strideWidth == 1 && isEven() && padTop == 0
                && padLeft == 0;
    }

    boolean isDilated() {
        return dilationHeight != 1 || dilationWidth != 1;
    }

    long[] output(long[] input, long channels) {
        return new long[] {input[0], length(input[1], kernelHeight, strideHeight, padTop + padBottom, dilationHeight),
                length(input[2], kernelWidth, strideWidth, padLeft + padRight, dilationWidth), channels};
    }

    private long length(long size, int kernel, int stride, int pad, int dilation) {
        return same ? (size + stride - 1) / stride : (size + pad - dilation * (kernel - 1L) - 1) / stride + 1;
    }

    /** Pixels added above and left of a picture {@code [batch, height, width, channels]}. */
    long[] padBefore(long[] input) {
        return same ? new long[] {padding(input[1], kernelHeight, strideHeight, dilationHeight) / 2,
                padding(input[2], kernelWidth, strideWidth, dilationWidth) / 2} : new long[] {padTop, padLeft};
    }

    /** Pixels added below and right of a picture. */
    long[] padAfter(long[] input) {
        return same
                ? new long[] {(padding(input[1], kernelHeight, strideHeight, dilationHeight) + 1) / 2,
                        (padding(input[2], kernelWidth, strideWidth, dilationWidth) + 1) / 2}
                : new long[] {padBottom, padRight};
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
        return Optional.of(same ? this
                : new ConvolutionGeometry(kernelHeight, kernelWidth, 1, 1, kernelHeight - 1 - padTop,
                        kernelWidth - 1 - padLeft, kernelHeight - 1 - padBottom, kernelWidth - 1 - padRight, 1, 1,
                        false));
    }
}
