package espalier.engine;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A step of which one channel of the output is set to 0, another one for each row of the batch. Runs forward only. */
final class AblatedStep extends Step {

    private final Step step;
    private int[] channels = {};

    AblatedStep(Step step) {
        super(step.name, step.inputs);
        this.step = step;
    }

    /** For each row of the batch the channel to set to 0; −1 for none. */
    void ablate(int[] rows) {
        channels = rows.clone();
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return step.outputShape(inputShapes);
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        Binding binding = step.bind(inputs, output, mode, scratch);
        return new Binding() {
            @Override
            public void forward() {
                binding.forward();
                float[][] kept = new float[channels.length][(int) output.size(3)];
                for (int row = 0; row < kept.length; row++) {
                    Arrays.fill(kept[row], 1);
                    if (channels[row] >= 0) {
                        kept[row][channels[row]] = 0;
                    }
                }
                output.muli(Nd4j.createFromArray(kept).reshape(kept.length, 1, 1, output.size(3)));
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                throw new UnsupportedOperationException("Ablated values have no gradient");
            }
        };
    }

    @Override
    boolean worksInPlace() {
        return step.worksInPlace();
    }

    @Override
    boolean isReshape() {
        return step.isReshape();
    }
}
