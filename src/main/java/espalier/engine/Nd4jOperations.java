package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations as ND4J ops, for platforms without oneDNN's own library. */
final class Nd4jOperations implements Operations {

    @Override
    public boolean convolvesGroups() {
        return false;
    }

    @Override
    public Operation convolution(Convolution convolution, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return withRelu(convolution.relu(), output, new Nd4jConvolution(convolution, x, output, mode));
    }

    @Override
    public Operation batchNorm(BatchNorm norm, boolean relu, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return withRelu(relu, output, mode == Mode.TRAINING ? new Nd4jBatchNorm.Training(norm, x, output, buffers)
                : new Nd4jBatchNorm.Evaluation(norm, x, output));
    }

    @Override
    public Operation pool(Pool pool, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        ConvolutionGeometry geometry = pool.geometry();
        if (pool.max()) {
            return Operation.of(Nd4jOps.maxPool(x, output, geometry),
                    (gradient, byX) -> Nd4jOps.maxPoolGradient(x, gradient, byX, geometry));
        }
        int extra = pool.countPadding() ? 1 : 0;
        return Operation.of(Nd4jOps.averagePool(x, output, geometry, extra),
                (gradient, byX) -> Nd4jOps.averagePoolGradient(x, gradient, byX, geometry, extra));
    }

    @Override
    public boolean takesBfloat16() {
        return false;
    }

    @Override
    public boolean takesBfloat16(Convolution convolution, long[] pictures, Mode mode) {
        return false;
    }

    @Override
    public Runnable copy(INDArray from, INDArray to) {
        return Nd4jOps.copy(from, to);
    }

    @Override
    public Runnable add(INDArray a, INDArray b, INDArray sum) {
        return Nd4jOps.add(a, b, sum);
    }

    @Override
    public Operation relu(INDArray x, INDArray output) {
        return Operation.of(Nd4jOps.relu(x, output), (gradient, byX) -> Nd4jOps.reluGradient(output, gradient, byX));
    }

    private static Operation withRelu(boolean relu, INDArray output, Operation linear) {
        if (!relu) {
            return linear;
        }
        Runnable rectify = Nd4jOps.relu(output, output);
        return new Operation() {
            @Override
            public void forward() {
                linear.forward();
                rectify.run();
            }

            @Override
            public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
                INDArray byLinear = scratch.take(gradient.shape());
                Runnable throughRelu = Nd4jOps.reluGradient(output, gradient, byLinear);
                Runnable backward = linear.backward(byLinear, inputGradients, scratch);
                scratch.give(byLinear);
                return () -> {
                    throughRelu.run();
                    backward.run();
                };
            }
        };
    }
}
