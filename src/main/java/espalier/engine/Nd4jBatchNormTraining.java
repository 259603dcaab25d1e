package espalier.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A batch norm by its batch's statistics, which the running ones follow. */
final class Nd4jBatchNormTraining implements Step.Binding {

    private final BatchNormStep step;
    private final long channels;
    private final INDArray zeros;
    private final INDArray mean;
    private final INDArray variance;
    private final INDArray centred;
    private final Runnable statistics;
    private final Runnable forward;

    Nd4jBatchNormTraining(BatchNormStep step, INDArray x, INDArray output, Buffers scratch) {
        this.step = step;
        channels = x.size(3);
        zeros = Nd4j.zeros(channels);
        INDArray ones = Nd4j.ones(channels);
        mean = Nd4j.create(channels);
        variance = Nd4j.create(channels);
        centred = scratch.take(x.shape());
        Runnable takeMean = Ops.channelMean(x, mean, scratch);
        Runnable centre = Ops.normalise(x, mean, ones, ones, zeros, 0, centred);
        INDArray squares = scratch.take(x.shape());
        Runnable square = Ops.multiply(centred, centred, squares);
        Runnable takeVariance = Ops.channelMean(squares, variance, scratch);
        scratch.give(squares);
        forward = Ops.normalise(centred, zeros, variance, step.p.scale(), step.p.shift(), step.p.epsilon(), output);
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
        step.follow(Values.of(mean), Values.of(variance));
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
        INDArray byScale = step.scaleGradient.get();
        INDArray byShift = step.shiftGradient.get();
        return () -> {
            takeMean.run();
            multiply.run();
            takeProduct.run();
            INDArray inverse = Transforms.sqrt(variance.add(step.p.epsilon()), false).rdivi(1);
            meanGradient.mul(count, byShift);
            meanProduct.mul(inverse, byScale);
            byScale.muli(count);
            step.p.scale().mul(inverse, s);
            s.mul(inverse, a).muli(inverse).muli(meanProduct).negi();
            s.mul(meanGradient, b).negi();
            first.run();
            second.run();
            sum.run();
        };
    }
}
