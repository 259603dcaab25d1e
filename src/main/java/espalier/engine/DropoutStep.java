package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/** Inverted dropout in training; nothing otherwise. */
final class DropoutStep extends Step {

    private final double keep;

    /** @param keep the probability that a value stays */
    DropoutStep(String name, List<String> inputs, double keep) {
        super(name, inputs);
        this.keep = keep;
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        INDArray x = inputs[0];
        INDArray mask = mode == Mode.TRAINING ? scratch.take(x.shape()) : null;
        Runnable forward = mask == null ? x == output ? () -> {} : Ops.copy(x, output) : Ops.multiply(x, mask, output);
        return new Binding() {
            @Override
            public void forward() {
                if (mask != null) {
                    mask.assign(1);
                    Nd4j.getExecutioner().exec(new DropOutInverted(mask, mask, keep));
                }
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return mask == null ? Ops.copy(gradient, inputGradients[0])
                        : Ops.multiply(gradient, mask, inputGradients[0]);
            }
        };
    }

    @Override
    boolean worksInPlace() {
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
