package espalier.network;

/**
 * He et al. 2016, section 4.2, for pictures of 32×32: a convolution of 16 filters, then three stages of basic blocks
 * with 16, 32 and 64 filters, each stage but the first beginning at half the size; the mean over the last map, and the
 * classes. No convolution has a bias. Names count stage and block: {@code conv2-1a} and {@code conv2-1b} are those of
 * the second stage's first block.
 */
final class ResNet {

    private static final int STAGES = 3;
    private static final int NARROWEST = 16;

    private final LayerBuilder layers;
    private final boolean projects;

    private ResNet(LayerBuilder layers, boolean projects) {
        this.layers = layers;
        this.projects = projects;
    }

    /**
     * A network of {@code 6 · blocks + 2} layers.
     *
     * @param blocks   in each stage
     * @param projects where the widths change: true for a 1×1 convolution with batch norm (option B), false for
     *                     channels of zeros (option A)
     */
    static Network create(int blocks, boolean projects, Description description, long seed) {
        LayerBuilder layers = new LayerBuilder(description, seed);
        return new ResNet(layers, projects).build(blocks);
    }

    private Network build(int blocks) {
        String last = normed("1", NARROWEST, 3, 1, LayerBuilder.PICTURE);
        last = layers.relu("relu1", last);
        for (int stage = 1; stage <= STAGES; stage++) {
            for (int block = 1; block <= blocks; block++) {
                last = block(stage + "-" + block, NARROWEST << stage - 1, stage > 1 && block == 1, last);
            }
        }
        return layers.finish(layers.mean("mean", last), 0);
    }

    private String block(String name, int width, boolean narrows, String input) {
        String first = layers.relu("relu" + name + "a", normed(name + "a", width, 3, narrows ? 2 : 1, input));
        String second = normed(name + "b", width, 3, 1, first);
        String shortcut = !narrows ? input : projects ? normed(name + "s", width, 1, 2, input)
                : layers.paddedShortcut("shortcut" + name, width, input);
        return layers.relu("relu" + name, layers.sum("sum" + name, second, shortcut));
    }

    private String normed(String name, int width, int kernel, int stride, String input) {
        return layers.norm("norm" + name, layers.convolution("conv" + name, width, kernel, stride, false, input));
    }
}
