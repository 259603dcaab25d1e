package espalier.engine;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution; a dense layer is one with a window of one pixel. */
final class ConvolutionStep extends Step {

    final Kernel kernel;
    private final Ops.Window window;
    private final INDArray weightGradient;
    private final INDArray biasGradient;

    /** @param weightGradient, biasGradient null where parameters are never trained through this step */
    ConvolutionStep(String name, List<String> inputs, Ops.Window window, Kernel kernel, INDArray weightGradient,
            INDArray biasGradient) {
        super(name, inputs);
        this.window = window;
        this.kernel = kernel;
        this.weightGradient = weightGradient;
        this.biasGradient = biasGradient;
    }

    /** The same convolution with the batch norm {@code norm}, which follows it, folded in; for evaluation alone. */
    ConvolutionStep folded(BatchNormStep norm) {
        return new ConvolutionStep(norm.name, inputs, window, new Kernel.Folded(kernel, norm), null, null);
    }

    INDArray weightGradient() {
        return weightGradient;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return window.output(inputShapes[0], kernel.weights.size(0));
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Runnable forward = Ops.convolution(inputs[0], kernel.weights, kernel.bias, output, window);
        return new Binding() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return mode == Mode.TRAINING && hasParameters()
                        ? trainingBackward(inputs[0], gradient, inputGradients[0], scratch)
                        : dataBackward(inputs[0], gradient, inputGradients[0], scratch);
            }
        };
    }

    private Runnable trainingBackward(INDArray x, INDArray gradient, INDArray byX, Buffers scratch) {
        INDArray data = byX == null ? scratch.take(x.shape()) : byX;
        Runnable both = Ops.convolutionGradient(x, kernel.weights, gradient, data, weightGradient, window);
        if (byX == null) {
            scratch.give(data);
        }
        if (biasGradient == null) {
            return both;
        }
        Runnable mean = Ops.channelMean(gradient, biasGradient, scratch);
        long count = gradient.length() / gradient.size(3);
        return () -> {
            both.run();
            mean.run();
            biasGradient.muli(count);
        };
    }

    private Runnable dataBackward(INDArray x, INDArray gradient, INDArray byX, Buffers scratch) {
        Optional<Ops.Window> transposed = window.transposed();
        if (transposed.isPresent()) {
            return Ops.convolution(gradient, kernel.flipped(), null, byX, transposed.get());
        }
        INDArray unused = scratch.take(kernel.weights.shape());
        Runnable both = Ops.convolutionGradient(x, kernel.weights, gradient, byX, unused, window);
        scratch.give(unused);
        return both;
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return mode == Mode.TRAINING && hasParameters() || window.transposed().isEmpty();
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }

    @Override
    boolean hasParameters() {
        return weightGradient != null;
    }

    @Override
    void parametersChanged() {
        kernel.parametersChanged();
    }
}
