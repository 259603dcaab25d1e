package espalier.engine;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A kernel in the order that a primitive likes best; a copy of DL4J's, brought up to date when that has changed. */
final class LaidOutKernel {

    final memory memory;
    private final Kernel kernel;
    private final Runnable copy;
    private long version = -1;

    LaidOutKernel(OneDnn library, Kernel kernel, memory.desc wanted, Buffers buffers) {
        this.kernel = kernel;
        memory.desc order = order(kernel.weights, kernel.groups);
        memory source = library.memory(order, kernel.weights);
        boolean same = wanted.equals(order);
        memory = same ? source : library.memory(wanted, buffers);
        copy = same ? () -> {} : library.reorder(source, memory);
    }

    void refresh() {
        kernel.refresh();
        if (version != kernel.version()) {
            version = kernel.version();
            copy.run();
        }
    }

    /** The order of weights {@code [out, in / groups, height, width]} in memory. */
    static memory.desc order(INDArray weights, int groups) {
        long[] s = weights.stride();
        long[] strides = groups == 1 ? s.clone()
                : new long[] {s[0] * (weights.size(0) / groups), s[0], s[1], s[2], s[3]};
        return OneDnn.strided(shape(weights, groups), strides);
    }

    static long[] shape(INDArray weights, int groups) {
        long[] w = weights.shape();
        return groups == 1 ? w.clone() : new long[] {groups, w[0] / groups, w[1], w[2], w[3]};
    }
}
