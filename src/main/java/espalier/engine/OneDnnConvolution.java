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
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution, with its kernel in the order that the library likes best. */
final class OneDnnConvolution extends OneDnnLinear {

    private final convolution_forward.primitive_desc description;
    private final LaidOutKernel weights;
    private final Runnable forward;

    OneDnnConvolution(OneDnn library, OneDnnOperations operations, ConvolutionStep step, INDArray x, INDArray output,
            Mode mode, Buffers buffers) {
        super(library, operations, step, x, output, mode);
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
                ? new convolution_forward.desc(forwardKind(), algorithm.convolution_direct, picture(x), anyWeights(),
                        picture(output), strides(), dilations(), padBefore(), padAfter())
                : new convolution_forward.desc(forwardKind(), algorithm.convolution_direct, picture(x), anyWeights(),
                        OneDnn.vector(kernel.bias.length()), picture(output), strides(), dilations(), padBefore(),
                        padAfter());
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
                .with(DNNL_ARG_WEIGHTS, transposed.memory).with(DNNL_ARG_DIFF_SRC, library.memory(picture(byX), byX));
        return () -> {
            transposed.refresh();
            run.run();
        };
    }

    @Override
    Runnable weightGradient(INDArray gradient, Buffers buffers) {
        INDArray byBias = step.biasGradient.get();
        convolution_backward_weights.desc plain = byBias == null
                ? new convolution_backward_weights.desc(algorithm.convolution_direct, picture(x), anyWeights(),
                        picture(gradient), strides(), dilations(), padBefore(), padAfter())
                : new convolution_backward_weights.desc(algorithm.convolution_direct, picture(x), anyWeights(),
                        OneDnn.vector(byBias.length()), picture(gradient), strides(), dilations(), padBefore(),
                        padAfter());
        convolution_backward_weights.primitive_desc backward = new convolution_backward_weights.primitive_desc(plain,
                library.engine, description);
        memory.desc order = LaidOutKernel.order(step.weightGradient.get(), kernel.groups);
        memory target = library.memory(order, step.weightGradient.get());
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
        return new long[] {step.window.strideHeight(), step.window.strideWidth()};
    }

    private long[] dilations() {
        return new long[] {step.window.dilationHeight() - 1, step.window.dilationWidth() - 1};
    }

    private long[] padBefore() {
        return step.window.padBefore(x.shape());
    }

    private long[] padAfter() {
        return step.window.padAfter(x.shape());
    }
}
