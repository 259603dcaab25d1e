package espalier.training;

import espalier.engine.Program;
import espalier.engine.Program.Span;
import espalier.engine.Values;
import espalier.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stochastic gradient descent with momentum μ and weight decay δ: {@code v ← μ·v − η·(g + δ·p)}, {@code p ← p + v}, in
 * one pass over the memory of all three.
 */
public final class Sgd {

    /** What a thread takes at a time. */
    private static final int PIECE = 1 << 16;

    private final Program program;
    private final float momentum;
    private final float weightDecay;
    /** Beside the others in native memory, or Java would not compute with many at a time. */
    private final FloatBuffer velocity;
    /** What is trained, in pieces for threads to share. */
    private final List<Span> pieces = new ArrayList<>();

    /** Begins at rest. */
    public Sgd(Network network, double momentum, double weightDecay) {
        this(network.program(), momentum, weightDecay);
    }

    /** The same for the parameters that a part of a network trains. */
    Sgd(Program program, double momentum, double weightDecay) {
        this.program = program;
        this.momentum = (float) momentum;
        this.weightDecay = (float) weightDecay;
        velocity = ByteBuffer.allocateDirect(Math.toIntExact(program.parameters().length() * Float.BYTES))
                .order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (Span span : program.trained()) {
            for (int from = span.from(); from < span.to(); from += PIECE) {
                pieces.add(new Span(from, Math.min(from + PIECE, span.to())));
            }
        }
    }

    /**
     * Changes all trained parameters by the gradients that the network's program holds.
     *
     * @param rate η, the learning rate
     */
    public void update(double rate) {
        FloatBuffer parameters = Values.floats(program.parameters());
        FloatBuffer gradients = Values.floats(program.gradients());
        pieces.parallelStream().forEach(piece -> update(parameters, gradients, (float) rate, piece));
        program.parametersChanged();
    }

    private void update(FloatBuffer parameters, FloatBuffer gradients, float rate, Span piece) {
        for (int i = piece.from(); i < piece.to(); i++) {
            float p = parameters.get(i);
            float v = momentum * velocity.get(i) - rate * (gradients.get(i) + weightDecay * p);
            velocity.put(i, v);
            parameters.put(i, p + v);
        }
    }

    /** v: {@code [parameters]}. */
    float[] velocity() {
        float[] values = new float[velocity.capacity()];
        velocity.get(0, values);
        return values;
    }

    /** Resumes with this v. */
    void setVelocity(float[] values) {
        velocity.put(0, values);
    }
}
