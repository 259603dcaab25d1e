package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that nearly all of a network's time goes to, tied to their arrays; {@link Backend} chooses whose. All
 * arrays are contiguous {@code [batch, height, width, channels]}.
 */
interface Operations {

    /** A convolution, or a dense layer, which is one over a map of one pixel; perhaps with the ReLU after it. */
    record Convolution(Kernel kernel, ConvolutionGeometry geometry, boolean relu) {}

    /**
     * A max or average pool.
     *
     * @param countPadding whether an average counts pixels outside the picture
     */
    record Pool(boolean max, ConvolutionGeometry geometry, boolean countPadding) {}

    /** Whether convolutions may be of groups of channels, as depthwise ones are. */
    boolean convolvesGroups();

    /** A convolution and, where it says so, the ReLU after it. */
    Operation convolution(Convolution convolution, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** A batch norm and, where {@code relu}, the ReLU after it. */
    Operation batchNorm(BatchNorm norm, boolean relu, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** A max or average pool. */
    Operation pool(Pool pool, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** Whether batch norms, pools, ReLUs, sums and copies take bfloat16, and are fast in it. */
    boolean takesBfloat16();

    /**
     * Whether a convolution of pictures {@code [batch, height, width, channels]} takes bfloat16, and is fast in it.
     */
    boolean takesBfloat16(Convolution convolution, long[] pictures, Mode mode);

    /** Copies values, perhaps to another kind of numbers. */
    Runnable copy(INDArray from, INDArray to);

    /** {@code a + b}; may work in place. */
    Runnable add(INDArray a, INDArray b, INDArray sum);

    /** {@code max(x, 0)}; may work in place. */
    Operation relu(INDArray x, INDArray output);
}
