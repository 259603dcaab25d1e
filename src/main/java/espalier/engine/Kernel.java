package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution's weights {@code [out, in, kernelHeight, kernelWidth]} and bias {@code [out]}, and what is derived from them. */
class Kernel {

    final INDArray weights;
    /** Null where there is none. */
    final INDArray bias;
    private INDArray flipped;

    Kernel(INDArray weights, INDArray bias) {
        this.weights = weights;
        this.bias = bias;
    }

    /** Marks what is derived as old. */
    void parametersChanged() {
        if (flipped != null) {
            fillFlipped();
        }
    }

    /** The kernel of the data gradient, {@code [in, out, kernelHeight, kernelWidth]}: transposed, both directions reversed. */
    INDArray flipped() {
        if (flipped == null) {
            flipped = Nd4j.create(weights.size(1), weights.size(0), weights.size(2), weights.size(3));
            fillFlipped();
        }
        return flipped;
    }

    private void fillFlipped() {
        int out = (int) weights.size(0);
        int in = (int) weights.size(1);
        int area = (int) (weights.size(2) * weights.size(3));
        float[] from = weights.dup('c').data().asFloat();
        float[] to = new float[from.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                int source = (o * in + i) * area;
                int target = (i * out + o) * area;
                for (int k = 0; k < area; k++) {
                    to[target + area - 1 - k] = from[source + k];
                }
            }
        }
        flipped.assign(Nd4j.createFromArray(to).reshape(flipped.shape()));
    }

    /** A kernel with the batch norm that follows it folded in: the same output for less work, in evaluation mode. */
    static final class Folded extends Kernel {

        private final Kernel kernel;
        private final BatchNormStep norm;

        Folded(Kernel kernel, BatchNormStep norm) {
            super(Nd4j.create(kernel.weights.shape()), Nd4j.create(kernel.weights.size(0)));
            this.kernel = kernel;
            this.norm = norm;
            fill();
        }

        @Override
        void parametersChanged() {
            fill();
            super.parametersChanged();
        }

        private void fill() {
            INDArray scale = norm.evaluationScale();
            long filters = scale.length();
            kernel.weights.reshape(filters, -1).mul(scale.reshape(filters, 1), weights.reshape(filters, -1));
            bias.assign(norm.runningMean().neg());
            if (kernel.bias != null) {
                bias.addi(kernel.bias);
            }
            bias.muli(scale).addi(norm.shift());
        }
    }
}
