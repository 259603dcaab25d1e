package espalier.engine;

import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm's parameters γ and β and its running statistics, each {@code [channels]}, shared with DL4J.
 *
 * @param scale                  γ
 * @param shift                  β
 * @param mean                   the running mean
 * @param variance               the running variance
 * @param varianceIsLogDeviation whether {@code variance} holds {@code log10 √variance} instead
 * @param epsilon                added to a variance before its root is taken
 * @param decay                  what stays of the running statistics at each batch
 * @param scaleGradient          where to write the gradient of γ
 * @param shiftGradient          where to write the gradient of β
 */
record BatchNorm(INDArray scale, INDArray shift, INDArray mean, INDArray variance, boolean varianceIsLogDeviation,
        double epsilon, double decay, Supplier<INDArray> scaleGradient, Supplier<INDArray> shiftGradient) {

    /** γ / √(running variance + ε) by channel. */
    float[] evaluationScale() {
        float[] factors = runningVariance();
        FloatBuffer scales = Values.floats(scale);
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) (scales.get(c) / Math.sqrt(factors[c] + epsilon));
        }
        return factors;
    }

    /** By channel. */
    float[] runningVariance() {
        float[] values = Values.of(variance);
        for (int c = 0; c < values.length && varianceIsLogDeviation; c++) {
            values[c] = (float) Math.pow(100, values[c]);
        }
        return values;
    }

    /** Moves the running statistics towards those of a batch. */
    void follow(float[] batchMean, float[] batchVariance) {
        FloatBuffer means = Values.floats(mean);
        FloatBuffer variances = Values.floats(variance);
        float[] running = runningVariance();
        for (int c = 0; c < running.length; c++) {
            means.put(c, (float) (decay * means.get(c) + (1 - decay) * batchMean[c]));
            double followed = decay * running[c] + (1 - decay) * batchVariance[c];
            variances.put(c, (float) (varianceIsLogDeviation ? 0.5 * Math.log10(followed) : followed));
        }
    }
}
