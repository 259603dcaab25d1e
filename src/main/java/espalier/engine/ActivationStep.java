package espalier.engine;

import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation function of each element by itself. */
final class ActivationStep extends Step {

    private final Operations.Activation activation;
    private final boolean relu;

    ActivationStep(String name, List<String> inputs, Operations operations, IActivation function) {
        super(name, inputs);
        activation = operations.activation(function);
        relu = function.equals(new ActivationReLU());
    }

    Operations.Activation activation() {
        return activation;
    }

    boolean isRelu() {
        return relu;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    /** Numbers for whole channels stay exact: they are few, and a gate multiplies all of a map by one of them. */
    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        return activation.takesBfloat16() && inputShapes[0][1] * inputShapes[0][2] > 1;
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return activation.bind(inputs[0], output);
    }

    @Override
    boolean worksInPlace() {
        return activation.readsOutput();
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return !activation.readsOutput();
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return activation.readsOutput();
    }
}
