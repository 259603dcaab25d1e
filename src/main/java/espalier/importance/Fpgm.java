package espalier.importance;

import espalier.network.LayerInfo;
import espalier.network.Network;

/**
 * FPGM: Σ_j ‖F_k − F_j‖₂, the sum of a filter's distances to all filters of its layer: He et al., Filter Pruning via
 * Geometric Median, CVPR 2019 (arXiv 1811.00250), section 3.3. The filters with the smallest sum are nearest to the
 * geometric median, so the others can stand in for them. The paper ranks within a layer; here layers are divided by
 * their mean.
 */
public final class Fpgm extends WeightCriterion {

    @Override
    public String name() {
        return "fpgm";
    }

    @Override
    public String title() {
        return "FPGM (geometric median)";
    }

    @Override
    public String summary() {
        return "Filters that are most like the others of their layer go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters that others can stand in for: those nearest to the geometric median, with the smallest sum of "
                + "distances ‖F − F′‖ to all filters of the layer, divided by the layer's mean (He et al., Filter Pruning via "
                + "Geometric Median, 2019, section 3.3).";
    }

    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    double[] values(Network network, LayerInfo convolution) {
        float[][] filters = network.weights(convolution.name());
        double[] sums = new double[filters.length];
        for (int a = 0; a < filters.length; a++) {
            for (int b = a + 1; b < filters.length; b++) {
                double distance = distance(filters[a], filters[b]);
                sums[a] += distance;
                sums[b] += distance;
            }
        }
        return sums;
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
