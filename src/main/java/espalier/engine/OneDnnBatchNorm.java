package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm, perhaps with the ReLU after it, in one pass.
 *
 * <p>The library is fast for channel counts that are multiples of 8 (bfloat16: 16), and many times slower for those
 * that pruning leaves. So {@code repeats} pixels that lie beside each other are seen as one of as many times the
 * channels, each with the channel's own statistics, scale and shift.
 */
abstract class OneDnnBatchNorm implements Operation {

    static final int NONE = 0;
    static final int GIVEN_STATISTICS = normalization_flags.use_global_stats.value;

    final OneDnn library;
    final BatchNorm norm;
    final boolean relu;
    final int channels;
    final int repeats;
    final INDArray mean;
    final INDArray variance;
    /** γ, then β: {@code [2 · repeats · channels]}. */
    final INDArray scaleShift;
    private final memory.desc rows;
    private final int rowFlags;
    private final memory positive;

    private OneDnnBatchNorm(OneDnn library, BatchNorm norm, boolean relu, INDArray x, boolean hasBackward,
            Buffers buffers) {
        this.library = library;
        this.norm = norm;
        this.relu = relu;
        channels = (int) x.size(3);
        repeats = repeats(x);
        rows = rows(x);
        long wide = (long) channels * repeats;
        mean = buffers.take(wide);
        variance = buffers.take(wide);
        scaleShift = buffers.take(2 * wide);
        rowFlags = normalization_flags.use_scale_shift.value | (relu ? normalization_flags.fuse_norm_relu.value : NONE);
        positive = relu && hasBackward
                ? library.memory(describe(true, GIVEN_STATISTICS | rowFlags).workspace_desc(), buffers) : null;
    }

    private static int repeats(INDArray x) {
        long[] shape = x.shape();
        int fast = x.dataType() == DataType.BFLOAT16 ? 16 : 8;
        int repeats = 1;
        while (shape[3] * repeats % fast != 0) {
            repeats *= 2;
        }
        return shape[1] * shape[2] % repeats == 0 ? repeats : 1;
    }

    private memory.desc rows(INDArray x) {
        long[] shape = x.shape();
        return OneDnn.picture(OneDnn.type(x), shape[0], 1, shape[1] * shape[2] / repeats, shape[3] * repeats);
    }

    private batch_normalization_forward.primitive_desc describe(boolean training, int flags) {
        return new batch_normalization_forward.primitive_desc(new batch_normalization_forward.desc(
                (training ? prop_kind.forward_training : prop_kind.forward_inference).value, rows,
                (float) norm.epsilon(), flags), library.engine);
    }

    /** Only mean and variance of {@code x} are of interest; {@code output} is overwritten. */
    final Runnable statistics(INDArray x, INDArray output) {
        return library.call(new batch_normalization_forward(describe(true, NONE)))
                .with(DNNL_ARG_SRC, library.memory(rows, x)).with(DNNL_ARG_DST, library.memory(rows, output))
                .with(DNNL_ARG_MEAN, vector(mean)).with(DNNL_ARG_VARIANCE, vector(variance));
    }

    /** @param flags whether statistics are given or made */
    final Runnable normalise(INDArray x, INDArray output, int flags) {
        boolean training = positive != null || flags == NONE;
        OneDnn.Call call = library.call(new batch_normalization_forward(describe(training, flags | rowFlags)))
                .with(DNNL_ARG_SRC, library.memory(rows, x)).with(DNNL_ARG_DST, library.memory(rows, output))
                .with(DNNL_ARG_MEAN, vector(mean)).with(DNNL_ARG_VARIANCE, vector(variance))
                .with(DNNL_ARG_SCALE_SHIFT, scaleShift(scaleShift));
        return positive == null ? call : call.with(DNNL_ARG_WORKSPACE, positive);
    }

    /**
     * {@code (x − centre) / √(variance + ε) · scale + shift} with other scales and shifts, and no ReLU; may work in
     * place.
     */
    final Runnable affine(INDArray x, INDArray centre, INDArray scalesAndShifts, INDArray output) {
        return library
                .call(new batch_normalization_forward(
                        describe(false, GIVEN_STATISTICS | normalization_flags.use_scale_shift.value)))
                .with(DNNL_ARG_SRC, library.memory(rows, x)).with(DNNL_ARG_DST, library.memory(rows, output))
                .with(DNNL_ARG_MEAN, vector(centre)).with(DNNL_ARG_VARIANCE, vector(variance))
                .with(DNNL_ARG_SCALE_SHIFT, scaleShift(scalesAndShifts));
    }

    /** @param flags whether statistics are given or made */
    final Runnable gradient(INDArray x, INDArray gradient, INDArray byX, INDArray byScaleShift, int flags) {
        batch_normalization_backward.primitive_desc description = new batch_normalization_backward.primitive_desc(
                new batch_normalization_backward.desc(prop_kind.backward.value, rows, rows, (float) norm.epsilon(),
                        flags | rowFlags),
                library.engine, describe(true, flags | rowFlags));
        OneDnn.Call call = library.call(new batch_normalization_backward(description))
                .with(DNNL_ARG_SRC, library.memory(rows, x)).with(DNNL_ARG_DIFF_DST, library.memory(rows, gradient))
                .with(DNNL_ARG_DIFF_SRC, library.memory(rows, byX)).with(DNNL_ARG_MEAN, vector(mean))
                .with(DNNL_ARG_VARIANCE, vector(variance)).with(DNNL_ARG_SCALE_SHIFT, scaleShift(scaleShift))
                .with(DNNL_ARG_DIFF_SCALE_SHIFT, scaleShift(byScaleShift));
        return positive == null ? call : call.with(DNNL_ARG_WORKSPACE, positive);
    }

    /** Writes γ and β where the primitives read them. */
    final void takeScaleAndShift() {
        repeat(Values.of(norm.scale()), scaleShift, 0);
        repeat(Values.of(norm.shift()), scaleShift, channels * repeats);
    }

    /** Writes {@code [channels]} values {@code repeats} times, from a place on. */
    final void repeat(float[] values, INDArray target, int from) {
        FloatBuffer floats = Values.floats(target).position(from);
        for (int i = 0; i < repeats; i++) {
            floats.put(values);
        }
    }

    private memory vector(INDArray values) {
        return library.memory(OneDnn.vector(values.length()), values);
    }

    private memory scaleShift(INDArray values) {
        return library.memory(OneDnn.matrix(2, values.length() / 2), values);
    }

    /** A batch norm by its running statistics. */
    static final class Evaluation extends OneDnnBatchNorm {

        private final Runnable normalise;

        /** @param hasBackward whether there may be a pass backward */
        Evaluation(OneDnn library, BatchNorm norm, boolean relu, INDArray x, INDArray output, boolean hasBackward,
                Buffers buffers) {
            super(library, norm, relu, x, hasBackward, buffers);
            normalise = normalise(x, output, GIVEN_STATISTICS);
        }

        @Override
        public void forward() {
            takeScaleAndShift();
            repeat(Values.of(norm.mean()), mean, 0);
            repeat(norm.runningVariance(), variance, 0);
            normalise.run();
        }

        /**
         * A factor for each channel, and 0 where the ReLU is. The library's gradient does both in one pass; it wants
         * the input only for the gradients of scale and shift, which nobody reads, so it gets what is at hand.
         */
        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            INDArray unread = scratch.take(scaleShift.length());
            Runnable backward = gradient(gradient, gradient, inputGradients[0], unread, GIVEN_STATISTICS);
            scratch.give(unread);
            return backward;
        }
    }

    /** A batch norm by its batch's statistics, which the running ones follow. */
    static final class Training extends OneDnnBatchNorm {

        private final INDArray x;
        private final Runnable statistics;
        private final Runnable normalise;
        private final float[] batchMean = new float[channels];
        private final float[] batchVariance = new float[channels];

        Training(OneDnn library, BatchNorm norm, boolean relu, INDArray x, INDArray output, Buffers buffers) {
            super(library, norm, relu, x, true, buffers);
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
            norm.follow(batchMean, batchVariance);
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
            INDArray byX = asked ? inputGradients[0] : scratch.like(gradient);
            INDArray byScaleShift = scratch.take(scaleShift.length());
            Runnable gradients = gradient(x, gradient, byX, byScaleShift, repeats == 1 ? NONE : GIVEN_STATISTICS);
            Runnable throughStatistics = repeats == 1 ? () -> {} : throughStatistics(byX, byScaleShift, scratch);
            if (!asked) {
                scratch.give(byX);
            }
            return () -> {
                gradients.run();
                sum(byScaleShift, 0, norm.scaleGradient().get());
                sum(byScaleShift, channels * repeats, norm.shiftGradient().get());
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
         * The part of the gradient that goes through mean and variance: with n values a channel and s = γ / √(variance
         * + ε), {@code −s/n · (Σ dy + x̂ · Σ dy·x̂)} (Ioffe and Szegedy 2015, section 3), where the sums are the
         * gradients of β and γ.
         */
        private Runnable throughStatistics(INDArray byX, INDArray byScaleShift, Buffers scratch) {
            INDArray correction = scratch.like(byX);
            Runnable affine = affine(x, mean, byScaleShift, correction);
            Runnable add = library.binary(algorithm.binary_add, byX, correction, byX);
            scratch.give(correction);
            float count = byX.length() / (float) channels;
            return () -> {
                FloatBuffer scale = Values.floats(norm.scale());
                float[] scales = new float[channels];
                float[] shifts = new float[channels];
                FloatBuffer byScale = Values.floats(norm.scaleGradient().get());
                FloatBuffer byShift = Values.floats(norm.shiftGradient().get());
                for (int c = 0; c < channels; c++) {
                    double factor = -scale.get(c) / Math.sqrt(batchVariance[c] + norm.epsilon()) / count;
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
}
