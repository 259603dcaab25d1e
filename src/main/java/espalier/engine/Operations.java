package espalier.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that nearly all of a network's time goes to, tied to their arrays; {@link Backend} chooses whose. All
 * arrays are contiguous {@code [batch, height, width, channels]}.
 */
interface Operations {

    /**
     * A convolution, or a dense layer, which is one over a map of one pixel; perhaps with the activation after it.
     *
     * @param activation one that {@link Activation#joins} the convolution
     */
    record Convolution(Kernel kernel, ConvolutionGeometry geometry, Optional<Activation> activation) {}

    /**
     * A max or average pool.
     *
     * @param countPadding whether an average counts pixels outside the picture
     */
    record Pool(boolean max, ConvolutionGeometry geometry, boolean countPadding) {}

    /** An activation function, tied to no arrays yet. */
    interface Activation {

        /** Whether its gradient reads the output instead of the input, so that it may work in place. */
        boolean readsOutput();

        /** Whether it takes bfloat16, and is fast in it. */
        boolean takesBfloat16();

        /** Whether the convolution before it can do it in its own pass. */
        boolean joins(Mode mode);

        /** Ties it to arrays, which may be one where the gradient reads the output. */
        Operation bind(INDArray x, INDArray output);
    }

    /**
     * Whether convolutions may be dilated or of groups of channels, padding of uneven sides, and rectifiers' slopes
     * trained. What is missing DL4J's own layers do.
     */
    boolean isComplete();

    /** A convolution and, where it says so, the activation after it. */
    Operation convolution(Convolution convolution, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** A batch norm and, where {@code relu}, the ReLU after it. */
    Operation batchNorm(BatchNorm norm, boolean relu, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** A max or average pool. */
    Operation pool(Pool pool, INDArray x, INDArray output, Mode mode, Buffers buffers);

    /** Whether batch norms, pools, sums, products and copies take bfloat16, and are fast in it. */
    boolean takesBfloat16();

    /**
     * Whether a convolution of pictures {@code [batch, height, width, channels]} takes bfloat16, and is fast in it.
     */
    boolean takesBfloat16(Convolution convolution, long[] pictures, Mode mode);

    /** Copies values, perhaps to another kind of numbers. */
    Runnable copy(INDArray from, INDArray to);

    /** {@code a + b}, of one shape or with b as {@code [batch, 1, 1, channels]}; may work in place. */
    Runnable add(INDArray a, INDArray b, INDArray sum);

    /** {@code a · b}, of one shape or with b as {@code [batch, 1, 1, channels]}; may work in place. */
    Runnable multiply(INDArray a, INDArray b, INDArray product);

    /** The sum of each map: {@code [batch, 1, 1, channels]}. */
    Runnable mapSum(INDArray maps, INDArray sums, Buffers buffers);

    /** An activation function of each element by itself. */
    Activation activation(IActivation function);

    /**
     * A rectifier that multiplies what is below 0 by a number for each channel (He et al. 2015, Delving Deep into
     * Rectifiers); only where {@link #isComplete}.
     *
     * @param slopes {@code [channels]}
     */
    Operation parametricRelu(INDArray slopes, Supplier<INDArray> slopeGradient, INDArray x, INDArray output, Mode mode);
}
