package espalier.data;

/** The three parts of a data set; no picture is in two of them. */
public enum Part {
    /** What parameters are fitted to, and what scores are computed from. */
    TRAINING,
    /** What decides when to stop and which weights to keep. */
    VALIDATION,
    /** What accuracy is reported on. */
    TEST
}
