package espalier.network;

import espalier.Npy;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small network whose values were computed with NumPy in double precision: see {@code make_reference.py} beside them.
 */
public final class SmallReference {

    public static final int SIDE = 12;
    public static final int CLASSES = 4;

    private static final Path FOLDER = Path.of("src/test/resources/reference");

    private SmallReference() {}

    public static Network network() {
        Network network = Architectures.vgg(new int[] {6, 0, 10, 0}, new Description("small",
                List.of("one", "two", "three", "four"), new PictureSize(SIDE, SIDE), Normalisation.CENTRED, Map.of()),
                1);
        for (int i = 1; i <= 2; i++) {
            for (String parameter : List.of("W", "b")) {
                set(network, "conv" + i, parameter, parameter);
            }
            for (String parameter : List.of("gamma", "beta", "mean", "var")) {
                set(network, "norm" + i, parameter, parameter);
            }
        }
        Npy dense = values("network.classifier.W");
        network.graph().getLayer("classifier").getParam("W")
                .assign(Nd4j.createFromArray(dense.values()).reshape(dense.shape()[0], dense.shape()[1]).transpose());
        set(network, "classifier", "b", "b");
        return network;
    }

    private static void set(Network network, String layer, String parameter, String name) {
        INDArray target = network.graph().getLayer(layer).getParam(parameter);
        target.assign(Nd4j.createFromArray(values("network." + layer + "." + name).values()).reshape(target.shape()));
    }

    public static Npy values(String name) {
        return Npy.read(FOLDER.resolve(name + ".npy"));
    }

    /** Sixteen pictures, four of each class one after the other. */
    public static Batch pictures() {
        float[] labels = values("labels").values();
        int[] classes = new int[labels.length];
        Arrays.setAll(classes, i -> (int) labels[i]);
        return new Batch(classes.length, values("pictures").channelsLast(), classes);
    }

    /** The same pictures, class by class. */
    public static List<Batch> classes() {
        Batch all = pictures();
        int values = SIDE * SIDE * 3;
        int each = all.size() / CLASSES;
        return IntStream.range(0, CLASSES)
                .mapToObj(c -> new Batch(each,
                        Arrays.copyOfRange(all.pixels(), c * each * values, (c + 1) * each * values),
                        Arrays.copyOfRange(all.labels(), c * each, (c + 1) * each)))
                .toList();
    }
}
