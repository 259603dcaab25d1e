package espalier.workspace;

import espalier.network.Cost;
import espalier.network.Network;
import espalier.pruning.Milestone;
import espalier.training.Evaluation;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A milestone as it is written down.
 *
 * @param rate               that was asked for; 1 for the unpruned network
 * @param achievedRate       parameters before ÷ after
 * @param parameters         trained parameters
 * @param macs               multiply-accumulates for one picture
 * @param convolutionWeights weights of the convolutions alone, without biases
 * @param widths             by convolution, the filters that are left, in the order in which they run
 * @param accuracy           on the test pictures, 0 to 1
 * @param perClass           the same by class; NaN where there is no picture of a class
 * @param imagesPerSecond    measured, in batches of 64
 * @param file               the name of the network's file in the run's folder
 */
public record MilestoneRecord(double rate, double achievedRate, long parameters, long macs, long convolutionWeights,
        Map<String, Integer> widths, double accuracy, double[] perClass, double imagesPerSecond, String file) {

    /** Copies what could change; what an older file lacks is empty. */
    public MilestoneRecord {
        widths = widths == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(widths));
        perClass = perClass == null ? new double[0] : perClass.clone();
    }

    /** What is written down of a milestone. */
    public static MilestoneRecord of(Milestone milestone) {
        return new MilestoneRecord(milestone.rate(), milestone.achievedRate(), milestone.cost().parameters(),
                milestone.cost().macs(), milestone.cost().convolution(), milestone.widths(), milestone.test().accuracy(),
                milestone.test().perClass(), milestone.imagesPerSecond(), fileName(milestone.rate()));
    }

    /** The milestone itself. Its test keeps what was written: its loss is NaN, and its confusion has no rows. */
    Milestone read(Network network) {
        return new Milestone(rate, achievedRate, new Cost(parameters, macs, convolutionWeights), widths,
                new Evaluation(0, accuracy, perClass, Double.NaN, new int[0][0]), imagesPerSecond, network);
    }

    /** The name of the file of a rate's network: {@code unpruned.zip}, {@code x2.zip}, {@code x2.5.zip}. */
    public static String fileName(double rate) {
        return rate == 1 ? "unpruned.zip" : "x" + BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString() + ".zip";
    }
}
