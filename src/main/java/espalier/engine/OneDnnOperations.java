package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations as primitives of oneDNN. */
final class OneDnnOperations implements Operations {

    private final OneDnn library;

    OneDnnOperations(OneDnn library) {
        this.library = library;
    }

    @Override
    public boolean convolvesGroups() {
        return true;
    }

    @Override
    public Operation convolution(Convolution convolution, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return isDense(convolution, x.shape()) ? new OneDnnLinear.Dense(library, convolution, x, output, mode)
                : new OneDnnConvolution(library, convolution, x, output, mode, buffers);
    }

    private static boolean isDense(Convolution convolution, long[] pictures) {
        return convolution.geometry().isPixel() && pictures[1] == 1 && pictures[2] == 1
                && convolution.kernel().groups == 1;
    }

    @Override
    public boolean takesBfloat16() {
        return OneDnn.multipliesBfloat16();
    }

    @Override
    public boolean takesBfloat16(Convolution convolution, long[] pictures, Mode mode) {
        return !isDense(convolution, pictures) && OneDnnConvolution.takesBfloat16(library, convolution, pictures, mode);
    }

    @Override
    public Runnable copy(INDArray from, INDArray to) {
        return library.copy(from, to);
    }

    @Override
    public Runnable add(INDArray a, INDArray b, INDArray sum) {
        return library.add(a, b, sum);
    }

    @Override
    public Operation batchNorm(BatchNorm norm, boolean relu, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return mode == Mode.TRAINING ? new OneDnnBatchNorm.Training(library, norm, relu, x, output, buffers)
                : new OneDnnBatchNorm.Evaluation(library, norm, relu, x, output, mode == Mode.PROBE, buffers);
    }

    @Override
    public Operation pool(Pool pool, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return pool.geometry().isDilated() ? new Nd4jOperations().pool(pool, x, output, mode, buffers)
                : new PoolOperation(library, pool, x, output, mode, buffers);
    }

    @Override
    public Operation relu(INDArray x, INDArray output) {
        return Operation.of(library.relu(x, output), (gradient, byX) -> library.reluGradient(output, gradient, byX));
    }

    /** A max or average pool; a max pool remembers where its maxima were. */
    private static final class PoolOperation implements Operation {

        private final OneDnn library;
        private final algorithm kind;
        private final long[] kernel;
        private final long[] strides;
        private final long[] padBefore;
        private final long[] padAfter;
        private final pooling_forward.primitive_desc description;
        private final memory places;
        private final Runnable forward;

        PoolOperation(OneDnn library, Pool pool, INDArray x, INDArray output, Mode mode, Buffers buffers) {
            this.library = library;
            kind = pool.max() ? algorithm.pooling_max : pool.countPadding() ? algorithm.pooling_avg_include_padding
                    : algorithm.pooling_avg_exclude_padding;
            ConvolutionGeometry geometry = pool.geometry();
            kernel = new long[] {geometry.kernelHeight(), geometry.kernelWidth()};
            strides = new long[] {geometry.strideHeight(), geometry.strideWidth()};
            padBefore = geometry.padBefore(x.shape());
            padAfter = geometry.padAfter(x.shape());
            memory.desc in = OneDnn.picture(x);
            memory.desc out = OneDnn.picture(output);
            boolean remembers = pool.max() && mode != Mode.INFERENCE;
            description = new pooling_forward.primitive_desc(new pooling_forward.desc(
                    mode == Mode.INFERENCE ? prop_kind.forward_inference : prop_kind.forward_training, kind, in, out,
                    strides, kernel, padBefore, padAfter), library.engine);
            places = remembers ? library.memory(description.workspace_desc(), buffers) : null;
            OneDnn.Call call = library.call(new pooling_forward(description)).with(DNNL_ARG_SRC, library.memory(in, x))
                    .with(DNNL_ARG_DST, library.memory(out, output));
            forward = remembers ? call.with(DNNL_ARG_WORKSPACE, places) : call;
        }

        @Override
        public void forward() {
            forward.run();
        }

        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            INDArray byX = inputGradients[0];
            memory.desc in = OneDnn.picture(byX);
            memory.desc out = OneDnn.picture(gradient);
            pooling_backward.primitive_desc backward = new pooling_backward.primitive_desc(
                    new pooling_backward.desc(kind, in, out, strides, kernel, padBefore, padAfter), library.engine,
                    description);
            OneDnn.Call call = library.call(new pooling_backward(backward))
                    .with(DNNL_ARG_DIFF_DST, library.memory(out, gradient))
                    .with(DNNL_ARG_DIFF_SRC, library.memory(in, byX));
            return places == null ? call : call.with(DNNL_ARG_WORKSPACE, places);
        }
    }
}
