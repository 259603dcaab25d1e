package espalier.engine.layers;

import org.apache.commons.math3.special.Erf;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code x · Φ(x)}, with the normal distribution Φ (Hendrycks and Gimpel 2016, Gaussian Error Linear Units), exact or
 * by their approximation {@code x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))}. DL4J's own are off by up to 0.03: its
 * plain one is {@code x · sigmoid(1.702 x)}.
 *
 * @param approximate whether by the tanh
 */
public record Gelu(@JsonProperty("approximate") boolean approximate) implements ElementFunction {

    private static final double ROOT = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /** Either. */
    @JsonCreator
    public Gelu {}

    @Override
    public double value(double x) {
        return x * cumulative(x);
    }

    @Override
    public double slope(double x) {
        if (approximate) {
            double tanh = Math.tanh(inner(x));
            return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * ROOT * (1 + 3 * CUBIC * x * x);
        }
        return cumulative(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    private double cumulative(double x) {
        return 0.5 * (1 + (approximate ? Math.tanh(inner(x)) : Erf.erf(x / Math.sqrt(2))));
    }

    private static double inner(double x) {
        return ROOT * (x + CUBIC * x * x * x);
    }
}
