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
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm, with the ReLU after it where the step has one, in one pass.
 *
 * <p>The library is fast for channel counts that are multiples of 8, and five times slower for those that pruning
 * leaves. So {@code repeats} pixels that lie beside each other are seen as one of as many times the channels, each with
 * the channel's own statistics, scale and shift.
 */
abstract class OneDnnBatchNorm implements Step.Binding {

    static final int NONE = 0;
    static final int GIVEN_STATISTICS = normalization_flags.use_global_stats.value;

    final OneDnn library;
    final BatchNormStep step;
    final int channels;
    final int repeats;
    final INDArray mean;
    final INDArray variance;
    /** γ, then β: {@code [2 · repeats · channels]}. */
    final INDArray scaleShift;
    private final memory.desc rows;
    private final int rowFlags;
    private final memory positive;

    OneDnnBatchNorm(OneDnn library, BatchNormStep step, INDArray x, boolean training, Buffers buffers) {
        this.library = library;
        this.step = step;
        channels = (int) x.size(3);
        repeats = repeats(x.shape());
        rows = rows(x.shape());
        long wide = (long) channels * repeats;
        mean = buffers.take(wide);
        variance = buffers.take(wide);
        scaleShift = buffers.take(2 * wide);
        rowFlags = normalization_flags.use_scale_shift.value
                | (step.relu ? normalization_flags.fuse_norm_relu.value : NONE);
        positive = step.relu && training
                ? library.memory(describe(true, GIVEN_STATISTICS | rowFlags).workspace_desc(), buffers) : null;
    }

    private static int repeats(long[] shape) {
        int repeats = 1;
        while (shape[3] * repeats % 8 != 0) {
            repeats *= 2;
        }
        return shape[1] * shape[2] % repeats == 0 ? repeats : 1;
    }

    private memory.desc rows(long[] shape) {
        return OneDnn.picture(shape[0], 1, shape[1] * shape[2] / repeats, shape[3] * repeats);
    }

    private batch_normalization_forward.primitive_desc describe(boolean training, int flags) {
        return new batch_normalization_forward.primitive_desc(new batch_normalization_forward.desc(
                (training ? prop_kind.forward_training : prop_kind.forward_inference).value, rows,
                (float) step.p.epsilon(), flags), library.engine);
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
                new batch_normalization_backward.desc(prop_kind.backward.value, rows, rows, (float) step.p.epsilon(),
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
        repeat(Values.of(step.p.scale()), scaleShift, 0);
        repeat(Values.of(step.p.shift()), scaleShift, channels * repeats);
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
}
