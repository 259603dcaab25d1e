package espalier.pruning;

import espalier.network.Cost;
import espalier.network.Network;
import espalier.training.Evaluation;
import java.util.Map;

/**
 * A network at one rate of a trajectory.
 *
 * @param rate            that was asked for, or where a threshold decided, that came out; 1 for the unpruned network
 * @param achievedRate    before ÷ after of what {@code rateOf} names
 * @param cost            of the network
 * @param widths          by convolution, the filters that are left
 * @param test            on the test pictures, after fine-tuning
 * @param imagesPerSecond measured: pictures inferred a second, in batches of 64
 * @param network         owned by the run's thread: write it or copy it there, nowhere else
 * @param rateOf          what both rates compare
 */
public record Milestone(double rate, double achievedRate, Cost cost, Map<String, Integer> widths, Evaluation test,
        double imagesPerSecond, Network network, RateOf rateOf) {

    /** A milestone whose rates are of parameters. */
    public Milestone(double rate, double achievedRate, Cost cost, Map<String, Integer> widths, Evaluation test,
            double imagesPerSecond, Network network) {
        this(rate, achievedRate, cost, widths, test, imagesPerSecond, network, RateOf.PARAMETERS);
    }
}
