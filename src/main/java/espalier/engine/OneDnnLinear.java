package espalier.engine;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution or dense layer, with the ReLU after it where the step has one. Each gradient is computed only where it
 * is asked for.
 */
abstract class OneDnnLinear implements Step.Binding {

    final OneDnn library;
    final ConvolutionStep step;
    final Kernel kernel;
    final INDArray x;
    final INDArray output;
    private final OneDnnOperations operations;
    private final Mode mode;

    OneDnnLinear(OneDnn library, OneDnnOperations operations, ConvolutionStep step, INDArray x, INDArray output,
            Mode mode) {
        this.library = library;
        this.operations = operations;
        this.step = step;
        this.kernel = step.kernel;
        this.x = x;
        this.output = output;
        this.mode = mode;
    }

    final prop_kind forwardKind() {
        return mode == Mode.TRAINING ? prop_kind.forward_training : prop_kind.forward_inference;
    }

    final primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        if (step.relu) {
            post_ops after = new post_ops();
            after.append_eltwise(1, algorithm.eltwise_relu, 0, 0);
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    @Override
    public final Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
        INDArray byX = inputGradients[0];
        INDArray byLinear = step.relu ? scratch.take(gradient.shape()) : gradient;
        Runnable throughRelu = step.relu ? operations.reluGradient(output, gradient, byLinear) : () -> {};
        Runnable byWeights = mode == Mode.TRAINING && step.hasParameters() ? weightGradient(byLinear, scratch)
                : () -> {};
        Runnable byData = byX == null ? () -> {} : dataGradient(byLinear, byX, scratch);
        if (step.relu) {
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
}
