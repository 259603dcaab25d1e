package espalier.engine.layers;

import org.nd4j.shade.jackson.annotation.JsonCreator;

/** {@code x · min(max(x / 6 + 0.5, 0), 1)} (Howard et al. 2019, Searching for MobileNetV3, section 5.2). */
public record HardSwish() implements ElementFunction {

    /** There is only one. */
    @JsonCreator
    public HardSwish {}

    @Override
    public double value(double x) {
        return x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
    }

    @Override
    public double slope(double x) {
        return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5;
    }
}
