package espalier.importance;

import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.Arrays;

/**
 * The ℓp norm of a filter's weights, (Σ|w|^p)^(1/p), for p = 1 or 2. The papers rank within a layer; here layers are
 * divided by their mean.
 */
public abstract sealed class Norm extends WeightCriterion {

    private final int p;

    private Norm(int p) {
        this.p = p;
    }

    /** Σ|w|: Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017 (arXiv 1608.08710), section 3.1. */
    public static final class L1 extends Norm {

        /** The norm with p = 1. */
        public L1() {
            super(1);
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
    }

    /**
     * √Σw²: He et al., Soft Filter Pruning for Accelerating Deep Convolutional Neural Networks, IJCAI 2018 (arXiv
     * 1808.06866), section 3.2.
     */
    public static final class L2 extends Norm {

        /** The norm with p = 2. */
        public L2() {
            super(2);
        }

        @Override
        public String summary() {
            return "Filters with the shortest vectors of weights go first.";
        }

        @Override
        public String explanation() {
            return "Removes the filters with the smallest √Σw², divided by the layer's mean so that layers can be compared (He "
                    + "et al., Soft Filter Pruning, 2018, section 3.2). Unlike the L1 norm one large weight counts more than many "
                    + "small ones.";
        }
    }

    @Override
    public final String name() {
        return "l" + p + "-norm";
    }

    @Override
    public final String title() {
        return "L" + p + " norm";
    }

    @Override
    public final LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    final double[] values(Network network, LayerInfo convolution) {
        return Arrays.stream(network.weights(convolution.name())).mapToDouble(this::of).toArray();
    }

    private double of(float[] filter) {
        double sum = 0;
        for (double weight : filter) {
            sum += p == 1 ? Math.abs(weight) : weight * weight;
        }
        return p == 1 ? sum : Math.sqrt(sum);
    }
}
