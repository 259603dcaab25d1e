package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or dense layer, perhaps with the activation after it. Each gradient is computed only where it is asked
 * for.
 */
abstract class OneDnnLinear implements Operation {

    final OneDnn library;
    final Kernel kernel;
    final INDArray x;
    final INDArray output;
    private final Optional<OneDnn.Eltwise> activation;
    private final Mode mode;

    OneDnnLinear(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode) {
        this.library = library;
        this.kernel = convolution.kernel();
        this.activation = activation(convolution);
        this.x = x;
        this.output = output;
        this.mode = mode;
    }

    static prop_kind forwardKind(Mode mode) {
        return mode == Mode.TRAINING ? prop_kind.forward_training : prop_kind.forward_inference;
    }

    private static Optional<OneDnn.Eltwise> activation(Operations.Convolution convolution) {
        return convolution.activation().map(OneDnnActivation.class::cast).map(OneDnnActivation::function);
    }

    /** With the activation that comes after it. */
    static primitive_attr attributes(Operations.Convolution convolution) {
        primitive_attr attributes = new primitive_attr();
        activation(convolution).ifPresent(function -> {
            post_ops after = new post_ops();
            after.append_eltwise(1, function.kind(), function.alpha(), function.beta());
            attributes.set_post_ops(after);
        });
        return attributes;
    }

    @Override
    public final Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        INDArray byX = inputGradients[0];
        INDArray byLinear = activation.isPresent() ? scratch.like(gradient) : gradient;
        Runnable throughActivation = activation
                .map(function -> library.eltwiseGradient(function, output, gradient, byLinear)).orElse(() -> {});
        Runnable byWeights = mode == Mode.TRAINING && kernel.isTrained() ? weightGradient(byLinear, scratch) : () -> {};
        Runnable byData = byX == null ? () -> {} : dataGradient(byLinear, byX, scratch);
        if (activation.isPresent()) {
            scratch.give(byLinear);
        }
        return () -> {
            throughActivation.run();
            byWeights.run();
            byData.run();
        };
    }

    abstract Runnable dataGradient(INDArray gradient, INDArray byX, Buffers buffers);

    abstract Runnable weightGradient(INDArray gradient, Buffers buffers);

    /** A dense layer, on DL4J's own weights: they can be hundreds of megabytes, which nobody wants twice. */
    static final class Dense extends OneDnnLinear {

        private final inner_product_forward.primitive_desc description;
        private final Runnable forward;

        Dense(OneDnn library, Operations.Convolution convolution, INDArray x, INDArray output, Mode mode) {
            super(library, convolution, x, output, mode);
            inner_product_forward.desc plain = kernel.bias == null
                    ? new inner_product_forward.desc(forwardKind(mode), rows(x), order(kernel.weights), rows(output))
                    : new inner_product_forward.desc(forwardKind(mode), rows(x), order(kernel.weights),
                            OneDnn.vector(kernel.bias.length()), rows(output));
            description = new inner_product_forward.primitive_desc(plain, attributes(convolution), library.engine);
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
            return OneDnn.strided(memory.data_type.f32, new long[] {weights.size(0), weights.size(1)},
                    new long[] {weights.stride(0), weights.stride(1)});
        }
    }
}
