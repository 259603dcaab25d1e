package espalier.engine;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A batch norm by ND4J's op. */
final class Nd4jBatchNorm {

    private Nd4jBatchNorm() {}

    /** A batch norm by its running statistics: one factor and one offset a channel. */
    static final class Evaluation implements Operation {

        private final BatchNorm norm;
        private final INDArray factor;
        private final INDArray offset;
        private final Runnable forward;

        Evaluation(BatchNorm norm, INDArray x, INDArray output) {
            this.norm = norm;
            factor = Nd4j.create(norm.scale().length());
            offset = Nd4j.create(norm.scale().length());
            forward = Nd4jOps.affine(x, factor, offset, output);
        }

        @Override
        public void forward() {
            float[] factors = norm.evaluationScale();
            FloatBuffer offsets = Values.floats(offset);
            FloatBuffer shifts = Values.floats(norm.shift());
            FloatBuffer means = Values.floats(norm.mean());
            Values.floats(factor).put(factors);
            for (int c = 0; c < factors.length; c++) {
                offsets.put(c, shifts.get(c) - means.get(c) * factors[c]);
            }
            forward.run();
        }

        @Override
        public Runnable backward(INDArray gradient, INDArray[] inputGradients, Buffers scratch) {
            return Nd4jOps.affine(gradient, factor, Nd4j.zeros(factor.shape()), inputGradients[0]);
        }
    }

    /** A batch norm by its batch's statistics, which the running ones follow. */
    static final class Training implements Operation {

        private final BatchNorm norm;
        private final long channels;
        private final INDArray zeros;
        private final INDArray mean;
        private final INDArray variance;
        private final INDArray centred;
        private final Runnable statistics;
        private final Runnable forward;

        Training(BatchNorm norm, INDArray x, INDArray output, Buffers scratch) {
            this.norm = norm;
            channels = x.size(3);
            zeros = Nd4j.zeros(channels);
            INDArray ones = Nd4j.ones(channels);
            mean = Nd4j.create(channels);
            variance = Nd4j.create(channels);
            centred = scratch.take(x.shape());
            Runnable takeMean = Nd4jOps.channelMean(x, mean, scratch);
            Runnable centre = Nd4jOps.normalise(x, mean, ones, ones, zeros, 0, centred);
            INDArray squares = scratch.take(x.shape());
            Runnable square = Nd4jOps.multiply(centred, centred, squares);
            Runnable takeVariance = Nd4jOps.channelMean(squares, variance, scratch);
            scratch.give(squares);
            forward = Nd4jOps.normalise(centred, zeros, variance, norm.scale(), norm.shift(), norm.epsilon(), output);
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
            norm.follow(Values.of(mean), Values.of(variance));
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
            Runnable takeMean = Nd4jOps.channelMean(gradient, meanGradient, scratch);
            Runnable multiply = Nd4jOps.multiply(gradient, centred, product);
            Runnable takeProduct = Nd4jOps.channelMean(product, meanProduct, scratch);
            Runnable first = Nd4jOps.affine(gradient, s, zeros, x);
            Runnable second = Nd4jOps.affine(centred, a, b, product);
            Runnable sum = Nd4jOps.add(x, product, x);
            scratch.give(product);
            if (inputGradients[0] == null) {
                scratch.give(x);
            }
            float count = gradient.length() / (float) channels;
            INDArray byScale = norm.scaleGradient().get();
            INDArray byShift = norm.shiftGradient().get();
            return () -> {
                takeMean.run();
                multiply.run();
                takeProduct.run();
                INDArray inverse = Transforms.sqrt(variance.add(norm.epsilon()), false).rdivi(1);
                meanGradient.mul(count, byShift);
                meanProduct.mul(inverse, byScale);
                byScale.muli(count);
                norm.scale().mul(inverse, s);
                s.mul(inverse, a).muli(inverse).muli(meanProduct).negi();
                s.mul(meanGradient, b).negi();
                first.run();
                second.run();
                sum.run();
            };
        }
    }
}
