package espalier.training;

import espalier.engine.Program;
import espalier.network.Network;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Stochastic gradient descent with momentum μ and weight decay δ: {@code v ← μ·v − η·(g + δ·p)}, {@code p ← p + v}. */
public final class Sgd {

    private final Program program;
    private final double momentum;
    private final double weightDecay;
    private final INDArray velocity;
    private final INDArray step;

    /** Begins at rest. */
    public Sgd(Network network, double momentum, double weightDecay) {
        this.program = network.program();
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        this.velocity = Nd4j.zeros(program.parameters().shape());
        this.step = Nd4j.create(program.parameters().shape());
    }

    /**
     * Changes all trained parameters by the gradients that the network's program holds.
     *
     * @param rate η, the learning rate
     */
    public void update(double rate) {
        INDArray parameters = program.parameters();
        parameters.mul(program.trainable(), step).muli(weightDecay).addi(program.gradients()).muli(rate);
        velocity.muli(momentum).subi(step);
        parameters.addi(velocity);
        program.parametersChanged();
    }

    /** v: {@code [parameters]}. */
    float[] velocity() {
        return velocity.data().asFloat();
    }

    /** Resumes with this v. */
    void setVelocity(float[] values) {
        velocity.assign(Nd4j.createFromArray(values).reshape(velocity.shape().clone()));
    }
}
