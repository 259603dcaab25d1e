package espalier.engine;

import espalier.engine.Operations.Convolution;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution or a dense layer, perhaps with the batch norm and the activation after it. */
final class ConvolutionStep extends Step {

    private final Convolution convolution;
    private final Operations operations;
    private Kernel.Folded folded;

    ConvolutionStep(String name, List<String> inputs, Operations operations, Convolution convolution) {
        super(name, inputs);
        this.operations = operations;
        this.convolution = convolution;
    }

    Kernel kernel() {
        return convolution.kernel();
    }

    ConvolutionGeometry geometry() {
        return convolution.geometry();
    }

    /** The same convolution, of another value and by another geometry. */
    ConvolutionStep over(List<String> read, ConvolutionGeometry geometry) {
        return new ConvolutionStep(name, read, operations,
                new Convolution(kernel(), geometry, convolution.activation()));
    }

    @Override
    Step joined(Step next, Mode mode) {
        if (convolution.activation().isPresent()) {
            return null;
        }
        if (next instanceof BatchNormStep batchNorm && mode != Mode.TRAINING && !(kernel() instanceof Kernel.Folded)) {
            if (folded == null) {
                folded = new Kernel.Folded(kernel(), batchNorm.norm());
            }
            return new ConvolutionStep(next.name, inputs, operations,
                    new Convolution(folded, convolution.geometry(), Optional.empty()));
        }
        return next instanceof ActivationStep step && step.activation().joins(mode) ? new ConvolutionStep(next.name,
                inputs, operations, new Convolution(kernel(), convolution.geometry(), Optional.of(step.activation())))
                : null;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return convolution.geometry().output(inputShapes[0], kernel().weights.size(0));
    }

    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        return operations.takesBfloat16(convolution, inputShapes[0], mode);
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.convolution(convolution, inputs[0], output, mode, scratch);
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return mode == Mode.TRAINING && hasParameters() || convolution.geometry().transposed().isEmpty();
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return convolution.activation().isPresent();
    }

    @Override
    boolean hasParameters() {
        return kernel().isTrained();
    }

    @Override
    void parametersChanged() {
        kernel().parametersChanged();
    }
}
