package espalier.importance;

import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;

/**
 * √Σw² of a filter: He et al., Soft Filter Pruning for Accelerating Deep Convolutional Neural Networks, IJCAI 2018
 * (arXiv 1808.06866), section 3.2, the ℓp norm with p = 2. The paper ranks within a layer; here layers are divided by
 * their mean.
 */
public final class L2Norm extends ByWeights {

    @Override
    public String name() {
        return "l2-norm";
    }

    @Override
    public String title() {
        return "L2 norm";
    }

    @Override
    public String summary() {
        return "Filters with the shortest vectors of weights go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters with the smallest √Σw², divided by the layer's mean so that layers can be compared (He et al., "
                + "Soft Filter Pruning, 2018, section 3.2). Unlike the L1 norm one large weight counts more than many small ones.";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    double[] values(Network network, LayerInfo convolution) {
        return Arrays.stream(network.weights(convolution.name())).mapToDouble(L2Norm::of).toArray();
    }

    private static double of(float[] filter) {
        double sum = 0;
        for (float weight : filter) {
            sum += (double) weight * weight;
        }
        return Math.sqrt(sum);
    }
}
