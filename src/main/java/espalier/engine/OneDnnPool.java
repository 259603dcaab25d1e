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

/** A max or average pool; a max pool remembers where its maxima were. */
final class OneDnnPool implements Step.Binding {

    private final OneDnn library;
    private final algorithm kind;
    private final long[] kernel;
    private final long[] strides;
    private final long[] padBefore;
    private final long[] padAfter;
    private final pooling_forward.primitive_desc description;
    private final memory places;
    private final Runnable forward;

    OneDnnPool(OneDnn library, boolean max, Window window, boolean countPadding, INDArray x, INDArray output, Mode mode,
            Buffers buffers) {
        this.library = library;
        kind = max ? algorithm.pooling_max
                : countPadding ? algorithm.pooling_avg_include_padding : algorithm.pooling_avg_exclude_padding;
        kernel = new long[] {window.kernelHeight(), window.kernelWidth()};
        strides = new long[] {window.strideHeight(), window.strideWidth()};
        padBefore = window.padBefore(x.shape());
        padAfter = window.padAfter(x.shape());
        memory.desc in = OneDnn.picture(x.shape());
        memory.desc out = OneDnn.picture(output.shape());
        boolean remembers = max && mode != Mode.INFERENCE;
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
        memory.desc in = OneDnn.picture(byX.shape());
        memory.desc out = OneDnn.picture(gradient.shape());
        pooling_backward.primitive_desc backward = new pooling_backward.primitive_desc(
                new pooling_backward.desc(kind, in, out, strides, kernel, padBefore, padAfter), library.engine,
                description);
        OneDnn.Call call = library.call(new pooling_backward(backward))
                .with(DNNL_ARG_DIFF_DST, library.memory(out, gradient))
                .with(DNNL_ARG_DIFF_SRC, library.memory(in, byX));
        return places == null ? call : call.with(DNNL_ARG_WORKSPACE, places);
    }
}
