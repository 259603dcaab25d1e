package espalier.engine.layers;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code x} where that is positive, else {@code alpha · (eˣ − 1)} (Clevert et al. 2016, Exponential Linear Units).
 * DL4J's own leaves {@code alpha} out of its gradient, so it serves for 1 alone.
 *
 * @param alpha 0 or more
 */
public record Elu(@JsonProperty("alpha") double alpha) implements ElementFunction {

    /** Of any height. */
    @JsonCreator
    public Elu {
        if (!(alpha >= 0)) {
            throw new IllegalArgumentException("An ELU of " + alpha + " is none");
        }
    }

    @Override
    public double value(double x) {
        return x > 0 ? x : alpha * Math.expm1(x);
    }

    @Override
    public double slope(double x) {
        return x > 0 ? 1 : alpha * Math.exp(x);
    }
}
