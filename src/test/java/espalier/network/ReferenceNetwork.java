package espalier.network;

import espalier.Npy;
import espalier.SharedData;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The VGG-S that an independent implementation trained, with the values that it computed. Skips the test where it is
 * not at hand.
 */
public final class ReferenceNetwork {

    /** The reference's positions of the convolutions, whose layers here are conv1 to conv6. */
    public static final List<Integer> CONVOLUTIONS = List.of(0, 3, 7, 10, 14, 17);

    private final Path folder = SharedData.folder("reference/vgg-s");
    private final Network network;

    public ReferenceNetwork() {
        List<String> classes = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship",
                "truck");
        network = Architectures.create("vgg-s",
                new Description("VGG-S", classes, new PictureSize(32, 32), Normalisation.CIFAR10, Map.of()), 1);
        for (int i = 0; i < CONVOLUTIONS.size(); i++) {
            int at = CONVOLUTIONS.get(i);
            set("conv" + (i + 1), "W", "weights.features." + at + ".weight");
            set("conv" + (i + 1), "b", "weights.features." + at + ".bias");
            set("norm" + (i + 1), "gamma", "weights.features." + (at + 1) + ".weight");
            set("norm" + (i + 1), "beta", "weights.features." + (at + 1) + ".bias");
            set("norm" + (i + 1), "mean", "weights.features." + (at + 1) + ".running_mean");
            set("norm" + (i + 1), "var", "weights.features." + (at + 1) + ".running_var");
        }
        Npy dense = values("weights.classifier.weight");
        network.graph().getLayer("classifier").getParam("W")
                .assign(Nd4j.createFromArray(dense.values()).reshape(10, 128).transpose());
        set("classifier", "b", "weights.classifier.bias");
    }

    private void set(String layer, String parameter, String file) {
        INDArray target = network.graph().getLayer(layer).getParam(parameter);
        target.assign(Nd4j.createFromArray(values(file).values()).reshape(target.shape()));
    }

    public Network network() {
        return network;
    }

    public Npy values(String name) {
        return Npy.read(folder.resolve(name + ".npy"));
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The twelve test pictures, normalised by the reference. */
    public Batch pictures() {
        Npy labels = values("labels");
        int[] classes = new int[labels.values().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) labels.values()[i];
        }
        return new Batch(classes.length, values("images").channelsLast(), classes);
    }
}
