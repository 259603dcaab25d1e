package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution, with its kernel in the order that the library likes best and in the pictures' kind of numbers. */
final class OneDnnConvolution extends OneDnnLinear {

    /** The most pixels of a map for which the gradient by the weights is computed the other way. */
    private static final int SMALL_MAP = 4;

    /** Channels in a block of a kernel of bfloat16. */
    private static final int PAIRED = 16;

    private final Descriptions descriptions;
    private final LaidOutKernel weights;
    private final Runnable forward;

    OneDnnConvolution(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode,
            Buffers buffers) {
        super(library, convolution, x, output, mode);
        descriptions = new Descriptions(library, convolution, x.shape(), OneDnn.type(x), mode);
        weights = new LaidOutKernel(library, kernel, descriptions.forward.weights_desc(), buffers);
        OneDnn.Call call = library.call(new convolution_forward(descriptions.forward))
                .with(DNNL_ARG_SRC, library.memory(OneDnn.picture(x), x)).with(DNNL_ARG_WEIGHTS, weights.place)
                .with(DNNL_ARG_DST, library.memory(OneDnn.picture(output), output));
        forward = kernel.bias == null ? call
                : call.with(DNNL_ARG_BIAS, library.memory(OneDnn.vector(kernel.bias.length()), kernel.bias));
    }

    /** Whether the library has fast primitives for a convolution of bfloat16. */
    static boolean takesBfloat16(OneDnn library, Operations.Convolution convolution, long[] pictures, Mode mode) {
        if (!OneDnn.multipliesBfloat16()) {
            return false;
        }
        try {
            Descriptions descriptions = new Descriptions(library, convolution, pictures, memory.data_type.bf16, mode);
            Stream<BytePointer> names = mode != Mode.TRAINING ? Stream.of(descriptions.forward.impl_info_str())
                    : Stream.of(descriptions.forward.impl_info_str(), descriptions.byData().impl_info_str(),
                            descriptions.byWeights(convolution.kernel().bias != null).impl_info_str());
            return names.map(BytePointer::getString).allMatch(name -> name.contains("avx512"));
        } catch (RuntimeException e) {
            // The library's way to say that it has none.
            return false;
        }
    }

    @Override
    public void forward() {
        weights.refresh();
        forward.run();
    }

    @Override
    Runnable dataGradient(INDArray gradient, INDArray byX, Buffers buffers) {
        convolution_backward_data.primitive_desc backward = descriptions.byData();
        LaidOutKernel transposed = new LaidOutKernel(library, kernel, backward.weights_desc(), buffers);
        Runnable run = library.call(new convolution_backward_data(backward))
                .with(DNNL_ARG_DIFF_DST, library.memory(OneDnn.picture(gradient), gradient))
                .with(DNNL_ARG_WEIGHTS, transposed.place)
                .with(DNNL_ARG_DIFF_SRC, library.memory(OneDnn.picture(byX), byX));
        return () -> {
            transposed.refresh();
            run.run();
        };
    }

    @Override
    Runnable weightGradient(INDArray gradient, Buffers buffers) {
        INDArray byBias = kernel.biasGradient.get();
        if (gradient.size(1) * gradient.size(2) <= SMALL_MAP && descriptions.canTurn()) {
            Runnable byWeights = weightGradientOfSmallMaps(gradient, buffers);
            Runnable sum = byBias == null ? () -> {} : library.channelSum(gradient, byBias);
            return () -> {
                byWeights.run();
                sum.run();
            };
        }
        convolution_backward_weights.primitive_desc backward = descriptions.byWeights(byBias != null);
        memory.desc order = LaidOutKernel.order(kernel.weightGradient.get(), kernel.groups);
        memory target = library.memory(order, kernel.weightGradient.get());
        boolean direct = backward.diff_weights_desc().equals(order);
        memory laidOut = direct ? target : library.memory(backward.diff_weights_desc(), buffers);
        OneDnn.Call run = library.call(new convolution_backward_weights(backward))
                .with(DNNL_ARG_SRC, library.memory(OneDnn.picture(x), x))
                .with(DNNL_ARG_DIFF_DST, library.memory(OneDnn.picture(gradient), gradient))
                .with(DNNL_ARG_DIFF_WEIGHTS, laidOut);
        if (byBias != null) {
            run.with(DNNL_ARG_DIFF_BIAS, library.memory(OneDnn.vector(byBias.length()), byBias));
        }
        Runnable copy = direct ? () -> {} : library.reorder(laidOut, target);
        return () -> {
            run.run();
            copy.run();
        };
    }

    /**
     * The same as a convolution forward, which is up to twice as fast where maps are hardly larger than the kernel: the
     * input's channels are its pictures, the batch its channels, and the gradient its kernels, as large as a whole map.
     * {@code ∂L/∂w[o, i, y, x] = Σ_{n, v, u} g[n, v, u, o] · x[n, v + y − pad, u + x − pad, i]}.
     */
    private Runnable weightGradientOfSmallMaps(INDArray gradient, Buffers buffers) {
        INDArray byWeights = kernel.weightGradient.get();
        long[] order = byWeights.stride();
        long[] shape = byWeights.shape();
        memory.desc pictures = OneDnn.picture(OneDnn.type(x), x.size(3), x.size(1), x.size(2), x.size(0));
        memory.desc product = OneDnn.picture(memory.data_type.f32, shape[1], shape[2], shape[3], shape[0]);
        convolution_forward.primitive_desc turned = descriptions.turned(pictures, product);
        memory turnedX = library.memory(pictures, buffers);
        memory turnedGradient = library.memory(turned.weights_desc(), buffers);
        memory made = library.memory(product, buffers);
        Runnable turnX = library.reorder(channelsFirst(x), turnedX);
        Runnable turnGradient = library.reorder(channelsFirst(gradient), turnedGradient);
        Runnable run = library.call(new convolution_forward(turned)).with(DNNL_ARG_SRC, turnedX)
                .with(DNNL_ARG_WEIGHTS, turnedGradient).with(DNNL_ARG_DST, made);
        Runnable copy = library.reorder(made,
                library.memory(OneDnn.strided(memory.data_type.f32, new long[] {shape[1], shape[0], shape[2], shape[3]},
                        new long[] {order[1], order[0], order[2], order[3]}), byWeights));
        return () -> {
            turnX.run();
            turnGradient.run();
            run.run();
            copy.run();
        };
    }

    /** Maps {@code [batch, height, width, channels]} as {@code (channels, batch, height, width)}. */
    private memory channelsFirst(INDArray maps) {
        long[] s = maps.shape();
        return library.memory(OneDnn.strided(OneDnn.type(maps), new long[] {s[3], s[0], s[1], s[2]},
                new long[] {1, s[1] * s[2] * s[3], s[2] * s[3], s[3]}), maps);
    }

    /** How the library computes one convolution: the pass forward and, made when asked for, both gradients. */
    private static final class Descriptions {

        final convolution_forward.primitive_desc forward;
        private final OneDnn library;
        private final memory.desc x;
        private final long[] outputs;
        private final memory.desc output;
        private final memory.data_type type;
        private final long[] weights;
        private final long filters;
        private final long[] strides;
        private final long[] dilations;
        private final long[] padBefore;
        private final long[] padAfter;

        /** @param pictures {@code [batch, height, width, channels]} */
        Descriptions(OneDnn library, Operations.Convolution convolution, long[] pictures, memory.data_type type,
                Mode mode) {
            this.library = library;
            this.type = type;
            ConvolutionGeometry geometry = convolution.geometry();
            Kernel kernel = convolution.kernel();
            filters = kernel.weights.size(0);
            x = OneDnn.picture(type, pictures);
            outputs = geometry.output(pictures, filters);
            output = OneDnn.picture(type, outputs);
            weights = LaidOutKernel.shape(kernel.weights, kernel.groups);
            strides = new long[] {geometry.strideHeight(), geometry.strideWidth()};
            dilations = new long[] {geometry.dilationHeight() - 1, geometry.dilationWidth() - 1};
            padBefore = geometry.padBefore(pictures);
            padAfter = geometry.padAfter(pictures);
            memory.desc laidOut = mode == Mode.TRAINING && isPaired()
                    ? new memory.desc(weights, type, memory.format_tag.OIhw8i16o2i) : OneDnn.any(type, weights);
            forward = new convolution_forward.primitive_desc(forward(kernel.bias != null, forwardKind(mode), laidOut),
                    attributes(convolution), library.engine);
        }

        /**
         * Whether to lay the kernel out as the library's second choice has it in bfloat16, which computes as fast and
         * takes a quarter of the time to lay out: at every step, in training.
         */
        private boolean isPaired() {
            return type.value == memory.data_type.bf16.value && weights.length == 4 && weights[0] % PAIRED == 0
                    && weights[1] % PAIRED == 0;
        }

        private convolution_forward.desc forward(boolean bias, prop_kind kind, memory.desc kernel) {
            return bias
                    ? new convolution_forward.desc(kind, algorithm.convolution_direct, x, kernel,
                            OneDnn.vector(filters), output, strides, dilations, padBefore, padAfter)
                    : new convolution_forward.desc(kind, algorithm.convolution_direct, x, kernel, output, strides,
                            dilations, padBefore, padAfter);
        }

        convolution_backward_data.primitive_desc byData() {
            return new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(algorithm.convolution_direct, x, OneDnn.any(type, weights),
                            output, strides, dilations, padBefore, padAfter),
                    library.engine, forward);
        }

        /** Whether its gradient by the weights is a convolution of whole maps. */
        boolean canTurn() {
            return weights.length == 4 && Arrays.stream(strides).allMatch(stride -> stride == 1)
                    && Arrays.stream(dilations).allMatch(dilation -> dilation == 0);
        }

        /** A convolution with the gradient's maps as kernels, padded as this one is. */
        convolution_forward.primitive_desc turned(memory.desc pictures, memory.desc product) {
            return new convolution_forward.primitive_desc(
                    new convolution_forward.desc(prop_kind.forward_inference, algorithm.convolution_direct, pictures,
                            OneDnn.any(type, outputs[3], outputs[0], outputs[1], outputs[2]), product, strides,
                            dilations, padBefore, padAfter),
                    library.engine);
        }

        /** By weights, and by the bias too, in single precision. */
        convolution_backward_weights.primitive_desc byWeights(boolean bias) {
            memory.desc byKernel = OneDnn.any(memory.data_type.f32, weights);
            convolution_backward_weights.desc plain = bias
                    ? new convolution_backward_weights.desc(algorithm.convolution_direct, x, byKernel,
                            OneDnn.vector(filters), output, strides, dilations, padBefore, padAfter)
                    : new convolution_backward_weights.desc(algorithm.convolution_direct, x, byKernel, output, strides,
                            dilations, padBefore, padAfter);
            return new convolution_backward_weights.primitive_desc(plain, library.engine, forward);
        }
    }

    /**
     * The kernel in the order that a primitive likes best; a copy of DL4J's, brought up to date when that has changed.
     */
    private static final class LaidOutKernel {

        final memory place;
        private final Kernel kernel;
        private final Runnable copy;
        private long version = -1;

        LaidOutKernel(OneDnn library, Kernel kernel, memory.desc wanted, Buffers buffers) {
            this.kernel = kernel;
            memory.desc order = order(kernel.weights, kernel.groups);
            memory source = library.memory(order, kernel.weights);
            boolean same = wanted.equals(order);
            place = same ? source : library.memory(wanted, buffers);
            copy = same ? () -> {} : library.reorder(source, place);
        }

        void refresh() {
            kernel.refresh();
            if (version != kernel.version()) {
                version = kernel.version();
                copy.run();
            }
        }

        /** The order of weights {@code [out, in / groups, height, width]} in memory. */
        static memory.desc order(INDArray weights, int groups) {
            long[] s = weights.stride();
            long[] strides = groups == 1 ? s.clone()
                    : new long[] {s[0] * (weights.size(0) / groups), s[0], s[1], s[2], s[3]};
            return OneDnn.strided(memory.data_type.f32, shape(weights, groups), strides);
        }

        static long[] shape(INDArray weights, int groups) {
            long[] w = weights.shape();
            return groups == 1 ? w.clone() : new long[] {groups, w[0] / groups, w[1], w[2], w[3]};
        }
    }
}
