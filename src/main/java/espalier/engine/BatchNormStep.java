package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm over batch, height and width (Ioffe and Szegedy 2015), perhaps with the ReLU after it. In training the
 * batch's own statistics are used and the running ones follow them, both by the biased variance, as DL4J does.
 */
final class BatchNormStep extends Step {

    private final BatchNorm norm;
    private final boolean relu;
    private final Operations operations;

    BatchNormStep(String name, List<String> inputs, Operations operations, BatchNorm norm, boolean relu) {
        super(name, inputs);
        this.operations = operations;
        this.norm = norm;
        this.relu = relu;
    }

    BatchNorm norm() {
        return norm;
    }

    @Override
    Step joined(Step next, Mode mode) {
        return !relu && next instanceof ActivationStep activation && activation.isRelu()
                ? new BatchNormStep(next.name, inputs, operations, norm, true) : null;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    boolean takesBfloat16(long[][] inputShapes, Mode mode) {
        return operations.takesBfloat16();
    }

    @Override
    Operation bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.batchNorm(norm, relu, inputs[0], output, mode, scratch);
    }

    @Override
    boolean worksInPlace() {
        return true;
    }

    @Override
    boolean backwardReadsInputs(Mode mode) {
        return mode == Mode.TRAINING;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return relu;
    }

    @Override
    boolean hasParameters() {
        return true;
    }
}
