package espalier.network.exports;

/**
 * How a network is written for other programs.
 *
 * @param withNormalisation whether the file takes pixels 0 to 255 and normalises them itself; else it takes pictures
 *                              that are normalised already
 * @param foldBatchNorms    whether batch norms are multiplied into the convolutions that they follow, where nothing
 *                              else reads those
 * @param probabilities     whether it answers with probabilities; else with logits
 */
public record ExportOptions(boolean withNormalisation, boolean foldBatchNorms, boolean probabilities) {

    /** Normalised pictures in, logits out, batch norms kept: what training on would want. */
    public static final ExportOptions PLAIN = new ExportOptions(false, false, false);
}
