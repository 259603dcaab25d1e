package espalier.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The maximum or the difference of two values, or the mean of several, element by element; all of one shape. */
final class ElementWiseStep extends Step {

    private final ElementWiseVertex.Op op;
    private final Operations operations;

    private ElementWiseStep(ElementWiseVertex.Op op, String name, List<String> inputs, Operations operations) {
        super(name, inputs);
        this.op = op;
        this.operations = operations;
    }

    /** Whether there is such a step. */
    static boolean takes(ElementWiseVertex.Op op, int inputs) {
        return switch (op) {
            case Max, Subtract -> inputs == 2;
            case Average -> inputs > 1;
            default -> false;
        };
    }

    /** A step, where {@link #takes} says that there is one. */
    static ElementWiseStep of(ElementWiseVertex.Op op, String name, List<String> inputs, Operations operations) {
        return new ElementWiseStep(op, name, inputs, operations);
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Runnable forward = switch (op) {
            case Max -> Nd4jOps.maximum(inputs[0], inputs[1], output);
            case Subtract -> Nd4jOps.subtract(inputs[0], inputs[1], output);
            default -> mean(inputs, output);
        };
        return new Operation() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                if (op == ElementWiseVertex.Op.Max) {
                    return maximumGradient(inputs, gradient, inputGradients, scratch);
                }
                Runnable[] parts = IntStream.range(0, inputs.length).filter(i -> inputGradients[i] != null)
                        .mapToObj(i -> Nd4jOps.scale(gradient, weight(i), inputGradients[i])).toArray(Runnable[]::new);
                return () -> run(parts);
            }
        };
    }

    /** What an input counts for in a difference or a mean. */
    private double weight(int input) {
        return op == ElementWiseVertex.Op.Subtract ? input == 0 ? 1 : -1 : 1. / inputs.size();
    }

    private Runnable mean(INDArray[] values, INDArray mean) {
        Runnable[] parts = new Runnable[values.length];
        for (int i = 1; i < values.length; i++) {
            parts[i - 1] = operations.add(i == 1 ? values[0] : mean, values[i], mean);
        }
        parts[values.length - 1] = Nd4jOps.scale(mean, 1. / values.length, mean);
        return () -> run(parts);
    }

    /** It goes to the larger of the two; where both are the same, to both. */
    private static Runnable maximumGradient(INDArray[] values, INDArray gradient, INDArray[] byValues,
            Buffers scratch) {
        INDArray[] targets = new INDArray[2];
        Arrays.setAll(targets, i -> byValues[i] == null ? scratch.like(gradient) : byValues[i]);
        Runnable both = Nd4jOps.maximumGradient(values[0], values[1], gradient, targets[0], targets[1]);
        for (int i = 0; i < 2; i++) {
            if (byValues[i] == null) {
                scratch.give(targets[i]);
            }
        }
        return both;
    }

    private static void run(Runnable[] parts) {
        for (Runnable part : parts) {
            part.run();
        }
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return op == ElementWiseVertex.Op.Max;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }
}
