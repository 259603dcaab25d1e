package espalier.app.compare;

import java.util.function.ToDoubleFunction;

/** What a network costs, or gives for it. */
public enum CostKind {
    /** Multiply-accumulates. */
    MACS("MACs", "Multiply-accumulates per picture",
            "Multiplications with an addition in convolutions and dense layers, for one picture",
            network -> network.macs()),
    /** Trained parameters. */
    PARAMETERS("parameters", "Trained parameters",
            "Weights, biases and batch norms' factors; running statistics are not counted",
            network -> network.parameters()),
    /** Measured speed. */
    SPEED("pictures/s", "Pictures per second, measured here",
            "Measured on this machine in batches of 64; varies with what else runs", ComparedNetwork::imagesPerSecond);

    private final String title;
    private final String axis;
    private final String explanation;
    private final ToDoubleFunction<ComparedNetwork> value;

    CostKind(String title, String axis, String explanation, ToDoubleFunction<ComparedNetwork> value) {
        this.title = title;
        this.axis = axis;
        this.explanation = explanation;
        this.value = value;
    }

    /** Short, for a button. */
    public String title() {
        return title;
    }

    /** Words for an axis, with the unit. */
    public String axis() {
        return axis;
    }

    /** What exactly is counted. */
    public String explanation() {
        return explanation;
    }

    /** Of a network; NaN while it is not known. */
    public double of(ComparedNetwork network) {
        return value.applyAsDouble(network);
    }
}
