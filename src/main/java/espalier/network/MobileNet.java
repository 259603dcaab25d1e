package espalier.network;

/**
 * Howard et al. 2017, in the form usual for pictures of 32×32 (the first convolution and the second block keep the
 * size): a convolution, then blocks of a 3×3 depthwise and a 1×1 ordinary convolution, each with batch norm and ReLU
 * and without bias; the mean over the last map, and the classes.
 */
final class MobileNet {

    private static final int FIRST = 32;
    /** Of each block: the filters of its 1×1 convolution, and the depthwise one's stride. */
    private static final int[][] BLOCKS = {{64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1},
            {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};

    private MobileNet() {}

    static Network create(Description description, long seed) {
        LayerBuilder layers = new LayerBuilder(description, seed);
        String last = normed(layers, "1", layers.convolution("conv1", FIRST, 3, 1, false, LayerBuilder.PICTURE));
        int channels = FIRST;
        for (int i = 0; i < BLOCKS.length; i++) {
            String name = Integer.toString(i + 2);
            last = normed(layers, name + "d", layers.depthwise("depth" + name, channels, BLOCKS[i][1], last));
            channels = BLOCKS[i][0];
            last = normed(layers, name, layers.convolution("conv" + name, channels, 1, 1, false, last));
        }
        return layers.finish(layers.mean("mean", last), 0);
    }

    private static String normed(LayerBuilder layers, String name, String input) {
        return layers.relu("relu" + name, layers.norm("norm" + name, input));
    }
}
