package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A max or average pool, over windows or, where {@code window} is null, over the whole map. */
final class PoolStep extends Step {

    private final Operations operations;
    private final boolean max;
    private final Window window;
    private final boolean countPadding;

    PoolStep(String name, List<String> inputs, Operations operations, boolean max, Window window,
            boolean countPadding) {
        super(name, inputs);
        this.operations = operations;
        this.max = max;
        this.window = window;
        this.countPadding = countPadding;
    }

    private Window windowFor(long[] shape) {
        return window == null ? Window.whole(shape[1], shape[2]) : window;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return windowFor(inputShapes[0]).output(inputShapes[0], inputShapes[0][3]);
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.pool(max, windowFor(inputs[0].shape()), countPadding, inputs[0], output, mode, scratch);
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return max;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }
}
