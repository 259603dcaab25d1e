package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch norm by its running statistics. */
final class OneDnnBatchNormEvaluation extends OneDnnBatchNorm {

    private final OneDnnOperations operations;
    private final INDArray output;
    private final Runnable normalise;

    OneDnnBatchNormEvaluation(OneDnn library, OneDnnOperations operations, BatchNormStep step, INDArray x,
            INDArray output, Buffers buffers) {
        super(library, step, x, false, buffers);
        this.operations = operations;
        this.output = output;
        normalise = normalise(x, output, GIVEN_STATISTICS);
    }

    @Override
    public void forward() {
        takeScaleAndShift();
        repeat(Values.of(step.p.mean()), mean, 0);
        repeat(step.runningVariance(), variance, 0);
        normalise.run();
    }

    /**
     * A factor for each channel. Neither mean nor shift must take part: what is 0 must stay exactly 0 for the scores.
     */
    @Override
    public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        INDArray byX = inputGradients[0];
        INDArray noMean = scratch.own(mean.length());
        INDArray factors = scratch.own(scaleShift.length());
        Runnable throughRelu = step.relu ? operations.reluGradient(output, gradient, byX) : () -> {};
        Runnable scale = affine(step.relu ? byX : gradient, noMean, factors, byX);
        return () -> {
            throughRelu.run();
            repeat(Values.of(step.p.scale()), factors, 0);
            scale.run();
        };
    }
}
