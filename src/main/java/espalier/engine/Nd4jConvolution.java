package espalier.engine;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution by ND4J's op. Its own gradient op always makes both gradients, so a probe takes the flipped kernel
 * instead.
 */
final class Nd4jConvolution implements Operation {

    private final Kernel kernel;
    private final ConvolutionGeometry geometry;
    private final INDArray x;
    private final Mode mode;
    private final Runnable forward;

    Nd4jConvolution(Operations.Convolution convolution, INDArray x, INDArray output, Mode mode) {
        kernel = convolution.kernel();
        geometry = convolution.geometry();
        this.x = x;
        this.mode = mode;
        forward = Nd4jOps.convolution(x, kernel.weights, kernel.bias, output, geometry);
    }

    @Override
    public void forward() {
        kernel.refresh();
        forward.run();
    }

    @Override
    public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        return mode == Mode.TRAINING && kernel.isTrained() ? trainingBackward(gradient, inputGradients[0], scratch)
                : dataBackward(gradient, inputGradients[0], scratch);
    }

    private Runnable trainingBackward(INDArray gradient, INDArray byX, Buffers scratch) {
        INDArray data = byX == null ? scratch.take(x.shape()) : byX;
        Runnable both = Nd4jOps.convolutionGradient(x, kernel.weights, gradient, data, kernel.weightGradient.get(),
                geometry);
        if (byX == null) {
            scratch.give(data);
        }
        INDArray byBias = kernel.biasGradient.get();
        if (byBias == null) {
            return both;
        }
        Runnable mean = Nd4jOps.channelMean(gradient, byBias, scratch);
        long count = gradient.length() / gradient.size(3);
        return () -> {
            both.run();
            mean.run();
            byBias.muli(count);
        };
    }

    private Runnable dataBackward(INDArray gradient, INDArray byX, Buffers scratch) {
        Optional<ConvolutionGeometry> transposed = geometry.transposed();
        if (transposed.isPresent()) {
            Flipped flipped = new Flipped(kernel);
            Runnable run = Nd4jOps.convolution(gradient, flipped.weights, null, byX, transposed.get());
            return () -> {
                flipped.refresh();
                run.run();
            };
        }
        INDArray unused = scratch.take(kernel.weights.shape());
        Runnable both = Nd4jOps.convolutionGradient(x, kernel.weights, gradient, byX, unused, geometry);
        scratch.give(unused);
        return both;
    }

    /**
     * The kernel of the data gradient, {@code [in, out, kernelHeight, kernelWidth]}: transposed, both directions
     * reversed.
     */
    private static final class Flipped {

        private final Kernel kernel;
        private final INDArray weights;
        private long version = -1;

        Flipped(Kernel kernel) {
            this.kernel = kernel;
            INDArray w = kernel.weights;
            weights = Nd4j.create(w.size(1), w.size(0), w.size(2), w.size(3));
        }

        void refresh() {
            if (version == kernel.version()) {
                return;
            }
            version = kernel.version();
            int out = (int) kernel.weights.size(0);
            int in = (int) kernel.weights.size(1);
            int area = (int) (kernel.weights.size(2) * kernel.weights.size(3));
            float[] from = Values.of(kernel.weights);
            FloatBuffer to = Values.floats(weights);
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    int source = (o * in + i) * area;
                    int target = (i * out + o) * area;
                    for (int k = 0; k < area; k++) {
                        to.put(target + area - 1 - k, from[source + k]);
                    }
                }
            }
        }
    }
}
