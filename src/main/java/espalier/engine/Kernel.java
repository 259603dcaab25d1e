package espalier.engine;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution's weights {@code [out, in / groups, kernelHeight, kernelWidth]} and bias {@code [out]}. What is derived
 * from them compares {@link #version}.
 */
class Kernel {

    final INDArray weights;
    /** Null where there is none. */
    final INDArray bias;
    /** Parts of the channels that are convolved apart; as many as input channels where it is depthwise. */
    final int groups;
    /** Where to write the gradients; null where the weights are not trained, giving null where there is no bias. */
    final Supplier<INDArray> weightGradient;
    final Supplier<INDArray> biasGradient;
    private long version;

    /** A kernel that is not trained. */
    Kernel(INDArray weights, INDArray bias, int groups) {
        this(weights, bias, groups, null, null);
    }

    Kernel(INDArray weights, INDArray bias, int groups, Supplier<INDArray> weightGradient,
            Supplier<INDArray> biasGradient) {
        this.weights = weights;
        this.bias = bias;
        this.groups = groups;
        this.weightGradient = weightGradient;
        this.biasGradient = biasGradient;
    }

    /**
     * DL4J's {@code [height, width, in, multiplier]} as {@code [in · multiplier, 1, height, width]}, without a copy.
     */
    static INDArray ofDepthwise(INDArray weights) {
        long[] strides = {weights.stride(3), 1, weights.stride(0), weights.stride(1)};
        return Nd4j.create(weights.data(),
                new long[] {weights.size(2) * weights.size(3), 1, weights.size(0), weights.size(1)}, strides,
                weights.offset(), 'c');
    }

    /**
     * DL4J keeps dense weights as {@code [in, out]} in Fortran order: the same memory is {@code [out, in, 1, 1]} in C
     * order.
     */
    static INDArray ofDense(INDArray weights) {
        return weights.transpose().reshape(weights.size(1), weights.size(0), 1, 1);
    }

    boolean isTrained() {
        return weightGradient != null;
    }

    /** Says that the parameters have changed. */
    void parametersChanged() {
        version++;
    }

    /** Grows with every change. */
    long version() {
        return version;
    }

    /** Brings weights and bias up to date. */
    void refresh() {
        // They are DL4J's own.
    }

    /** A kernel with the batch norm that follows it folded in: the same output for less work, in evaluation mode. */
    static final class Folded extends Kernel {

        private final Kernel kernel;
        private final BatchNorm norm;
        private long filled = -1;

        Folded(Kernel kernel, BatchNorm norm) {
            super(Nd4j.create(kernel.weights.shape()), Nd4j.create(kernel.weights.size(0)), kernel.groups);
            this.kernel = kernel;
            this.norm = norm;
        }

        @Override
        long version() {
            return kernel.version();
        }

        @Override
        void refresh() {
            if (filled != version()) {
                filled = version();
                fill();
            }
        }

        private void fill() {
            float[] factors = norm.evaluationScale();
            weights.assign(kernel.weights);
            FloatBuffer values = Values.floats(weights);
            FloatBuffer biases = Values.floats(bias);
            FloatBuffer means = Values.floats(norm.mean());
            FloatBuffer shifts = Values.floats(norm.shift());
            int perFilter = (int) (weights.length() / factors.length);
            for (int k = 0; k < factors.length; k++) {
                for (int i = k * perFilter; i < (k + 1) * perFilter; i++) {
                    values.put(i, values.get(i) * factors[k]);
                }
                float own = kernel.bias == null ? 0 : kernel.bias.getFloat(k);
                biases.put(k, (own - means.get(k)) * factors[k] + shifts.get(k));
            }
        }
    }
}
