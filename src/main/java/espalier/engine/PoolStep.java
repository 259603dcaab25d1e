package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A max or average pool, over windows or, where {@code window} is null, over the whole map. */
final class PoolStep extends Step {

    private final boolean max;
    private final Ops.Window window;
    private final int countPadding;

    PoolStep(String name, List<String> inputs, boolean max, Ops.Window window, boolean countPadding) {
        super(name, inputs);
        this.max = max;
        this.window = window;
        this.countPadding = countPadding ? 1 : 0;
    }

    private Ops.Window windowFor(long[] shape) {
        return window == null ? Ops.Window.whole(shape[1], shape[2]) : window;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return windowFor(inputShapes[0]).output(inputShapes[0], inputShapes[0][3]);
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        INDArray x = inputs[0];
        Ops.Window used = windowFor(x.shape());
        Runnable forward = max ? Ops.maxPool(x, output, used) : Ops.averagePool(x, output, used, countPadding);
        return new Binding() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return max ? Ops.maxPoolGradient(x, gradient, inputGradients[0], used)
                        : Ops.averagePoolGradient(x, gradient, inputGradients[0], used, countPadding);
            }
        };
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
