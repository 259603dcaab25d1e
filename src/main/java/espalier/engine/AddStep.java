package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sum of several values of one shape: a residual connection. */
final class AddStep extends Step {

    AddStep(String name, List<String> inputs) {
        super(name, inputs);
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Runnable[] sums = new Runnable[inputs.length - 1];
        for (int i = 1; i < inputs.length; i++) {
            sums[i - 1] = Ops.add(i == 1 ? inputs[0] : output, inputs[i], output);
        }
        return new Binding() {
            @Override
            public void forward() {
                for (Runnable sum : sums) {
                    sum.run();
                }
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return () -> {
                    for (INDArray byInput : inputGradients) {
                        if (byInput != null) {
                            byInput.assign(gradient);
                        }
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
