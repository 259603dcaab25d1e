package espalier.network.imports;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Keras writes into HDF5: the description of the layers and the program's version as attributes of the file, and
 * under {@code model_weights} a group for each layer, whose attribute {@code weight_names} says where in it the weights
 * are. Every method throws a {@link RuntimeException} or an {@link IOException} where the file is damaged.
 */
final class KerasFile implements AutoCloseable {

    private final HdfFile file;

    KerasFile(Path path) {
        file = new HdfFile(path);
    }

    /** The description of the layers, JSON; empty where the file holds weights at most. */
    Optional<String> description() {
        return attribute(file, "model_config").map(text -> text.get(0));
    }

    /** The version of Keras; empty where the file does not say it. */
    Optional<String> version() {
        return attribute(file, "keras_version").map(text -> text.get(0));
    }

    /** What Keras ran on: "tensorflow"; empty where the file does not say it. */
    Optional<String> backend() {
        return attribute(file, "backend").map(text -> text.get(0));
    }

    /** A layer's weights by Keras's names, {@code kernel} and {@code bias}; empty where it has none. */
    Map<String, INDArray> weights(String layer) throws IOException {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        if (file.getChild("model_weights") instanceof Group all && all.getChild(layer) instanceof Group own) {
            for (String path : attribute(own, "weight_names").orElse(List.of())) {
                weights.put(parameter(path, layer), array(own.getDatasetByPath(path)));
            }
        }
        return weights;
    }

    /** From {@code conv/kernel:0}, or {@code conv_kernel_1:0} as older versions have it, to {@code kernel}. */
    private static String parameter(String path, String layer) {
        String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
        return (name.startsWith(layer + "_") ? name.substring(layer.length() + 1) : name).replaceFirst("_\\d+$", "");
    }

    private static INDArray array(Dataset dataset) throws IOException {
        Object values = dataset.getDataFlat();
        int[] shape = dataset.getDimensions();
        if (values instanceof float[] floats) {
            return Nd4j.createFromArray(floats).reshape(shape);
        }
        if (values instanceof double[] doubles) {
            return Nd4j.createFromArray(doubles).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT).reshape(shape);
        }
        throw new IOException(dataset.getPath() + " holds no floating-point numbers");
    }

    private static Optional<List<String>> attribute(Node node, String name) {
        Attribute attribute = node.getAttribute(name);
        if (attribute == null || attribute.isEmpty()) {
            return Optional.empty();
        }
        Object data = attribute.getData();
        return Optional.of(data instanceof String[] texts ? Arrays.asList(texts) : List.of((String) data));
    }

    @Override
    public void close() {
        file.close();
    }
}
