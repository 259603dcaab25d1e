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
        LayerBuilder layers = new LayerBuilder(description, seed);
        return layers.finish(layers.mean("mean", convolutions(layers, widths, true)), 0);
    }

    /**
     * The form for pictures of 32×32 that pruning papers measure: as {@link #normed}, with a hidden dense layer of 512,
     * normed too. At 32×32 the mean over the last map is their average pool of 2×2.
     */
    static Network normedWithHidden(int[] widths, Description description, long seed) {
        LayerBuilder layers = new LayerBuilder(description, seed);
        String mean = layers.mean("mean", convolutions(layers, widths, true));
        String dense = layers.dense("dense", HIDDEN, Activation.IDENTITY, 0, mean);
        return layers.finish(layers.relu("denserelu", layers.norm("densenorm", dense)), 0);
    }

    /** The original for pictures of 224×224: no batch norm, a pool at the end, dense layers of 4096 with dropout. */
    static Network original(Description description, long seed) {
        LayerBuilder layers = new LayerBuilder(description, seed);
        String pool = layers.maxPool("pool5", convolutions(layers, SIXTEEN, false));
        String dense1 = layers.dense("dense1", LARGE_HIDDEN, Activation.RELU, 0, pool);
        String dense2 = layers.dense("dense2", LARGE_HIDDEN, Activation.RELU, 0.5, dense1);
        return layers.finish(dense2, 0.5);
    }

    private static String convolutions(LayerBuilder layers, int[] widths, boolean normed) {
        String last = LayerBuilder.PICTURE;
        int number = 0;
        int pools = 0;
        for (int width : widths) {
            if (width == POOL) {
                last = layers.maxPool("pool" + ++pools, last);
            } else {
                number++;
                last = layers.convolution("conv" + number, width, 3, 1, true, last);
                last = layers.relu("relu" + number, normed ? layers.norm("norm" + number, last) : last);
            }
        }
        return last;
    }
}
