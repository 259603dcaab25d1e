package espalier.engine;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A batch norm by its running statistics: one factor and one offset a channel. */
final class Nd4jBatchNormEvaluation implements Step.Binding {

    private final BatchNormStep step;
    private final INDArray factor;
    private final INDArray offset;
    private final Runnable forward;

    Nd4jBatchNormEvaluation(BatchNormStep step, INDArray x, INDArray output) {
        this.step = step;
        factor = Nd4j.create(step.p.scale().length());
        offset = Nd4j.create(step.p.scale().length());
        forward = Ops.affine(x, factor, offset, output);
    }

    @Override
    public void forward() {
        float[] factors = step.evaluationScale();
        FloatBuffer offsets = Values.floats(offset);
        FloatBuffer shifts = Values.floats(step.p.shift());
        FloatBuffer means = Values.floats(step.p.mean());
        Values.floats(factor).put(factors);
        for (int c = 0; c < factors.length; c++) {
            offsets.put(c, shifts.get(c) - means.get(c) * factors[c]);
        }
        forward.run();
    }

    @Override
    public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        return Ops.affine(gradient, factor, Nd4j.zeros(factor.shape()), inputGradients[0]);
    }
}
