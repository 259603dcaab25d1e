package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A map as a vector: {@code [batch, height, width, channels]} to {@code [batch, 1, 1, height · width · channels]}. */
final class FlattenStep extends Step {

    FlattenStep(String name, List<String> inputs) {
        super(name, inputs);
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        long[] in = inputShapes[0];
        return new long[] {in[0], 1, 1, in[1] * in[2] * in[3]};
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return new Binding() {
            @Override
            public void forward() {
                // The output is the input's memory.
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return Ops.copy(gradient.reshape(inputGradients[0].shape()), inputGradients[0]);
            }
        };
    }

    @Override
    boolean isReshape() {
        return true;
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return false;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }
}
