package espalier.engine.layers;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code min(max(alpha · x + beta, 0), 1)} of any slope: PyTorch's and Keras 3's is x/6 + 0.5. (DL4J's own has Keras
 * 2's 0.2 x + 0.5.)
 *
 * @param alpha the slope, above 0
 * @param beta  the value at 0
 */
public record HardSigmoid(@JsonProperty("alpha") double alpha,
        @JsonProperty("beta") double beta) implements ElementFunction {

    /** With both. */
    @JsonCreator
    public HardSigmoid {
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("A hard sigmoid does not rise by " + alpha);
        }
    }

    /** PyTorch's and Keras 3's. */
    public static HardSigmoid ofSixth() {
        return new HardSigmoid(1 / 6.0, 0.5);
    }

    @Override
    public double value(double x) {
        return Math.min(Math.max(alpha * x + beta, 0), 1);
    }

    @Override
    public double slope(double x) {
        double linear = alpha * x + beta;
        return linear > 0 && linear < 1 ? alpha : 0;
    }
}
