package espalier.engine;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm over batch, height and width (Ioffe and Szegedy 2015), perhaps with the ReLU after it. In training the
 * batch's own statistics are used and the running ones follow them, both by the biased variance, as DL4J does.
 */
final class BatchNormStep extends Step {

    /** The layer's parameters, each {@code [channels]}, shared with DL4J. */
    record Parameters(INDArray scale, INDArray shift, INDArray mean, INDArray variance, boolean varianceIsLogDeviation,
            double epsilon, double decay) {}

    final Parameters p;
    final boolean relu;
    final Supplier<INDArray> scaleGradient;
    final Supplier<INDArray> shiftGradient;
    private final Operations operations;

    BatchNormStep(String name, List<String> inputs, Operations operations, Parameters parameters,
            Supplier<INDArray> scaleGradient, Supplier<INDArray> shiftGradient, boolean relu) {
        super(name, inputs);
        this.operations = operations;
        this.p = parameters;
        this.scaleGradient = scaleGradient;
        this.shiftGradient = shiftGradient;
        this.relu = relu;
    }

    @Override
    Step joined(Step next, Mode mode) {
        return !relu && next instanceof ActivationStep activation && activation.isRelu()
                ? new BatchNormStep(next.name, inputs, operations, p, scaleGradient, shiftGradient, true) : null;
    }

    /** γ / √(running variance + ε) by channel. */
    float[] evaluationScale() {
        float[] factors = runningVariance();
        FloatBuffer scales = Values.floats(p.scale);
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) (scales.get(c) / Math.sqrt(factors[c] + p.epsilon));
        }
        return factors;
    }

    /** By channel. */
    float[] runningVariance() {
        float[] values = Values.of(p.variance);
        for (int c = 0; c < values.length && p.varianceIsLogDeviation; c++) {
            values[c] = (float) Math.pow(100, values[c]);
        }
        return values;
    }

    /** Moves the running statistics towards those of a batch. */
    void follow(float[] batchMean, float[] batchVariance) {
        FloatBuffer means = Values.floats(p.mean);
        FloatBuffer variances = Values.floats(p.variance);
        float[] running = runningVariance();
        for (int c = 0; c < running.length; c++) {
            means.put(c, (float) (p.decay * means.get(c) + (1 - p.decay) * batchMean[c]));
            double variance = p.decay * running[c] + (1 - p.decay) * batchVariance[c];
            variances.put(c, (float) (p.varianceIsLogDeviation ? 0.5 * Math.log10(variance) : variance));
        }
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return operations.batchNorm(this, inputs[0], output, mode, scratch);
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
