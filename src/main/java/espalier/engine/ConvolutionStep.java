package espalier.engine;

import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution, or a dense layer, which is one with a window of one pixel; perhaps with the ReLU after it. */
final class ConvolutionStep extends Step {

    final Kernel kernel;
    final Window window;
    final boolean relu;
    /** Where to write the gradients; null where the layer is frozen, giving null where there is no bias. */
    final Supplier<INDArray> weightGradient;
    final Supplier<INDArray> biasGradient;
    private final Operations operations;
    private Kernel.Folded folded;

    ConvolutionStep(String name, List<String> inputs, Operations operations, Window window, Kernel kernel,
            Supplier<INDArray> weightGradient, Supplier<INDArray> biasGradient) {
        this(name, inputs, operations, window, kernel, weightGradient, biasGradient, false);
    }

    private ConvolutionStep(String name, List<String> inputs, Operations operations, Window window, Kernel kernel,
            Supplier<INDArray> weightGradient, Supplier<INDArray> biasGradient, boolean relu) {
        super(name, inputs);
        this.operations = operations;
        this.window = window;
        this.kernel = kernel;
        this.weightGradient = weightGradient;
        this.biasGradient = biasGradient;
        this.relu = relu;
    }

    @Override
    Step joined(Step next, Mode mode) {
        if (relu) {
            return null;
        }
        if (next instanceof BatchNormStep norm && mode != Mode.TRAINING && !(kernel instanceof Kernel.Folded)) {
            if (folded == null) {
                folded = new Kernel.Folded(kernel, norm);
            }
            return new ConvolutionStep(norm.name, inputs, operations, window, folded, weightGradient, biasGradient,
                    false);
        }
        return next instanceof ActivationStep activation && activation.isRelu()
                ? new ConvolutionStep(next.name, inputs, operations, window, kernel, weightGradient, biasGradient, true)
                : null;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return window.output(inputShapes[0], kernel.weights.size(0));
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.convolution(this, inputs[0], output, mode, scratch);
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return mode == Mode.TRAINING && hasParameters() || window.transposed().isEmpty();
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return relu;
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
