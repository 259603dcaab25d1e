package espalier.importance;

import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;

/**
 * Σ|w| of a filter: Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017 (arXiv 1608.08710), section 3.1. The
 * paper ranks within a layer; here layers are divided by their mean.
 */
public final class L1Norm extends ByWeights {

    @Override
    public String name() {
        return "l1-norm";
    }

    @Override
    public String title() {
        return "L1 norm";
    }

    @Override
    public String summary() {
        return "Filters with the smallest weights go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters with the smallest weights: Σ|w| of the filter, divided by its layer's mean so that "
                + "layers can be compared (Li et al., Pruning Filters for Efficient ConvNets, 2017, section 3.1).";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    double[] values(Network network, LayerInfo convolution) {
        return Arrays.stream(network.weights(convolution.name())).mapToDouble(L1Norm::of).toArray();
    }

    private static double of(float[] filter) {
        double sum = 0;
        for (float weight : filter) {
            sum += Math.abs(weight);
        }
        return sum;
    }
}
