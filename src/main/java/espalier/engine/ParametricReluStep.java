package espalier.engine;

import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A rectifier with a trained slope for each channel. Its slopes are of single precision, and so is the library's
 * primitive.
 */
final class ParametricReluStep extends Step {

    private final Operations operations;
    private final INDArray slopes;
    private final Supplier<INDArray> gradient;

    /** @param slopes {@code [channels]}, shared with DL4J */
    ParametricReluStep(String name, List<String> inputs, Operations operations, INDArray slopes,
            Supplier<INDArray> gradient) {
        super(name, inputs);
        this.operations = operations;
        this.slopes = slopes;
        this.gradient = gradient;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.parametricRelu(slopes, gradient, inputs[0], output, mode);
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }

    @Override
    boolean hasParameters() {
        return true;
    }
}
