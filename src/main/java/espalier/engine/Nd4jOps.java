package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J ops that run at the machine's limit, built once for their arrays and run many times. All arrays are NHWC and
 * contiguous. What is avoided, because it is 2 to 10 times slower in this release: {@code relu_bp},
 * {@code batchnorm_bp}, {@code conv2d_bp} with a bias, reductions over several dimensions, broadcasts by row vectors.
 */
final class Nd4jOps {

    private static final int NHWC = 1;

    private Nd4jOps() {}

    private static Runnable op(String name, INDArray[] inputs, INDArray[] outputs, double[] reals, int... integers) {
        DynamicCustomOp op = DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(outputs)
                .addIntegerArguments(integers).addFloatingPointArguments(box(reals)).build();
        return () -> Nd4j.exec(op);
    }

    private static Double[] box(double[] values) {
        Double[] boxed = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    private static INDArray[] arrays(INDArray... arrays) {
        return arrays;
    }

    private static final double[] NO_REALS = {};

    /** {@code x * w + b}; w is {@code [out, in, kernelHeight, kernelWidth]}; b may be null. */
    static Runnable convolution(INDArray x, INDArray w, INDArray b, INDArray out, ConvolutionGeometry geometry) {
        return op("conv2d", b == null ? arrays(x, w) : arrays(x, w, b), arrays(out), NO_REALS, convolution(geometry));
    }

    /**
     * The gradients of {@link #convolution} by x and w. The bias's is a channel sum: with it the op takes twice as
     * long.
     */
    static Runnable convolutionGradient(INDArray x, INDArray w, INDArray gradient, INDArray byX, INDArray byW,
            ConvolutionGeometry geometry) {
        return op("conv2d_bp", arrays(x, w, gradient), arrays(byX, byW), NO_REALS, convolution(geometry));
    }

    static Runnable maxPool(INDArray x, INDArray out, ConvolutionGeometry geometry) {
        return op("maxpool2d", arrays(x), arrays(out), NO_REALS, pooling(geometry, 0));
    }

    static Runnable maxPoolGradient(INDArray x, INDArray gradient, INDArray byX, ConvolutionGeometry geometry) {
        return op("maxpool2d_bp", arrays(x, gradient), arrays(byX), NO_REALS, pooling(geometry, 0));
    }

    /** @param countPadding 1 to divide by the window's size everywhere, 0 to divide by the pixels inside the picture */
    static Runnable averagePool(INDArray x, INDArray out, ConvolutionGeometry geometry, int countPadding) {
        return op("avgpool2d", arrays(x), arrays(out), NO_REALS, pooling(geometry, countPadding));
    }

    static Runnable averagePoolGradient(INDArray x, INDArray gradient, INDArray byX, ConvolutionGeometry geometry,
            int countPadding) {
        return op("avgpool2d_bp", arrays(x, gradient), arrays(byX), NO_REALS, pooling(geometry, countPadding));
    }

    /** Every pixel {@code down · across} times. */
    static Runnable enlarge(INDArray x, INDArray out, int down, int across) {
        return op("upsampling2d", arrays(x), arrays(out), NO_REALS, down, across, 0);
    }

    /** The sum over all copies of a pixel: their mean, by a pool, times their number. */
    static Runnable enlargeGradient(INDArray gradient, INDArray byX, int down, int across) {
        int[] window = {down, across};
        Runnable mean = averagePool(gradient, byX,
                ConvolutionGeometry.of(window, window, new int[2], new int[] {1, 1}, false), 0);
        return () -> {
            mean.run();
            byX.muli(down * across);
        };
    }

    /**
     * The mean of every channel over batch, height and width: two average pools, the first over a whole map, the second
     * over the batch seen as height. Ten times faster than the reduction.
     *
     * @param x    {@code [batch, height, width, channels]}
     * @param mean {@code [channels]}
     */
    static Runnable channelMean(INDArray x, INDArray mean, Buffers scratch) {
        long batch = x.size(0);
        long channels = x.size(3);
        INDArray perPicture = scratch.take(batch, 1, 1, channels);
        Runnable overMaps = averagePool(x, perPicture, ConvolutionGeometry.whole(x.size(1), x.size(2)), 0);
        Runnable overBatch = averagePool(perPicture.reshape(1, batch, 1, channels), mean.reshape(1, 1, 1, channels),
                ConvolutionGeometry.whole(batch, 1), 0);
        scratch.give(perPicture);
        return () -> {
            overMaps.run();
            overBatch.run();
        };
    }

    /** {@code (x − mean) / √(variance + epsilon) · scale + shift} per channel; may work in place. */
    static Runnable normalise(INDArray x, INDArray mean, INDArray variance, INDArray scale, INDArray shift,
            double epsilon, INDArray out) {
        return op("batchnorm", arrays(x, mean, variance, scale, shift), arrays(out), new double[] {epsilon}, 1, 1,
                x.rank() - 1);
    }

    /** {@code x · scale + shift} per channel; may work in place. */
    static Runnable affine(INDArray x, INDArray scale, INDArray shift, INDArray out) {
        INDArray zeros = Nd4j.zeros(scale.shape());
        INDArray ones = Nd4j.ones(scale.shape());
        return normalise(x, zeros, ones, scale, shift, 0, out);
    }

    static Runnable relu(INDArray x, INDArray out) {
        return op("relu", arrays(x), arrays(out), new double[] {0});
    }

    /** {@code gradient} where the ReLU's output is positive, else 0. */
    static Runnable reluGradient(INDArray output, INDArray gradient, INDArray byX) {
        Sign sign = new Sign(output, byX);
        Runnable product = multiply(byX, gradient, byX);
        return () -> {
            Nd4j.exec(sign);
            product.run();
        };
    }

    /** Zeros around maps. */
    static Runnable pad(INDArray x, INDArray out, int top, int left) {
        INDArray sides = Nd4j.createFromArray(new int[][] {{0, 0}, {top, (int) (out.size(1) - x.size(1)) - top},
                {left, (int) (out.size(2) - x.size(2)) - left}, {0, 0}});
        return op("pad", arrays(x, sides), arrays(out), new double[] {0}, 0);
    }

    /** The part of maps that begins at a pixel and is as large as {@code out}. */
    static Runnable crop(INDArray x, INDArray out, int top, int left) {
        int[] beginAndSize = {0, top, left, 0, (int) out.size(0), (int) out.size(1), (int) out.size(2),
                (int) out.size(3)};
        return op("slice", arrays(x), arrays(out), NO_REALS, beginAndSize);
    }

    static Runnable multiply(INDArray a, INDArray b, INDArray out) {
        return op("multiply", arrays(a, b), arrays(out), NO_REALS);
    }

    static Runnable add(INDArray a, INDArray b, INDArray out) {
        return op("add", arrays(a, b), arrays(out), NO_REALS);
    }

    static Runnable subtract(INDArray a, INDArray b, INDArray out) {
        return op("subtract", arrays(a, b), arrays(out), NO_REALS);
    }

    static Runnable maximum(INDArray a, INDArray b, INDArray out) {
        return op("maximum", arrays(a, b), arrays(out), NO_REALS);
    }

    /** The gradients of {@link #maximum}. */
    static Runnable maximumGradient(INDArray a, INDArray b, INDArray gradient, INDArray byA, INDArray byB) {
        return op("maximum_bp", arrays(a, b, gradient), arrays(byA, byB), NO_REALS);
    }

    /** {@code x · factor}; may work in place. */
    static Runnable scale(INDArray x, double factor, INDArray out) {
        ScalarMultiplication op = new ScalarMultiplication(x, null, out, factor);
        return () -> Nd4j.exec(op);
    }

    static Runnable copy(INDArray from, INDArray to) {
        return () -> to.assign(from);
    }

    /** Along the last dimension. */
    static Runnable concatenate(INDArray[] parts, INDArray out) {
        return op("concat", parts, arrays(out), NO_REALS, out.rank() - 1);
    }

    /** The values {@code from} on along the last dimension, as many as {@code out} has there. */
    static Runnable slice(INDArray x, int from, INDArray out) {
        int rank = x.rank();
        int[] beginAndSize = new int[2 * rank];
        beginAndSize[rank - 1] = from;
        for (int i = 0; i < rank; i++) {
            beginAndSize[rank + i] = (int) out.size(i);
        }
        return op("slice", arrays(x), arrays(out), NO_REALS, beginAndSize);
    }

    /** ND4J's ops pad alike before and after: whoever compiles takes others elsewhere. */
    private static int[] convolution(ConvolutionGeometry w) {
        return new int[] {w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), w.padTop(), w.padLeft(),
                w.dilationHeight(), w.dilationWidth(), w.same() ? 1 : 0, NHWC, 1};
    }

    private static int[] pooling(ConvolutionGeometry w, int extra) {
        return new int[] {w.kernelHeight(), w.kernelWidth(), w.strideHeight(), w.strideWidth(), w.padTop(), w.padLeft(),
                w.dilationHeight(), w.dilationWidth(), w.same() ? 1 : 0, extra, NHWC};
    }
}
