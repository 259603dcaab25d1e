package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer, on DL4J's own weights: they can be hundreds of megabytes, which nobody wants twice. */
final class OneDnnDense extends OneDnnLinear {

    private final inner_product_forward.primitive_desc description;
    private final Runnable forward;

    OneDnnDense(OneDnn library, OneDnnOperations operations, ConvolutionStep step, INDArray x, INDArray output,
            Mode mode, Buffers buffers) {
        super(library, operations, step, x, output, mode);
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
                new inner_product_backward_data.desc(rows(byX), order(kernel.weights), rows(gradient)), library.engine,
                description);
        return library.call(new inner_product_backward_data(backward))
                .with(DNNL_ARG_DIFF_DST, library.memory(rows(gradient), gradient))
                .with(DNNL_ARG_WEIGHTS, library.memory(order(kernel.weights), kernel.weights))
                .with(DNNL_ARG_DIFF_SRC, library.memory(rows(byX), byX));
    }

    @Override
    Runnable weightGradient(INDArray gradient, Buffers buffers) {
        INDArray target = step.weightGradient.get();
        INDArray byBias = step.biasGradient.get();
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
