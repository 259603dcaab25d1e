package espalier.importance;

import java.util.Arrays;

/** How a layer's values are scaled before filters of different layers are compared. */
public enum LayerNormalisation {
    /** As the criterion's own paper does; see {@link Criterion#normalisation}. */
    USUAL,
    /** Values stay as they are. */
    NONE,
    /** Divided by the layer's mean. */
    MEAN,
    /** Divided by the layer's largest value. */
    MAX,
    /** Divided by √Σv² of the layer (Molchanov et al. 2017, section 2.2). */
    L2;

    /**
     * The values of a layer, scaled. All zeros where the divisor is 0.
     *
     * @param values of a layer's filters, 0 or more
     */
    public double[] scaled(double[] values) {
        double divisor = switch (this) {
            case USUAL, NONE -> 1;
            case MEAN -> Arrays.stream(values).average().orElse(1);
            case MAX -> Arrays.stream(values).max().orElse(1);
            case L2 -> Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
        };
        return Arrays.stream(values).map(value -> divisor > 0 ? value / divisor : 0).toArray();
    }
}
