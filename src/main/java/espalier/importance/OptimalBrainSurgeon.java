package espalier.importance;

import espalier.basics.Progress;
import espalier.compensation.RemovalCosts;
import espalier.data.Dataset;
import espalier.network.Network;

/**
 * What the layers that read a filter lose without it once their other weights are fitted anew, as a share of the
 * variance of their outputs: {@code tr(W_bᵀ ([H⁻¹]_bb)⁻¹ W_b)} with H the second moments of their inputs, greedily.
 * Hassibi and Stork, Second Order Derivatives for Network Pruning: Optimal Brain Surgeon, NIPS 1992; for groups of
 * weights Frantar and Alistarh, Optimal Brain Compression, NeurIPS 2022 (arXiv 2208.11580), section 4.
 */
public final class OptimalBrainSurgeon implements Criterion {

    @Override
    public String name() {
        return "obs";
    }

    @Override
    public String title() {
        return "Optimal Brain Surgeon";
    }

    @Override
    public String summary() {
        return "Filters go first whose work the others can take over.";
    }

    @Override
    public String explanation() {
        return "Removes the filters without which the next layers lose least, once their other weights are fitted anew by "
                + "least squares: tr(Wᵀ ([H⁻¹])⁻¹ W) of the filter's inputs there, as a share of the variance of their outputs, "
                + "one filter after the other, divided by the layer's mean so that layers can be compared (Hassibi and Stork 1992; for groups of weights Frantar and Alistarh, Optimal "
                + "Brain Compression, 2022, section 4). It goes with compensation.";
    }

    /** A share that a narrow first layer loses is worth as much as one that a wide last layer does. */
    @Override
    public LayerNormalisation normalisation() {
        return LayerNormalisation.MEAN;
    }

    @Override
    public boolean weighsClasses() {
        return true;
    }

    @Override
    public Ranking rank(Network network, Dataset data, Request request, Progress progress) {
        return Ranking.of(RemovalCosts.of(network, data, request.classes(), request.seed(), progress));
    }
}
