package espalier.engine;

import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation function: the ReLU by fast ops, every other by ND4J's own implementation. */
final class ActivationStep extends Step {

    private final Operations operations;
    private final IActivation function;
    private final boolean relu;

    ActivationStep(String name, List<String> inputs, Operations operations, IActivation function) {
        super(name, inputs);
        this.operations = operations;
        this.function = function;
        this.relu = function.equals(new ActivationReLU());
    }

    boolean isRelu() {
        return relu;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        return relu && operations.takesBfloat16();
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        INDArray x = inputs[0];
        if (relu) {
            return operations.relu(x, output);
        }
        return Operation.of(() -> output.assign(function.getActivation(x.dup(), mode == Mode.TRAINING)),
                (gradient, byX) -> () -> byX.assign(function.backprop(x.dup(), gradient.dup()).getFirst()));
    }

    @Override
    boolean worksInPlace() {
        return relu;
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return !relu;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return relu;
    }
}
