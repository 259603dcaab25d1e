package espalier.engine;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch norm by its batch's statistics, which the running ones follow. */
final class OneDnnBatchNormTraining extends OneDnnBatchNorm {

    private final INDArray x;
    private final Runnable statistics;
    private final Runnable normalise;
    private final float[] batchMean = new float[channels];
    private final float[] batchVariance = new float[channels];

    OneDnnBatchNormTraining(OneDnn library, BatchNormStep step, INDArray x, INDArray output, Buffers buffers) {
        super(library, step, x, true, buffers);
        this.x = x;
        statistics = repeats == 1 ? () -> {} : statistics(x, output);
        normalise = normalise(x, output, repeats == 1 ? NONE : GIVEN_STATISTICS);
    }

    @Override
    public void forward() {
        takeScaleAndShift();
        statistics.run();
        if (repeats > 1) {
            join();
        }
        normalise.run();
        if (repeats == 1) {
            Values.floats(mean).get(batchMean);
            Values.floats(variance).get(batchVariance);
        }
        step.follow(batchMean, batchVariance);
    }

    /** The statistics of a channel from those of its repetitions: the mean of means, and of variances around it. */
    private void join() {
        FloatBuffer means = Values.floats(mean);
        FloatBuffer variances = Values.floats(variance);
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < channels * repeats; i += channels) {
                sum += means.get(i);
            }
            double centre = sum / repeats;
            double squares = 0;
            for (int i = c; i < channels * repeats; i += channels) {
                double distance = means.get(i) - centre;
                squares += variances.get(i) + distance * distance;
            }
            batchMean[c] = (float) centre;
            batchVariance[c] = (float) (squares / repeats);
        }
        repeat(batchMean, mean, 0);
        repeat(batchVariance, variance, 0);
    }

    @Override
    public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        boolean asked = inputGradients[0] != null;
        INDArray byX = asked ? inputGradients[0] : scratch.take(gradient.shape());
        INDArray byScaleShift = scratch.take(scaleShift.length());
        Runnable gradients = gradient(x, gradient, byX, byScaleShift, repeats == 1 ? NONE : GIVEN_STATISTICS);
        Runnable throughStatistics = repeats == 1 ? () -> {} : throughStatistics(byX, byScaleShift, scratch);
        if (!asked) {
            scratch.give(byX);
        }
        return () -> {
            gradients.run();
            sum(byScaleShift, 0, step.scaleGradient.get());
            sum(byScaleShift, channels * repeats, step.shiftGradient.get());
            throughStatistics.run();
        };
    }

    private void sum(INDArray byScaleShift, int from, INDArray target) {
        FloatBuffer values = Values.floats(byScaleShift);
        FloatBuffer sums = Values.floats(target);
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c; i < channels * repeats; i += channels) {
                sum += values.get(from + i);
            }
            sums.put(c, (float) sum);
        }
    }

    /**
     * The part of the gradient that goes through mean and variance: with n values a channel and s = γ / √(variance +
     * ε), {@code −s/n · (Σ dy + x̂ · Σ dy·x̂)} (Ioffe and Szegedy 2015, section 3), where the sums are the gradients of
     * β and γ.
     */
    private Runnable throughStatistics(INDArray byX, INDArray byScaleShift, Buffers scratch) {
        INDArray correction = scratch.take(byX.shape());
        Runnable affine = affine(x, mean, byScaleShift, correction);
        Runnable add = Ops.add(byX, correction, byX);
        scratch.give(correction);
        float count = byX.length() / (float) channels;
        return () -> {
            FloatBuffer scale = Values.floats(step.p.scale());
            float[] scales = new float[channels];
            float[] shifts = new float[channels];
            FloatBuffer byScale = Values.floats(step.scaleGradient.get());
            FloatBuffer byShift = Values.floats(step.shiftGradient.get());
            for (int c = 0; c < channels; c++) {
                double factor = -scale.get(c) / Math.sqrt(batchVariance[c] + step.p.epsilon()) / count;
                scales[c] = (float) (factor * byScale.get(c));
                shifts[c] = (float) (factor * byShift.get(c));
            }
            repeat(scales, byScaleShift, 0);
            repeat(shifts, byScaleShift, channels * repeats);
            affine.run();
            add.run();
        };
    }
}
