package espalier.importance;

import espalier.basics.Problem;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;

/**
 * |γ| of the batch norm behind a filter: Liu et al., Learning Efficient Convolutional Networks through Network
 * Slimming, ICCV 2017 (arXiv 1708.06519), section 3. The paper has one global threshold on |γ|, so layers are compared
 * as they are; it trains with an L1 term on γ, which the λ1 of this program's objective includes.
 */
public final class BatchNormScale extends WeightCriterion {

    @Override
    public String name() {
        return "batch-norm-scale";
    }

    @Override
    public String title() {
        return "Batch-norm scale";
    }

    @Override
    public String summary() {
        return "Filters that their batch norm scales down most go first.";
    }

    @Override
    public String explanation() {
        return "Removes the filters with the smallest |γ|, the factor by which the batch norm behind a filter scales its output (Liu "
                + "et al., Network Slimming, 2017, section 3). Needs a batch norm behind every convolution.";
    }

    @Override
    double[] values(Network network, LayerInfo convolution) {
        LayerInfo norm = network.readers(convolution.name()).stream()
                .filter(layer -> layer.kind() == LayerKind.BATCH_NORM).findFirst()
                .orElseThrow(() -> new Problem("The criterion \"" + name() + "\" cannot rank the filters of \""
                        + convolution.name() + "\" in " + network.description().name()
                        + ", as no batch norm reads them. Choose another criterion."));
        float[] scale = network.batchNormScale(norm.name());
        double[] values = new double[scale.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.abs(scale[k]);
        }
        return values;
    }
}
