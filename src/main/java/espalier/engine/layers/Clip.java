package espalier.engine.layers;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code min(max(x, min), max)}: ONNX's Clip, PyTorch's hard tanh. The gradient at the bounds is 0, as PyTorch's. (From
 * 0 on, DL4J's own {@code ActivationReLU} with a maximum does the same.)
 *
 * @param min the least value, below {@code max}
 * @param max the largest
 */
public record Clip(@JsonProperty("min") double min, @JsonProperty("max") double max) implements ElementFunction {

    /** With both bounds. */
    @JsonCreator
    public Clip {
        if (!(min < max)) {
            throw new IllegalArgumentException("Nothing lies between " + min + " and " + max);
        }
    }

    @Override
    public double value(double x) {
        return Math.min(Math.max(x, min), max);
    }

    @Override
    public double slope(double x) {
        return x > min && x < max ? 1 : 0;
    }
}
