package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or dense layer, perhaps with the ReLU after it. Each gradient is computed only where it is asked for.
 */
abstract class OneDnnLinear implements Operation {

    final OneDnn library;
    final Kernel kernel;
    final INDArray x;
    final INDArray output;
    private final boolean relu;
    private final Mode mode;

    OneDnnLinear(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode) {
        this.library = library;
        this.kernel = convolution.kernel();
        this.relu = convolution.relu();
        this.x = x;
        this.output = output;
        this.mode = mode;
    }

    final prop_kind forwardKind() {
        return mode == Mode.TRAINING ? prop_kind.forward_training : prop_kind.forward_inference;
    }

    final primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        if (relu) {
            post_ops after = new post_ops();
            after.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    @Override
    public final Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        INDArray byX = inputGradients[0];
        INDArray byLinear = relu ? scratch.take(gradient.shape()) : gradient;
        Runnable throughRelu = relu ? library.reluGradient(output, gradient, byLinear) : () -> {};
        Runnable byWeights = mode == Mode.TRAINING && kernel.isTrained() ? weightGradient(byLinear, scratch) : () -> {};
        Runnable byData = byX == null ? () -> {} : dataGradient(byLinear, byX, scratch);
        if (relu) {
            scratch.give(byLinear);
        }
        return () -> {
            throughRelu.run();
            byWeights.run();
            byData.run();
        };
    }

    abstract Runnable dataGradient(INDArray gradient, INDArray byX, Buffers buffers);

    abstract Runnable weightGradient(INDArray gradient, Buffers buffers);

    /** A convolution, with its kernel in the order that the library likes best. */
    static final class OfMaps extends OneDnnLinear {

        private final convolution_forward.primitive_desc description;
        private final ConvolutionGeometry geometry;
        private final LaidOutKernel weights;
        private final Runnable forward;

        OfMaps(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode,
                Buffers buffers) {
            super(library, convolution, x, output, mode);
            geometry = convolution.geometry();
            description = describe();
            weights = new LaidOutKernel(library, kernel, description.weights_desc(), buffers);
            OneDnn.Call call = library.call(new convolution_forward(description))
                    .with(DNNL_ARG_SRC, library.memory(picture(x), x)).with(DNNL_ARG_WEIGHTS, weights.memory)
                    .with(DNNL_ARG_DST, library.memory(picture(output), output));
            forward = kernel.bias == null ? call
                    : call.with(DNNL_ARG_BIAS, library.memory(OneDnn.vector(kernel.bias.length()), kernel.bias));
        }

        private convolution_forward.primitive_desc describe() {
            convolution_forward.desc plain = kernel.bias == null
                    ? new convolution_forward.desc(forwardKind(), algorithm.convolution_direct, picture(x),
                            anyWeights(), picture(output), strides(), dilations(), padBefore(), padAfter())
                    : new convolution_forward.desc(forwardKind(), algorithm.convolution_direct, picture(x),
                            anyWeights(), OneDnn.vector(kernel.bias.length()), picture(output), strides(), dilations(),
                            padBefore(), padAfter());
            return new convolution_forward.primitive_desc(plain, attributes(), library.engine);
        }

        @Override
        public void forward() {
            weights.refresh();
            forward.run();
        }

        @Override
        Runnable dataGradient(INDArray gradient, INDArray byX, Buffers buffers) {
            convolution_backward_data.primitive_desc backward = new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(algorithm.convolution_direct, picture(byX), anyWeights(),
                            picture(gradient), strides(), dilations(), padBefore(), padAfter()),
                    library.engine, description);
            LaidOutKernel transposed = new LaidOutKernel(library, kernel, backward.weights_desc(), buffers);
            Runnable run = library.call(new convolution_backward_data(backward))
                    .with(DNNL_ARG_DIFF_DST, library.memory(picture(gradient), gradient))
                    .with(DNNL_ARG_WEIGHTS, transposed.memory)
                    .with(DNNL_ARG_DIFF_SRC, library.memory(picture(byX), byX));
            return () -> {
                transposed.refresh();
                run.run();
            };
        }

        @Override
        Runnable weightGradient(INDArray gradient, Buffers buffers) {
            INDArray byBias = kernel.biasGradient.get();
            convolution_backward_weights.desc plain = byBias == null
                    ? new convolution_backward_weights.desc(algorithm.convolution_direct, picture(x), anyWeights(),
                            picture(gradient), strides(), dilations(), padBefore(), padAfter())
                    : new convolution_backward_weights.desc(algorithm.convolution_direct, picture(x), anyWeights(),
                            OneDnn.vector(byBias.length()), picture(gradient), strides(), dilations(), padBefore(),
                            padAfter());
            convolution_backward_weights.primitive_desc backward = new convolution_backward_weights.primitive_desc(
                    plain, library.engine, description);
            memory.desc order = LaidOutKernel.order(kernel.weightGradient.get(), kernel.groups);
            memory target = library.memory(order, kernel.weightGradient.get());
            boolean direct = backward.diff_weights_desc().equals(order);
            memory laidOut = direct ? target : library.memory(backward.diff_weights_desc(), buffers);
            OneDnn.Call run = library.call(new convolution_backward_weights(backward))
                    .with(DNNL_ARG_SRC, library.memory(picture(x), x))
                    .with(DNNL_ARG_DIFF_DST, library.memory(picture(gradient), gradient))
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

        private static memory.desc picture(INDArray array) {
            return OneDnn.picture(array.shape());
        }

        private memory.desc anyWeights() {
            return OneDnn.any(LaidOutKernel.shape(kernel.weights, kernel.groups));
        }

        private long[] strides() {
            return new long[] {geometry.strideHeight(), geometry.strideWidth()};
        }

        private long[] dilations() {
            return new long[] {geometry.dilationHeight() - 1, geometry.dilationWidth() - 1};
        }

        private long[] padBefore() {
            return geometry.padBefore(x.shape());
        }

        private long[] padAfter() {
            return geometry.padAfter(x.shape());
        }

        /**
         * The kernel in the order that a primitive likes best; a copy of DL4J's, brought up to date when that has
         * changed.
         */
        private static final class LaidOutKernel {

            final memory memory;
            private final Kernel kernel;
            private final Runnable copy;
            private long version = -1;

            LaidOutKernel(OneDnn library, Kernel kernel, memory.desc wanted, Buffers buffers) {
                this.kernel = kernel;
                memory.desc order = order(kernel.weights, kernel.groups);
                memory source = library.memory(order, kernel.weights);
                boolean same = wanted.equals(order);
                memory = same ? source : library.memory(wanted, buffers);
                copy = same ? () -> {} : library.reorder(source, memory);
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
                return OneDnn.strided(shape(weights, groups), strides);
            }

            static long[] shape(INDArray weights, int groups) {
                long[] w = weights.shape();
                return groups == 1 ? w.clone() : new long[] {groups, w[0] / groups, w[1], w[2], w[3]};
            }
        }
    }

    /** A dense layer, on DL4J's own weights: they can be hundreds of megabytes, which nobody wants twice. */
    static final class Dense extends OneDnnLinear {

        private final inner_product_forward.primitive_desc description;
        private final Runnable forward;

        Dense(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode) {
            super(library, convolution, x, output, mode);
            inner_product_forward.desc plain = kernel.bias == null
                    ? new inner_product_forward.desc(forwardKind(), rows(x), order(kernel.weights), rows(output))
                    : new inner_product_forward.desc(forwardKind(), rows(x), order(kernel.weights),
                            OneDnn.vector(kernel.bias.length()), rows(output));
            description = new inner_product_forward.primitive_desc(plain, attributes(), library.engine);
            OneDnn.Call call = library.call(new inner_product_forward(description))
                    .with(DNNL_ARG_SRC, library.memory(rows(x), x))
                    .with(DNNL_ARG_WEIGHTS, library.memory(order(kernel.weights), kernel.weights))
                    .with(DNNL_ARG_DST, library.memory(rows(output), output));
            forward = kernel.bias == null ? call
                    : call.with(DNNL_ARG_BIAS, library.memory(OneDnn.vector(kernel.bias.length()), kernel.bias));
        }

        @Override
        public void forward() {
            kernel.refresh();
            forward.run();
        }

        @Override
        Runnable dataGradient(INDArray gradient, INDArray byX, Buffers buffers) {
            inner_product_backward_data.primitive_desc backward = new inner_product_backward_data.primitive_desc(
                    new inner_product_backward_data.desc(rows(byX), order(kernel.weights), rows(gradient)),
                    library.engine, description);
            return library.call(new inner_product_backward_data(backward))
                    .with(DNNL_ARG_DIFF_DST, library.memory(rows(gradient), gradient))
                    .with(DNNL_ARG_WEIGHTS, library.memory(order(kernel.weights), kernel.weights))
                    .with(DNNL_ARG_DIFF_SRC, library.memory(rows(byX), byX));
        }

        @Override
        Runnable weightGradient(INDArray gradient, Buffers buffers) {
            INDArray target = kernel.weightGradient.get();
            INDArray byBias = kernel.biasGradient.get();
            inner_product_backward_weights.desc plain = byBias == null
                    ? new inner_product_backward_weights.desc(rows(x), order(target), rows(gradient))
                    : new inner_product_backward_weights.desc(rows(x), order(target), OneDnn.vector(byBias.length()),
                            rows(gradient));
            OneDnn.Call run = library
                    .call(new inner_product_backward_weights(
                            new inner_product_backward_weights.primitive_desc(plain, library.engine, description)))
                    .with(DNNL_ARG_SRC, library.memory(rows(x), x))
                    .with(DNNL_ARG_DIFF_DST, library.memory(rows(gradient), gradient))
                    .with(DNNL_ARG_DIFF_WEIGHTS, library.memory(order(target), target));
            return byBias == null ? run
                    : run.with(DNNL_ARG_DIFF_BIAS, library.memory(OneDnn.vector(byBias.length()), byBias));
        }

        private static memory.desc rows(INDArray array) {
            return OneDnn.matrix(array.size(0), array.size(3));
        }

        private static memory.desc order(INDArray weights) {
            return OneDnn.strided(new long[] {weights.size(0), weights.size(1)},
                    new long[] {weights.stride(0), weights.stride(1)});
        }
    }
}
