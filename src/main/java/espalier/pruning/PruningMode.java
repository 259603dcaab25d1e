package espalier.pruning;

/** What a run goes by. */
public enum PruningMode {

    /** Filters go until the parameters are down to each rate. */
    PARAMETERS("parameters", "Rate of parameters", RateOf.PARAMETERS,
            "Whole filters go, until the trained parameters are down to each rate."),
    /** Filters go until the multiply-accumulates are down to each rate. */
    MACS("macs", "Rate of MACs", RateOf.MACS,
            "Whole filters go, until the multiply-accumulates for one picture are down to each rate: what decides on time."),
    /** Filters go until the convolutions' weights are down to each rate. */
    CONVOLUTION_WEIGHTS("convolution-weights", "Rate of convolution weights", RateOf.CONVOLUTION_WEIGHTS,
            "Whole filters go, until the weights of all convolutions are down to each rate; dense layers are not counted."),
    /** Filters that matter to few classes go, whatever rate that makes (class-aware pruning paper, section III-C). */
    THRESHOLD("threshold", "Threshold of classes", RateOf.PARAMETERS,
            "Filters that matter to fewer classes than a threshold go (3 of 10 in the paper), again after each fine-tuning, until "
                    + "none is left or accuracy falls below the tolerance. What rate that makes comes out."),
    /** Single weights become zero; the network keeps its shape ("Less is More", section 3). */
    UNSTRUCTURED("unstructured", "Single weights (zeros)", RateOf.NONZERO_CONVOLUTION_WEIGHTS,
            "In each convolution the weights nearest to zero become zero and stay so through fine-tuning, as in “Less is More”. "
                    + "The network keeps its shape, so it is neither smaller on disk nor faster.");

    private final String key;
    private final String title;
    private final RateOf rateOf;
    private final String explanation;

    PruningMode(String key, String title, RateOf rateOf, String explanation) {
        this.key = key;
        this.title = title;
        this.rateOf = rateOf;
        this.explanation = explanation;
    }

    /** How it is named on the command line. */
    public String key() {
        return key;
    }

    /** How it is named in the window. */
    public String title() {
        return title;
    }

    /** What it does, in a sentence or two. */
    public String explanation() {
        return explanation;
    }

    /** What the run's rates compare. */
    public RateOf rateOf() {
        return rateOf;
    }

    /** Whether rates are asked for; otherwise one comes out. */
    public boolean hasRates() {
        return this != THRESHOLD;
    }

    /** Whether whole filters go. */
    public boolean removesFilters() {
        return this != UNSTRUCTURED;
    }
}
