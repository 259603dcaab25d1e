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
        Parts parts = new Parts(description, seed);
        String last = normed(parts, "1", parts.convolution("conv1", FIRST, 3, 1, false, Parts.PICTURE));
        int channels = FIRST;
        for (int i = 0; i < BLOCKS.length; i++) {
            String name = Integer.toString(i + 2);
            last = normed(parts, name + "d", parts.depthwise("depth" + name, channels, BLOCKS[i][1], last));
            channels = BLOCKS[i][0];
            last = normed(parts, name, parts.convolution("conv" + name, channels, 1, 1, false, last));
        }
        return parts.finish(parts.mean("mean", last), 0);
    }

    private static String normed(Parts parts, String name, String input) {
        return parts.relu("relu" + name, parts.norm("norm" + name, input));
    }
}
