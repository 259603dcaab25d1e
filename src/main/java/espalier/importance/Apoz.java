package espalier.importance;

/**
 * 1 − APoZ, the average percentage of zeros in a filter's feature maps behind the ReLU: Hu et al., Network Trimming: A
 * Data-Driven Neuron Pruning Approach towards Efficient Deep Architectures, 2016 (arXiv 1607.03250), section 3.1,
 * equation 1. A share, so layers are compared as they are.
 */
public final class Apoz extends FeatureMapCriterion {

    /** In a residual branch the ReLU stands behind the addition. */
    public Apoz() {
        super(true);
    }

    @Override
    public String name() {
        return "apoz";
    }

    @Override
    public String title() {
        return "APoZ";
    }

    @Override
    public String summary() {
        return "Filters that are silent most often go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters that are silent most often: those with the largest share of zeros in their feature maps behind "
                + "the ReLU, over all pictures (Hu et al., Network Trimming, 2016, equation 1). Where no ReLU follows, no filter is "
                + "ever silent and all rank alike.";
    }

    @Override
    double value(float[] map, float[] gradient, int height, int width) {
        int active = 0;
        for (float activation : map) {
            active += activation == 0 ? 0 : 1;
        }
        return active / (double) map.length;
    }
}
