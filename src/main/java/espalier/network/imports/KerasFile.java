package espalier.network.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.Problem;
import espalier.network.imports.KerasModel.Layer;
import espalier.network.imports.KerasModel.Place;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What Keras writes, in either of its two forms. An HDF5 file has the description of the layers as an attribute and,
 * under {@code model_weights}, a group for each layer of the outermost model, whose attribute {@code weight_names} says
 * where in it the weights are. A {@code .keras} archive has the description as {@code config.json}, and in
 * {@code model.weights.h5} groups one in the other as the models are, whose weights only have numbers. Every method
 * throws a {@link RuntimeException} or an {@link IOException} where the file is damaged.
 */
final class KerasFile implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HdfFile weights;
    private final boolean archive;
    private final JsonNode description;
    private final String version;

    private KerasFile(HdfFile weights, boolean archive, JsonNode description, String version) {
        this.weights = weights;
        this.archive = archive;
        this.description = description;
        this.version = version;
    }

    /** Opens an HDF5 file. */
    static KerasFile hdf5(Path path) {
        HdfFile file = new HdfFile(path);
        String text = attribute(file, "model_config").map(texts -> texts.get(0)).orElseThrow(() -> new Problem(path
                + " holds no Keras model, at most its weights: the description of the layers (model_config) is missing. "
                + "Save the whole model, with model.save(\"name.keras\")."));
        return new KerasFile(file, false, json(path, text),
                attribute(file, "keras_version").map(texts -> texts.get(0)).orElse(""));
    }

    /** Opens a {@code .keras} archive. */
    static KerasFile archive(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            JsonNode description = json(path, text(zip, "config.json"));
            JsonNode metadata = json(path, text(zip, "metadata.json"));
            try (InputStream in = zip.getInputStream(zip.getEntry("model.weights.h5"))) {
                return new KerasFile(HdfFile.fromBytes(in.readAllBytes()), true, description,
                        metadata.path("keras_version").asText());
            }
        }
    }

    private static String text(ZipFile zip, String entry) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode json(Path path, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Problem(path + " holds a damaged description of its layers. Take another copy of the file.", e);
        }
    }

    /** The outermost model. */
    JsonNode description() {
        return description;
    }

    /** The version of Keras; empty where the file does not say it. */
    String version() {
        return version;
    }

    /** A layer's weights by Keras's names, {@code kernel} and {@code bias}; empty where it has none. */
    Map<String, INDArray> weights(Layer layer) throws IOException {
        return archive ? numbered(layer) : named(layer);
    }

    private Map<String, INDArray> named(Layer layer) throws IOException {
        Map<String, INDArray> result = new LinkedHashMap<>();
        String outermost = layer.places().get(0).name();
        String own = layer.places().get(layer.places().size() - 1).name();
        if (weights.getChild("model_weights") instanceof Group all && all.getChild(outermost) instanceof Group group) {
            for (String path : attribute(group, "weight_names").orElse(List.of())) {
                String[] parts = path.split("/");
                boolean ours = layer.places().size() == 1 || parts.length > 1 && parts[parts.length - 2].equals(own);
                if (ours) {
                    result.put(parameter(parts[parts.length - 1], own), array(group.getDatasetByPath(path)));
                }
            }
        }
        return result;
    }

    /** From {@code kernel:0}, or {@code conv_kernel_1:0} as older versions have it, to {@code kernel}. */
    private static String parameter(String last, String layer) {
        String name = last.replaceFirst(":\\d+$", "");
        return (name.startsWith(layer + "_") ? name.substring(layer.length() + 1) : name).replaceFirst("_\\d+$", "");
    }

    private Map<String, INDArray> numbered(Layer layer) throws IOException {
        Map<String, INDArray> result = new LinkedHashMap<>();
        Node node = weights;
        for (Place place : layer.places()) {
            node = node instanceof Group model && model.getChild("layers") instanceof Group layers
                    ? child(layers, place) : null;
        }
        if (node instanceof Group own && own.getChild("vars") instanceof Group variables) {
            List<String> names = KerasLayers.parameters(layer);
            for (int i = 0; i < names.size()
                    && variables.getChild(Integer.toString(i)) instanceof Dataset values; i++) {
                result.put(names.get(i), array(values));
            }
        }
        return result;
    }

    /** By the name that newer versions note, else by its class and its number among those of the class. */
    private static Node child(Group layers, Place place) {
        for (Node node : layers) {
            if (node instanceof Group group && group.getChild("vars") instanceof Group variables
                    && attribute(variables, "name").filter(name -> name.get(0).equals(place.name())).isPresent()) {
                return group;
            }
        }
        return layers.getChild(place.inArchive());
    }

    private static INDArray array(Dataset dataset) throws IOException {
        Object values = dataset.getDataFlat();
        int[] shape = dataset.getDimensions();
        if (values instanceof float[] floats) {
            return Nd4j.createFromArray(floats).reshape(shape);
        }
        if (values instanceof double[] doubles) {
            return Nd4j.createFromArray(doubles).castTo(DataType.FLOAT).reshape(shape);
        }
        if (values instanceof Float number) {
            return Nd4j.createFromArray(number);
        }
        throw new IOException(dataset.getPath() + " holds no floating-point numbers");
    }

    private static Optional<List<String>> attribute(Node node, String name) {
        Attribute attribute = node.getAttribute(name);
        if (attribute == null || attribute.isEmpty()) {
            return Optional.empty();
        }
        Object data = attribute.getData();
        if (data instanceof String text) {
            return Optional.of(List.of(text));
        }
        // Where there are none, Keras writes none of numbers.
        return data instanceof String[] texts ? Optional.of(Arrays.asList(texts)) : Optional.empty();
    }

    @Override
    public void close() {
        weights.close();
    }
}
