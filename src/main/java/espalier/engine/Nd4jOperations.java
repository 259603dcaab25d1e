package espalier.engine;

import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations as ND4J ops, for platforms without oneDNN's own library. */
final class Nd4jOperations implements Operations {

    @Override
    public boolean isComplete() {
        return false;
    }

    @Override
    public Operation convolution(Convolution convolution, INDArray x, INDArray output, Mode mode, Buffers buffers) {
        return withRelu(convolution.activation().isPresent(), output,
                new Nd4jConvolution(convolution, x, output, mode));
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
    public Runnable multiply(INDArray a, INDArray b, INDArray product) {
        return Nd4jOps.multiply(a, b, product);
    }

    @Override
    public Runnable mapSum(INDArray maps, INDArray sums, Buffers buffers) {
        long pixels = maps.size(1) * maps.size(2);
        Runnable mean = Nd4jOps.averagePool(maps, sums, ConvolutionGeometry.whole(maps.size(1), maps.size(2)), 0);
        return () -> {
            mean.run();
            sums.muli(pixels);
        };
    }

    @Override
    public Activation activation(IActivation function) {
        return new OwnActivation(function);
    }

    @Override
    public Operation parametricRelu(INDArray slopes, Supplier<INDArray> slopeGradient, INDArray x, INDArray output,
            Mode mode) {
        throw new UnsupportedOperationException("DL4J's own layer does it");
    }

    /** An activation function by its own implementation: the ReLU by fast ops, all others slowly. */
    record OwnActivation(IActivation function) implements Activation {

        @Override
        public boolean readsOutput() {
            return function.equals(new ActivationReLU());
        }

        @Override
        public boolean takesBfloat16() {
            return false;
        }

        /** The ReLU alone. */
        @Override
        public boolean joins(Mode mode) {
            return readsOutput();
        }

        @Override
        public Operation bind(INDArray x, INDArray output) {
            if (readsOutput()) {
                return Operation.of(Nd4jOps.relu(x, output),
                        (gradient, byX) -> Nd4jOps.reluGradient(output, gradient, byX));
            }
            return Operation.of(() -> output.assign(function.getActivation(x.dup(), false)),
                    (gradient, byX) -> () -> byX.assign(function.backprop(x.dup(), gradient.dup()).getFirst()));
        }
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
