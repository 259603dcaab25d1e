package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations as ND4J ops, for platforms without oneDNN's own library. */
final class Nd4jOperations implements Operations {

    @Override
    public boolean convolvesGroups() {
        return false;
    }

    @Override
    public Step.Binding convolution(ConvolutionStep step, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return withRelu(step.relu, output, new Nd4jConvolution(step, x, output, mode));
    }

    @Override
    public Step.Binding batchNorm(BatchNormStep step, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return withRelu(step.relu, output, mode == Mode.TRAINING ? new Nd4jBatchNormTraining(step, x, output, buffers)
                : new Nd4jBatchNormEvaluation(step, x, output));
    }

    @Override
    public Step.Binding pool(boolean max, Window window, boolean countPadding, INDArray x, INDArray output, Mode mode,
            Buffers buffers) {
        int extra = countPadding ? 1 : 0;
        Runnable run = max ? Ops.maxPool(x, output, window) : Ops.averagePool(x, output, window, extra);
        return binding(run, (gradient, byX) -> max ? Ops.maxPoolGradient(x, gradient, byX, window)
                : Ops.averagePoolGradient(x, gradient, byX, window, extra));
    }

    @Override
    public Step.Binding relu(INDArray x, INDArray output) {
        return binding(Ops.relu(x, output), (gradient, byX) -> Ops.reluGradient(output, gradient, byX));
    }

    private static Step.Binding withRelu(boolean relu, INDArray output, Step.Binding linear) {
        if (!relu) {
            return linear;
        }
        Runnable rectify = Ops.relu(output, output);
        return new Step.Binding() {
            @Override
            public void forward() {
                linear.forward();
                rectify.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                INDArray byLinear = scratch.take(gradient.shape());
                Runnable throughRelu = Ops.reluGradient(output, gradient, byLinear);
                Runnable backward = linear.backward(byLinear, inputGradients, scratch);
                scratch.give(byLinear);
                return () -> {
                    throughRelu.run();
                    backward.run();
                };
            }
        };
    }

    @FunctionalInterface
    private interface Gradient {
        Runnable of(INDArray gradient, INDArray byX);
    }

    private static Step.Binding binding(Runnable forward, Gradient backward) {
        return new Step.Binding() {
            @Override
            public void forward() {
                forward.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                return backward.of(gradient, inputGradients[0]);
            }
        };
    }
}
