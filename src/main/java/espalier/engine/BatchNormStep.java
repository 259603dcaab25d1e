package espalier.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch norm over batch, height and width (Ioffe and Szegedy 2015). In training the batch's own statistics are used and the
 * running ones follow them, both by the biased variance, as DL4J does.
 */
final class BatchNormStep extends Step {

    /** The layer's parameters, each {@code [channels]}, shared with DL4J. */
    record Parameters(INDArray scale, INDArray shift, INDArray mean, INDArray variance, boolean varianceIsLogDeviation,
            double epsilon, double decay) {
    }

    private final Parameters p;
    private final INDArray scaleGradient;
    private final INDArray shiftGradient;

    BatchNormStep(String name, List<String> inputs, Parameters parameters, INDArray scaleGradient,
            INDArray shiftGradient) {
        super(name, inputs);
        this.p = parameters;
        this.scaleGradient = scaleGradient;
        this.shiftGradient = shiftGradient;
    }

    INDArray runningMean() {
        return p.mean;
    }

    INDArray shift() {
        return p.shift;
    }

    /** γ / √(running variance + ε). */
    INDArray evaluationScale() {
        return p.scale.div(Transforms.sqrt(runningVariance().addi(p.epsilon), false));
    }

    private INDArray runningVariance() {
        return p.varianceIsLogDeviation ? Transforms.pow(Nd4j.valueArrayOf(p.variance.shape(), 100f), p.variance, false)
                : p.variance.dup();
    }

    @Override
    long[] outputShape(long[][] inputShapes) {
        return inputShapes[0];
    }

    @Override
    Binding bind(INDArray[] inputs, INDArray output, Mode mode, Buffers scratch) {
        return mode == Mode.TRAINING ? new Training(inputs[0], output, scratch) : new Evaluation(inputs[0], output);
    }

    private final class Evaluation implements Binding {

        private final INDArray factor = Nd4j.create(p.scale.length());
        private final INDArray offset = Nd4j.create(p.scale.length());
        private final Runnable forward;

        Evaluation(INDArray x, INDArray output) {
            forward = Ops.affine(x, factor, offset, output);
        }

        @Override
        public void forward() {
            factor.assign(evaluationScale());
            p.mean.mul(factor, offset);
            p.shift.sub(offset, offset);
            forward.run();
        }

        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            return Ops.affine(gradient, factor, Nd4j.zeros(factor.shape()), inputGradients[0]);
        }
    }

    private final class Training implements Binding {

        private final long channels = p.scale.length();
        private final INDArray zeros = Nd4j.zeros(channels);
        private final INDArray ones = Nd4j.ones(channels);
        private final INDArray mean = Nd4j.create(channels);
        private final INDArray variance = Nd4j.create(channels);
        private final INDArray centred;
        private final Runnable statistics;
        private final Runnable forward;

        Training(INDArray x, INDArray output, Buffers scratch) {
            centred = scratch.take(x.shape());
            Runnable takeMean = Ops.channelMean(x, mean, scratch);
            Runnable centre = Ops.normalise(x, mean, ones, ones, zeros, 0, centred);
            INDArray squares = scratch.take(x.shape());
            Runnable square = Ops.multiply(centred, centred, squares);
            Runnable takeVariance = Ops.channelMean(squares, variance, scratch);
            scratch.give(squares);
            forward = Ops.normalise(centred, zeros, variance, p.scale, p.shift, p.epsilon, output);
            statistics = () -> {
                takeMean.run();
                centre.run();
                square.run();
                takeVariance.run();
            };
        }

        @Override
        public void forward() {
            statistics.run();
            forward.run();
            p.mean.muli(p.decay).addi(mean.mul(1 - p.decay));
            INDArray running = runningVariance().muli(p.decay).addi(variance.mul(1 - p.decay));
            p.variance.assign(p.varianceIsLogDeviation
                    ? Transforms.log(running, false).muli(0.5 / Math.log(10)) : running);
        }

        /**
         * With m the mean over the channel, x̂ = (x − mean)/√(variance + ε) and s = γ/√(variance + ε):
         * {@code dx = s·(dy − m(dy) − x̂·m(dy·x̂))}, here as {@code s·dy + (a·centred + b)}.
         */
        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            INDArray meanGradient = scratch.take(channels);
            INDArray meanProduct = scratch.take(channels);
            INDArray s = scratch.take(channels);
            INDArray a = scratch.take(channels);
            INDArray b = scratch.take(channels);
            INDArray x = inputGradients[0] == null ? scratch.take(gradient.shape()) : inputGradients[0];
            INDArray product = scratch.take(gradient.shape());
            Runnable takeMean = Ops.channelMean(gradient, meanGradient, scratch);
            Runnable multiply = Ops.multiply(gradient, centred, product);
            Runnable takeProduct = Ops.channelMean(product, meanProduct, scratch);
            Runnable first = Ops.affine(gradient, s, zeros, x);
            Runnable second = Ops.affine(centred, a, b, product);
            Runnable sum = Ops.add(x, product, x);
            scratch.give(product);
            if (inputGradients[0] == null) {
                scratch.give(x);
            }
            float count = gradient.length() / (float) channels;
            return () -> {
                takeMean.run();
                multiply.run();
                takeProduct.run();
                INDArray inverse = Transforms.sqrt(variance.add(p.epsilon), false).rdivi(1);
                meanGradient.mul(count, shiftGradient);
                meanProduct.mul(inverse, scaleGradient);
                scaleGradient.muli(count);
                p.scale.mul(inverse, s);
                s.mul(inverse, a).muli(inverse).muli(meanProduct).negi();
                s.mul(meanGradient, b).negi();
                first.run();
                second.run();
                sum.run();
            };
        }
    }

    @Override
    boolean worksInPlace() {
        return true;
    }

    /** The centred input is kept apart. */
    @Override
    boolean backwardReadsInputs(Mode mode) {
        return false;
    }

    @Override
    boolean backwardReadsOutput(Mode mode) {
        return false;
    }

    @Override
    boolean hasParameters() {
        return true;
    }
}
