package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The product of several values of one shape, element by element: a gate, such as that of squeeze-and-excitation (Hu et
 * al. 2018) or of a gated linear unit (Dauphin et al. 2017).
 */
final class ProductStep extends Step {

    ProductStep(String name, List<String> inputs) {
        super(name, inputs);
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Runnable[] products = new Runnable[inputs.length - 1];
        for (int i = 1; i < inputs.length; i++) {
            products[i - 1] = Nd4jOps.multiply(i == 1 ? inputs[0] : output, inputs[i], output);
        }
        return new Operation() {
            @Override
            public void forward() {
                run(products);
            }

            /** By each input: the gradient times all others. */
            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                Runnable[] byInputs = new Runnable[inputs.length];
                for (int i = 0; i < inputs.length; i++) {
                    byInputs[i] = inputGradients[i] == null ? () -> {} : byInput(i, gradient, inputGradients[i]);
                }
                return () -> run(byInputs);
            }

            private Runnable byInput(int input, INDArray gradient, INDArray byInput) {
                Runnable[] factors = new Runnable[inputs.length - 1];
                int count = 0;
                for (int other = 0; other < inputs.length; other++) {
                    if (other != input) {
                        factors[count] = Nd4jOps.multiply(count == 0 ? gradient : byInput, inputs[other], byInput);
                        count++;
                    }
                }
                return () -> run(factors);
            }
        };
    }

    private static void run(Runnable[] parts) {
        for (Runnable part : parts) {
            part.run();
        }
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }
}
