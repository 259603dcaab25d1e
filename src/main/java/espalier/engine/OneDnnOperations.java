package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.prelu_backward;
import org.bytedeco.dnnl.prelu_forward;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations as primitives of oneDNN. */
final class OneDnnOperations implements Operations {

    private final OneDnn library;

    OneDnnOperations(OneDnn library) {
        this.library = library;
    }

    @Override
    public boolean isComplete() {
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
        return library.binary(algorithm.binary_add, a, b, sum);
    }

    @Override
    public Runnable multiply(INDArray a, INDArray b, INDArray product) {
        return library.binary(algorithm.binary_mul, a, b, product);
    }

    /** As the mean, which the library computes faster than a sum. */
    @Override
    public Runnable mapSum(INDArray maps, INDArray sums, Buffers buffers) {
        Pool mean = new Pool(false, ConvolutionGeometry.whole(maps.size(1), maps.size(2)), false);
        Operation pool = new PoolOperation(library, mean, maps, sums, Mode.INFERENCE, buffers);
        Runnable times = library.eltwise(
                new OneDnn.Eltwise(algorithm.eltwise_linear, maps.size(1) * maps.size(2), 0, false), sums, sums);
        return () -> {
            pool.forward();
            times.run();
        };
    }

    @Override
    public Activation activation(IActivation function) {
        return OneDnnActivation.of(library, function).orElseGet(() -> new Nd4jOperations.OwnActivation(function));
    }

    @Override
    public Operation parametricRelu(INDArray slopes, Supplier<INDArray> slopeGradient, INDArray x, INDArray output,
            Mode mode) {
        return new ParametricRelu(library, slopes, slopeGradient, x, output, mode);
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

    /** A rectifier with a trained slope for each channel; both gradients come of one pass. */
    private static final class ParametricRelu implements Operation {

        private final OneDnn library;
        private final INDArray slopes;
        private final Supplier<INDArray> slopeGradient;
        private final INDArray x;
        private final Mode mode;
        private final memory.desc channels;
        private final prelu_forward.primitive_desc description;
        private final Runnable forward;

        ParametricRelu(OneDnn library, INDArray slopes, Supplier<INDArray> slopeGradient, INDArray x, INDArray output,
                Mode mode) {
            this.library = library;
            this.slopes = slopes;
            this.slopeGradient = slopeGradient;
            this.x = x;
            this.mode = mode;
            memory.desc maps = OneDnn.picture(x);
            channels = OneDnn.picture(memory.data_type.f32, 1, 1, 1, slopes.length());
            description = new prelu_forward.primitive_desc(
                    new prelu_forward.desc(prop_kind.forward_training, maps, channels), library.engine);
            forward = library.call(new prelu_forward(description)).with(DNNL_ARG_SRC, library.memory(maps, x))
                    .with(DNNL_ARG_WEIGHTS, library.memory(channels, slopes))
                    .with(DNNL_ARG_DST, library.memory(maps, output));
        }

        @Override
        public void forward() {
            forward.run();
        }

        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            memory.desc maps = OneDnn.picture(x);
            INDArray byX = inputGradients[0] == null ? scratch.like(x) : inputGradients[0];
            INDArray bySlopes = mode == Mode.TRAINING ? slopeGradient.get() : scratch.take(slopes.shape());
            prelu_backward.primitive_desc backward = new prelu_backward.primitive_desc(
                    new prelu_backward.desc(maps, channels, maps, channels), library.engine, description);
            if (inputGradients[0] == null) {
                scratch.give(byX);
            }
            if (mode != Mode.TRAINING) {
                scratch.give(bySlopes);
            }
            return library.call(new prelu_backward(backward)).with(DNNL_ARG_SRC, library.memory(maps, x))
                    .with(DNNL_ARG_WEIGHTS, library.memory(channels, slopes))
                    .with(DNNL_ARG_DIFF_DST, library.memory(maps, gradient))
                    .with(DNNL_ARG_DIFF_SRC, library.memory(maps, byX))
                    .with(DNNL_ARG_DIFF_WEIGHTS, library.memory(channels, bySlopes));
        }
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
