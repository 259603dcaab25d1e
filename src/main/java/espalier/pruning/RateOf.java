package espalier.pruning;

import espalier.basics.Figures;
import espalier.network.Cost;
import java.util.function.ToLongFunction;

/**
 * The size that a compression rate compares, before ÷ after. The papers mean different ones by "rate", so it is always
 * named.
 */
public enum RateOf {

    /** Trained parameters of the whole network. */
    PARAMETERS("parameters", "parameters", "", "Trained parameters of the whole network before ÷ after",
            Cost::parameters),
    /** Multiply-accumulates for one picture. */
    MACS("macs", "MACs", "MACs",
            "Multiply-accumulates of convolutions and dense layers for one picture, before ÷ after", Cost::macs),
    /** Weights of the convolutions alone, without biases. */
    CONVOLUTION_WEIGHTS("convolution-weights", "convolution weights", "conv. weights",
            "Weights of all convolutions before ÷ after; dense layers, biases and batch norms are not counted",
            Cost::convolution),
    /** Weights of the convolutions that are not zero, in a network that keeps its shape ("Less is More", section 3). */
    NONZERO_CONVOLUTION_WEIGHTS("nonzero-convolution-weights", "nonzero convolution weights", "nonzero",
            "Weights of all convolutions that are not zero, before ÷ after. The network keeps its shape: the zeros are stored and "
                    + "multiplied like any other weight, so neither its file nor its time shrinks",
            Cost::nonzeroConvolution);

    private final String key;
    private final String title;
    private final String unit;
    private final String explanation;
    private final ToLongFunction<Cost> size;

    RateOf(String key, String title, String unit, String explanation, ToLongFunction<Cost> size) {
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.explanation = explanation;
        this.size = size;
    }

    /** How it is named in JSON and file names. */
    public String key() {
        return key;
    }

    /** What is compared, for a person: "MACs". */
    public String title() {
        return title;
    }

    /** In a sentence, for a tooltip. */
    public String explanation() {
        return explanation;
    }

    /** What a network has of it. */
    public long of(Cost cost) {
        return size.applyAsLong(cost);
    }

    /** A rate in short: "×2" of parameters, and with its unit for all others: "×2 MACs". */
    public String text(double rate) {
        return "×" + Figures.plain(rate) + (unit.isEmpty() ? "" : " " + unit);
    }

    /** The unit behind a rate in short; empty for parameters, which are meant where nothing is said. */
    public String unit() {
        return unit;
    }

    /** "parameters before ÷ after" */
    public String beforeAfter() {
        return title + " before ÷ after";
    }
}
