package espalier.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The product of several values, element by element; what is one number for each channel multiplies whole maps: the
 * gate of squeeze-and-excitation (Hu et al. 2018) or of a gated linear unit (Dauphin et al. 2017).
 */
final class ProductStep extends Step {

    private final Operations operations;

    ProductStep(String name, List<String> inputs, Operations operations) {
        super(name, inputs);
        this.operations = operations;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return largest(inputShapes);
    }

    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        long[] output = outputShape(inputShapes);
        return operations.takesBfloat16() && output[1] * output[2] > 1;
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        INDArray[] mapsFirst = Arrays.stream(inputs).sorted(Comparator.comparing((INDArray x) -> -x.length()))
                .toArray(INDArray[]::new);
        Runnable forward = product(mapsFirst[0], Arrays.stream(mapsFirst).skip(1).toArray(INDArray[]::new), output);
        return new Operation() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                Runnable[] byInputs = IntStream.range(0, inputs.length).filter(i -> inputGradients[i] != null)
                        .mapToObj(i -> byInput(i, gradient, inputGradients[i], scratch)).toArray(Runnable[]::new);
                return () -> run(byInputs);
            }

            /** The gradient times all others, summed over the map where the input is one number for it. */
            private Runnable byInput(int input, INDArray gradient, INDArray byInput, Buffers scratch) {
                INDArray[] others = IntStream.range(0, inputs.length).filter(other -> other != input)
                        .mapToObj(other -> inputs[other]).toArray(INDArray[]::new);
                if (byInput.length() == gradient.length()) {
                    return product(gradient, others, byInput);
                }
                INDArray whole = scratch.like(gradient);
                Runnable product = product(gradient, others, whole);
                Runnable sum = operations.mapSum(whole, byInput, scratch);
                scratch.give(whole);
                return () -> {
                    product.run();
                    sum.run();
                };
            }
        };
    }

    private Runnable product(INDArray maps, INDArray[] factors, INDArray product) {
        Runnable[] parts = new Runnable[factors.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = operations.multiply(i == 0 ? maps : product, factors[i], product);
        }
        return () -> run(parts);
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
