package espalier.network;

import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The networks that speed is measured on, untrained, as the script that measures PyTorch beside them builds them: the
 * same layers of the same widths on pictures of the same size.
 */
public final class BenchmarkNetworks {

    /** VGG-S with batch norm: 32×32 pixels, 10 classes. */
    public static final String VGG_S = "vgg-s";
    /** VGG-16 with batch norm and one dense layer: 32×32 pixels, 10 classes. */
    public static final String VGG_16 = "vgg-16";
    /** VGG-16 without batch norm, with dense layers of 4096, 4096 and 1000: 224×224 pixels, 1000 classes. */
    public static final String VGG_16_LARGE = "vgg-16-224";

    private static final Map<String, int[]> SMALL = Map.of(VGG_S, new int[] {32, 32, 0, 64, 64, 0, 128, 128, 0}, VGG_16,
            new int[] {64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0});

    private BenchmarkNetworks() {}

    /**
     * Makes one of them.
     *
     * @throws Problem where there is none of that name
     */
    public static Network create(String name) {
        if (name.equals(VGG_16_LARGE)) {
            return Architectures.create(VGG_16_LARGE, description(name, 224, 1000), 1);
        }
        int[] widths = SMALL.get(name);
        if (widths == null) {
            throw new Problem("There is no network “" + name + "” to measure. Choose among " + VGG_S + ", " + VGG_16
                    + " and " + VGG_16_LARGE + ".");
        }
        return Architectures.vgg(widths, description(name, 32, 10), 1);
    }

    private static Description description(String name, int side, int classes) {
        return new Description(name, IntStream.range(0, classes).mapToObj(c -> "class " + c).toList(),
                new PictureSize(side, side), Normalisation.CENTRED, Map.of());
    }

    /** Random pictures of a network's size, values from 0 to 1, the classes in turn; the same each time. */
    public static Batch pictures(Network network, int count) {
        int classes = network.classes();
        return pictures(network, IntStream.range(0, count).map(i -> i % classes).toArray());
    }

    /** Random pictures of given classes. */
    public static Batch pictures(Network network, int[] labels) {
        Random random = new Random(1);
        float[] pixels = new float[labels.length * network.description().inputSize().values()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return new Batch(labels.length, pixels, labels);
    }
}
