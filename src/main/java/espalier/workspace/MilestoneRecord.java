package espalier.workspace;

import espalier.network.Cost;
import espalier.network.Network;
import espalier.pruning.Milestone;
import espalier.pruning.RateOf;
import espalier.training.Evaluation;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A milestone as it is written down.
 *
 * @param rate                      that was asked for; 1 for the unpruned network
 * @param achievedRate              before ÷ after of what {@code rateOf} names
 * @param parameters                trained parameters
 * @param macs                      multiply-accumulates for one picture
 * @param convolutionWeights        weights of the convolutions alone, without biases
 * @param widths                    by convolution, the filters that are left, in the order in which they run
 * @param accuracy                  on the test pictures, 0 to 1
 * @param perClass                  the same by class; NaN where there is no picture of a class
 * @param imagesPerSecond           measured, in batches of 64
 * @param file                      the name of the network's file in the run's folder
 * @param rateOf                    what both rates compare
 * @param nonzeroConvolutionWeights those of the convolutions' weights that are not zero
 */
public record MilestoneRecord(double rate, double achievedRate, long parameters, long macs, long convolutionWeights,
        Map<String, Integer> widths, double accuracy, double[] perClass, double imagesPerSecond, String file,
        RateOf rateOf, Long nonzeroConvolutionWeights) {

    /** Copies what could change; what an older file lacks is empty. */
    public MilestoneRecord {
        widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
        perClass = perClass == null ? new double[0] : perClass.clone();
        rateOf = rateOf == null ? RateOf.PARAMETERS : rateOf;
        nonzeroConvolutionWeights = nonzeroConvolutionWeights == null ? convolutionWeights : nonzeroConvolutionWeights;
    }

    /** What is written down of a milestone. */
    public static MilestoneRecord of(Milestone milestone) {
        return new MilestoneRecord(milestone.rate(), milestone.achievedRate(), milestone.cost().parameters(),
                milestone.cost().macs(), milestone.cost().convolution(), milestone.widths(),
                milestone.test().accuracy(), milestone.test().perClass(), milestone.imagesPerSecond(),
                fileName(milestone.rate(), milestone.rateOf()), milestone.rateOf(),
                milestone.cost().nonzeroConvolution());
    }

    /** The milestone itself. Its test keeps what was written: its loss is NaN, and its confusion has no rows. */
    Milestone read(Network network) {
        return new Milestone(rate, achievedRate, cost(), widths,
                new Evaluation(0, accuracy, perClass, Double.NaN, new int[0][0]), imagesPerSecond, network, rateOf);
    }

    /** What a network of this milestone costs. */
    public Cost cost() {
        return new Cost(parameters, macs, convolutionWeights, nonzeroConvolutionWeights);
    }

    /**
     * The name of the file of a network at a rate of parameters: {@code unpruned.zip}, {@code x2.zip},
     * {@code x2.5.zip}.
     */
    public static String fileName(double rate) {
        return fileName(rate, RateOf.PARAMETERS);
    }

    /** The same at another rate, with what it is of: {@code x2-macs.zip}. */
    public static String fileName(double rate, RateOf rateOf) {
        return rate == 1 ? "unpruned.zip" : "x" + BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString()
                + (rateOf == RateOf.PARAMETERS ? "" : "-" + rateOf.key()) + ".zip";
    }
}
