package espalier.importance;

/**
 * |Σ over positions of z · ∂C/∂z|, meaned over pictures, with z a filter's feature map behind batch norm and activation
 * and C the loss: the first-order estimate of what the loss changes by when the map is set to 0, as in Molchanov et
 * al., Pruning Convolutional Neural Networks for Resource Efficient Inference, ICLR 2017 (arXiv 1611.06440), section
 * 2.2, equation 7. Unlike {@link Taylor}, which follows that paper to its end, positions are added up and layers are
 * not divided by anything: the values are in nats of loss, which all layers share.
 */
public final class TaylorSum extends FeatureMapCriterion {

    /** The map of the filter itself: an addition is another map. */
    public TaylorSum() {
        super(false);
    }

    @Override
    public String name() {
        return "taylor-sum";
    }

    @Override
    public String title() {
        return "Taylor, summed";
    }

    @Override
    public String summary() {
        return "Filters without which the loss would change least go first, layers compared in nats.";
    }

    @Override
    public String explanation() {
        return "Removes the filters without which the loss would change least, to first order: |Σ of activation × gradient| over "
                + "each picture's feature map behind the ReLU (Molchanov et al., Pruning Convolutional Neural Networks for "
                + "Resource Efficient Inference, 2017, equation 7). Positions are added up and layers are not normalised, so "
                + "that a value is a change of the loss in every layer.";
    }

    @Override
    double value(float[] map, float[] gradient, int height, int width) {
        double sum = 0;
        for (int p = 0; p < map.length; p++) {
            sum += (double) map[p] * gradient[p];
        }
        return Math.abs(sum);
    }
}
