package espalier.training;

import espalier.network.KernelMask;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The masks of a network's convolutions, and the gradients that they clear. A weight that is zero and has no gradient
 * stays zero: weight decay and the L1 term are zero for it, and momentum never begins.
 */
final class Masks {

    private final List<INDArray> gradients = new ArrayList<>();
    private final List<INDArray> kept = new ArrayList<>();

    /** @param all the gradients of all parameters, in their flat order: {@code [n]} or {@code [1, n]} */
    Masks(List<KernelMask> masks, INDArray all) {
        INDArray flat = all.reshape(all.length());
        for (KernelMask mask : masks) {
            gradients.add(flat.get(NDArrayIndex.interval(mask.offset(), mask.offset() + mask.kept().length)));
            kept.add(Nd4j.createFromArray(mask.kept()));
        }
    }

    void clearGradients() {
        for (int i = 0; i < kept.size(); i++) {
            gradients.get(i).muli(kept.get(i));
        }
    }
}
