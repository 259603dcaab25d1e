package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Several values side by side in their channels. */
final class ConcatenateStep extends Step {

    ConcatenateStep(String name, List<String> inputs) {
        super(name, inputs);
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        long[] shape = inputShapes[0].clone();
        for (int i = 1; i < inputShapes.length; i++) {
            shape[3] += inputShapes[i][3];
        }
        return shape;
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Runnable forward = Ops.concatenate(inputs, output);
        return new Binding() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                Runnable[] slices = new Runnable[inputs.length];
                int from = 0;
                for (int i = 0; i < inputs.length; i++) {
                    slices[i] = inputGradients[i] == null ? () -> {} : Ops.slice(gradient, from, inputGradients[i]);
                    from += (int) inputs[i].size(3);
                }
                return () -> {
                    for (Runnable slice : slices) {
                        slice.run();
                    }
                };
            }
        };
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
