package espalier.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step whose inputs are of other numbers than those that it works in: it reads copies. */
final class CastOperation implements Operation {

    private final Operations operations;
    private final INDArray[] inputs;
    private final INDArray[] read;
    private final Runnable[] casts;
    private final Operation operation;

    private CastOperation(Operations operations, Step step, INDArray[] inputs, INDArray output, Mode mode,
            Buffers buffers) {
        this.operations = operations;
        this.inputs = inputs;
        read = Arrays.stream(inputs)
                .map(input -> isOf(input, output) ? input : buffers.take(output.dataType(), input.shape()))
                .toArray(INDArray[]::new);
        casts = new Runnable[inputs.length];
        for (int i = 0; i < casts.length; i++) {
            casts[i] = read[i] == inputs[i] ? () -> {} : operations.copy(inputs[i], read[i]);
        }
        operation = step.bind(read, output, mode, buffers);
    }

    /** The step tied to its arrays, working in the output's kind of numbers. */
    static Operation bind(Operations operations, Step step, INDArray[] inputs, INDArray output, Mode mode,
            Buffers buffers) {
        return step.isReshape() || Arrays.stream(inputs).allMatch(input -> isOf(input, output))
                ? step.bind(inputs, output, mode, buffers)
                : new CastOperation(operations, step, inputs, output, mode, buffers);
    }

    private static boolean isOf(INDArray input, INDArray output) {
        return input.dataType() == output.dataType();
    }

    @Override
    public void forward() {
        for (Runnable cast : casts) {
            cast.run();
        }
        operation.forward();
    }

    @Override
    public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        INDArray[] byRead = inputGradients.clone();
        Runnable[] back = new Runnable[inputs.length];
        for (int i = 0; i < back.length; i++) {
            back[i] = () -> {};
            if (byRead[i] != null && read[i] != inputs[i]) {
                byRead[i] = scratch.take(read[i].dataType(), read[i].shape());
                back[i] = operations.copy(byRead[i], inputGradients[i]);
            }
        }
        Runnable backward = operation.backward(gradient, byRead, scratch);
        for (int i = 0; i < back.length; i++) {
            if (byRead[i] != inputGradients[i]) {
                scratch.give(byRead[i]);
            }
        }
        return () -> {
            backward.run();
            for (Runnable cast : back) {
                cast.run();
            }
        };
    }
}
