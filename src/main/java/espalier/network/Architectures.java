package espalier.network;

import espalier.basics.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Untrained networks by name. */
public final class Architectures {

    /** Makes a network of one architecture. */
    @FunctionalInterface
    private interface Maker {
        Network make(Description description, long seed);
    }

    private static final Map<String, Maker> ALL = new TreeMap<>(Map.of("mobilenet", MobileNet::create, "resnet-20",
            (description, seed) -> ResNet.create(3, false, description, seed), "resnet-20-projection",
            (description, seed) -> ResNet.create(3, true, description, seed), "resnet-56",
            (description, seed) -> ResNet.create(9, false, description, seed), "resnet-56-projection",
            (description, seed) -> ResNet.create(9, true, description, seed), "shapes-vgg",
            (description, seed) -> Vgg.normed(Vgg.SHAPES, description, seed), "vgg-16",
            (description, seed) -> Vgg.normedWithHidden(Vgg.SIXTEEN, description, seed), "vgg-16-224", Vgg::original,
            "vgg-19", (description, seed) -> Vgg.normed(Vgg.NINETEEN, description, seed), "vgg-s",
            (description, seed) -> Vgg.normed(Vgg.SMALL, description, seed)));

    private Architectures() {}

    /** The names that {@link #create} knows, sorted. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * An untrained network.
     *
     * <p>{@code shapes-vgg} and {@code vgg-s} are small, with batch norm; {@code vgg-16} and {@code vgg-19} have batch
     * norm as the class-aware pruning paper has them; {@code resnet-20} and {@code resnet-56} have shortcuts padded
     * with zeros, with {@code -projection} ones by 1×1 convolutions; {@code mobilenet} has depthwise convolutions. All
     * take pictures of any size, but were made for 32×32 ({@code shapes-vgg}: 64×64). {@code vgg-16-224} is the
     * original with dense layers of 4096, as the second paper has it, for 224×224.
     *
     * @param architecture one of {@link #names}
     * @param seed         of the first weights: He's normal distribution, Xavier's for the last layer
     * @throws Problem where there is no such architecture
     */
    public static Network create(String architecture, Description description, long seed) {
        Maker maker = ALL.get(architecture);
        if (maker == null) {
            throw new Problem("There is no architecture \"" + architecture + "\". Choose one of " + names() + ".");
        }
        return maker.make(description, seed);
    }

    /**
     * A small VGG of any widths: 3×3 convolutions with bias, batch norm (ε 1e-5) and ReLU after each, 2×2 max pools,
     * the mean over the last map, and one dense layer.
     *
     * @param widths filters of each convolution, 0 for a 2×2 max pool
     */
    public static Network vgg(int[] widths, Description description, long seed) {
        return Vgg.normed(widths, description, seed);
    }
}
