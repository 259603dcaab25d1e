package espalier.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
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
    public Step.Binding convolution(ConvolutionStep step, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        boolean dense = step.window.isPixel() && x.size(1) == 1 && x.size(2) == 1 && step.kernel.groups == 1;
        return dense ? new OneDnnDense(library, this, step, x, output, mode, buffers)
                : new OneDnnConvolution(library, this, step, x, output, mode, buffers);
    }

    @Override
    public Step.Binding batchNorm(BatchNormStep step, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return mode == Mode.TRAINING ? new OneDnnBatchNormTraining(library, step, x, output, buffers)
                : new OneDnnBatchNormEvaluation(library, this, step, x, output, buffers);
    }

    @Override
    public Step.Binding pool(boolean max, Window window, boolean countPadding, INDArray x, INDArray output, Mode mode,
            Buffers buffers) {
        return window.isDilated() ? new Nd4jOperations().pool(max, window, countPadding, x, output, mode, buffers)
                : new OneDnnPool(library, max, window, countPadding, x, output, mode, buffers);
    }

    @Override
    public Step.Binding relu(INDArray x, INDArray output) {
        memory.desc description = OneDnn.picture(x.shape());
        eltwise_forward.primitive_desc forward = reluForward(description);
        Runnable run = library.call(new eltwise_forward(forward)).with(DNNL_ARG_SRC, library.memory(description, x))
                .with(DNNL_ARG_DST, library.memory(description, output));
        return new Step.Binding() {
            @Override
            public void forward() {
                run.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return reluGradient(output, gradient, inputGradients[0]);
            }
        };
    }

    /** {@code gradient} where the ReLU's output is positive, else 0; may work in place. */
    Runnable reluGradient(INDArray output, INDArray gradient, INDArray byX) {
        memory.desc description = OneDnn.picture(output.shape());
        eltwise_backward.primitive_desc backward = new eltwise_backward.primitive_desc(
                new eltwise_backward.desc(algorithm.eltwise_relu_use_dst_for_bwd, description, description, 0, 0),
                library.engine, reluForward(description));
        return library.call(new eltwise_backward(backward)).with(DNNL_ARG_DST, library.memory(description, output))
                .with(DNNL_ARG_DIFF_DST, library.memory(description, gradient))
                .with(DNNL_ARG_DIFF_SRC, library.memory(description, byX));
    }

    private eltwise_forward.primitive_desc reluForward(memory.desc description) {
        return new eltwise_forward.primitive_desc(new eltwise_forward.desc(prop_kind.forward_training,
                algorithm.eltwise_relu_use_dst_for_bwd, description, 0, 0), library.engine);
    }
}
