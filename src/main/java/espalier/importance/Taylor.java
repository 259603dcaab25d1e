package espalier.importance;

/**
 * |mean over positions of z · ∂C/∂z|, meaned over pictures, with z a filter's feature map and C the loss: the
 * first-order estimate of what the loss changes by when the map is set to 0. Molchanov et al., Pruning Convolutional
 * Neural Networks for Resource Efficient Inference, ICLR 2017 (arXiv 1611.06440), section 2.2, equation 8; layers are
 * divided by their √Σv², as there. It knows no classes: where a filter helps one and harms another, both add up.
 */
public final class Taylor extends FeatureMapCriterion {

    /** The map of the filter itself: an addition is another map. */
    public Taylor() {
        super(false);
    }

    @Override
    public String name() {
        return "taylor";
    }

    @Override
    public String title() {
        return "Taylor";
    }

    @Override
    public String summary() {
        return "Filters without which the loss would change least go first, by its gradient.";
    }

    @Override
    public String explanation() {
        return "Removes the filters without which the loss would change least, to first order: |mean of activation × gradient| over "
                + "each picture's feature map, whatever its class, divided by √Σv² of the layer (Molchanov et al., Pruning "
                + "Convolutional Neural Networks for Resource Efficient Inference, 2017, equation 8).";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.L2;
    }

    @Override
    double value(float[] map, float[] gradient, int height, int width) {
        double sum = 0;
        for (int p = 0; p < map.length; p++) {
            sum += (double) map[p] * gradient[p];
        }
        return Math.abs(sum / map.length);
    }
}
