package espalier.network;

import org.nd4j.linalg.activations.Activation;

/** Simonyan and Zisserman 2015: 3×3 convolutions, 2×2 max pools, dense layers. */
final class Vgg {

    /** Stands for a 2×2 max pool in a list of widths. */
    static final int POOL = 0;

    static final int[] SMALL = {32, 32, POOL, 64, 64, POOL, 128, 128, POOL};
    static final int[] SHAPES = {12, 16, POOL, 24, 32, POOL, 48, 48, POOL, 64, POOL};
    static final int[] SIXTEEN = {64, 64, POOL, 128, 128, POOL, 256, 256, 256, POOL, 512, 512, 512, POOL, 512, 512,
            512};
    static final int[] NINETEEN = {64, 64, POOL, 128, 128, POOL, 256, 256, 256, 256, POOL, 512, 512, 512, 512, POOL,
            512, 512, 512, 512};

    private static final int HIDDEN = 512;
    private static final int LARGE_HIDDEN = 4096;

    private Vgg() {}

    /** Convolutions with bias, each with batch norm and ReLU, the mean over the last map, and the classes. */
    static Network normed(int[] widths, Description description, long seed) {
        Parts parts = new Parts(description, seed);
        return parts.finish(parts.mean("mean", convolutions(parts, widths, true)), 0);
    }

    /**
     * The form for pictures of 32×32 that pruning papers measure: as {@link #normed}, with a hidden dense layer of 512,
     * normed too. At 32×32 the mean over the last map is their average pool of 2×2.
     */
    static Network normedWithHidden(int[] widths, Description description, long seed) {
        Parts parts = new Parts(description, seed);
        String mean = parts.mean("mean", convolutions(parts, widths, true));
        String dense = parts.dense("dense", HIDDEN, Activation.IDENTITY, 0, mean);
        return parts.finish(parts.relu("denserelu", parts.norm("densenorm", dense)), 0);
    }

    /** The original for pictures of 224×224: no batch norm, a pool at the end, dense layers of 4096 with dropout. */
    static Network original(Description description, long seed) {
        Parts parts = new Parts(description, seed);
        String pool = parts.maxPool("pool5", convolutions(parts, SIXTEEN, false));
        String dense1 = parts.dense("dense1", LARGE_HIDDEN, Activation.RELU, 0, pool);
        String dense2 = parts.dense("dense2", LARGE_HIDDEN, Activation.RELU, 0.5, dense1);
        return parts.finish(dense2, 0.5);
    }

    private static String convolutions(Parts parts, int[] widths, boolean normed) {
        String last = Parts.PICTURE;
        int number = 0;
        int pools = 0;
        for (int width : widths) {
            if (width == POOL) {
                last = parts.maxPool("pool" + ++pools, last);
            } else {
                number++;
                last = parts.convolution("conv" + number, width, 3, 1, true, last);
                last = parts.relu("relu" + number, normed ? parts.norm("norm" + number, last) : last);
            }
        }
        return last;
    }
}
