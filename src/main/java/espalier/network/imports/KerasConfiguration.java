package espalier.network.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import espalier.basics.Problem;
import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The description of layers in a Keras file: checked for what cannot be taken over, and with the layers that only
 * prepare pictures taken out, which DL4J does not know.
 */
final class KerasConfiguration {

    /** Layers of networks that classify pictures, as far as DL4J's import and the rebuilding know them. */
    private static final Set<String> KNOWN = Set.of("InputLayer", "Conv2D", "Convolution2D", "AtrousConvolution2D",
            "DepthwiseConv2D", "SeparableConv2D", "SeparableConvolution2D", "Dense", "Flatten", "Reshape", "Dropout",
            "SpatialDropout2D", "GaussianDropout", "GaussianNoise", "AlphaDropout", "Activation", "ReLU", "LeakyReLU",
            "ELU", "ThresholdedReLU", "Softmax", "BatchNormalization", "MaxPooling2D", "AveragePooling2D",
            "GlobalAveragePooling2D", "GlobalMaxPooling2D", "ZeroPadding2D", "Cropping2D", "UpSampling2D", "Add",
            "Concatenate", "Merge", "Average", "Maximum", "Multiply", "Subtract");
    private static final Map<String, String> REMEDIES = Map.of("Lambda",
            "Replace it by an ordinary Keras layer and save again.", "TFOpLambda",
            "Replace the TensorFlow operation by a Keras layer and save again.", "SlicingOpLambda",
            "Replace the slicing by a Keras layer and save again.", "LayerNormalization",
            "Use BatchNormalization in its place, or a network without it.", "MultiHeadAttention",
            "Choose a convolutional network: transformers are not read.", "Normalization",
            "Leave it out, save again, and give its mean and deviation (--mean, --std) in its place.");
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
    private static final Set<String> AUGMENTATION = Set.of("RandomFlip", "RandomRotation", "RandomZoom",
            "RandomTranslation", "RandomContrast", "RandomBrightness");
    private static final String FIRST = "channels_first";
    private static final String LAST = "channels_last";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final ObjectNode root;
    private final List<ObjectNode> layers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final boolean channelsFirst;
    private final boolean flattenedChannelsFirst;
    private Normalisation normalisation;

    KerasConfiguration(String file, String json) {
        this.file = file;
        try {
            root = (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException | ClassCastException e) {
            throw new Problem(
                    file + " holds a damaged description of its layers (model_config). Take another copy of the file.",
                    e);
        }
        if (!MODELS.contains(root.path("class_name").asText())) {
            throw new Problem(file + " holds a Keras model of the class " + root.path("class_name").asText()
                    + ", which cannot be read " + "without its program. Save it as a Sequential or functional model.");
        }
        for (JsonNode layer : layerArray()) {
            layers.add((ObjectNode) layer);
        }
        channelsFirst = dataFormats(layers.stream()).findFirst().orElse(LAST).equals(FIRST);
        flattenedChannelsFirst = channelsFirst
                && !dataFormats(layers.stream().filter(layer -> layer.path("class_name").asText().equals("Flatten")))
                        .findFirst().orElse(LAST).equals(FIRST);
        prepare();
        layers.forEach(this::check);
        if (root.path("class_name").asText().equals("Sequential")) {
            makeFunctional();
        }
        layers.forEach(this::tidy);
    }

    private ArrayNode layerArray() {
        JsonNode config = root.path("config");
        JsonNode array = config.isArray() ? config : config.path("layers");
        if (array instanceof ArrayNode layerArray) {
            return layerArray;
        }
        throw new Problem(file + " describes no layers. Save the whole model, not a part of it.");
    }

    /**
     * Whether flattening ran through all pixels of a channel before the next one, though the description now says
     * otherwise. (Keras's Flatten puts channels last by itself where it is told that they are first.)
     */
    boolean flattenedChannelsFirst() {
        return flattenedChannelsFirst;
    }

    List<String> notes() {
        return notes;
    }

    Optional<Normalisation> normalisation() {
        return Optional.ofNullable(normalisation);
    }

    private static Stream<String> dataFormats(Stream<ObjectNode> layers) {
        return layers.map(layer -> layer.path("config").path("data_format").asText()).filter(text -> !text.isEmpty());
    }

    /** The shape of the picture: height, width, colours; sets an open size to the given one. */
    int[] shape(Optional<PictureSize> ifOpen) {
        for (ObjectNode layer : layers) {
            JsonNode shape = layer.path("config").path("batch_input_shape");
            if (shape instanceof ArrayNode sizes) {
                if (sizes.size() != 4) {
                    throw new Problem(file + " holds a network that takes no pictures: its input has "
                            + (sizes.size() - 1) + " dimensions. Choose a network that classifies pictures.");
                }
                if (sizes.get(1).isNull() || sizes.get(2).isNull()) {
                    PictureSize size = ifOpen
                            .orElseThrow(() -> new Problem(file + " takes pictures of any size. Say which it shall "
                                    + "take (--size on the command line)."));
                    sizes.set(1, sizes.numberNode(size.height()));
                    sizes.set(2, sizes.numberNode(size.width()));
                }
                return new int[] {sizes.get(1).asInt(), sizes.get(2).asInt(), sizes.get(3).asInt()};
            }
        }
        throw new Problem(file
                + " does not say what size its pictures have. Save the model after it was built with an input shape.");
    }

    /**
     * The description as DL4J reads it, without what was taken out.
     *
     * @param version of Keras
     * @param backend that Keras ran on
     */
    String json(Optional<String> version, Optional<String> backend) {
        ObjectNode result = JSON.createObjectNode().put("class_name", "Model").set("config", root.path("config"));
        version.ifPresent(text -> result.put("keras_version", text));
        backend.ifPresent(text -> result.put("backend", text));
        return result.toString();
    }

    /**
     * Takes out layers in front that prepare pictures: DL4J does not know them, and the program has its own place for
     * that.
     */
    private void prepare() {
        for (Iterator<ObjectNode> iterator = layers.iterator(); iterator.hasNext();) {
            ObjectNode layer = iterator.next();
            String type = layer.path("class_name").asText();
            boolean rescaling = type.equals("Rescaling");
            if (rescaling) {
                double scale = layer.path("config").path("scale").asDouble(1);
                double offset = layer.path("config").path("offset").asDouble(0);
                // value · scale + offset = (value / 255 − mean) / deviation
                float deviation = (float) (1 / (255 * scale));
                float mean = (float) (-offset * deviation);
                normalisation = new Normalisation(new float[] {mean, mean, mean},
                        new float[] {deviation, deviation, deviation});
                notes.add("Its layer \"" + name(layer) + "\" (Rescaling) has become the normalisation.");
            } else if (AUGMENTATION.contains(type)) {
                notes.add("Its layer \"" + name(layer) + "\" (" + type + ") is left out: it acts in training only.");
            }
            if (rescaling || AUGMENTATION.contains(type)) {
                iterator.remove();
                takeOut(layer);
            }
        }
    }

    private void takeOut(ObjectNode layer) {
        ArrayNode array = layerArray();
        JsonNode shape = layer.path("config").path("batch_input_shape");
        for (int i = 0; i < array.size(); i++) {
            if (name(array.get(i)).equals(name(layer))) {
                array.remove(i);
                if (!shape.isMissingNode() && i < array.size()) {
                    ((ObjectNode) array.get(i).path("config")).set("batch_input_shape", shape);
                }
                break;
            }
        }
        JsonNode before = layer.path("inbound_nodes").path(0).path(0);
        if (!before.isMissingNode()) {
            replace(root.path("config"), name(layer), before);
        }
    }

    /** Lets everything that reads {@code name} read what that read. */
    private static void replace(JsonNode node, String name, JsonNode before) {
        for (JsonNode child : node) {
            if (child instanceof ArrayNode reference && reference.size() >= 3 && reference.get(0).asText().equals(name)
                    && reference.get(1).isInt()) {
                reference.set(0, before.get(0));
            } else {
                replace(child, name, before);
            }
        }
    }

    private void check(ObjectNode layer) {
        String type = layer.path("class_name").asText();
        if (MODELS.contains(type)) {
            throw new Problem(file + " has a whole model inside the model, \"" + name(layer)
                    + "\", which DeepLearning4J cannot read. "
                    + "Build one model out of the layers of both and save that.");
        }
        if (!KNOWN.contains(type)) {
            throw new Problem(
                    file + ": the layer \"" + name(layer) + "\" (" + type + ") cannot be taken over. " + REMEDIES
                            .getOrDefault(type, "Make a network with an ordinary layer in its place, and save again."));
        }
        if (layer.path("config").path("groups").asInt(1) != 1) {
            throw new Problem(file + ": the layer \"" + name(layer) + "\" is a convolution in "
                    + layer.path("config").path("groups")
                    + " groups, which DeepLearning4J cannot read. Use an ordinary or a depthwise convolution in its place.");
        }
        if (layer.path("inbound_nodes").isArray() && layer.path("inbound_nodes").size() > 1) {
            throw new Problem(
                    file + ": the layer \"" + name(layer) + "\" is used in several places, which cannot be taken over. "
                            + "Make a network in which each layer is used once.");
        }
        if (layer.path("inbound_nodes").path(0).isObject() || layer.path("config").has("batch_shape")) {
            throw new Problem(
                    file + " was written by Keras 3, whose files DeepLearning4J cannot read. Load it with Keras 2 "
                            + "(the package tf_keras) and save it as .h5 there.");
        }
    }

    /**
     * A chain of layers as a graph: DL4J's reading of chains does not find the width of what a depthwise convolution
     * reads.
     */
    private void makeFunctional() {
        ObjectNode first = layers.get(0);
        if (!first.path("class_name").asText().equals("InputLayer")) {
            ObjectNode picture = JSON.createObjectNode().put("class_name", "InputLayer");
            picture.putObject("config").put("name", "picture_of_" + name(first)).set("batch_input_shape",
                    ((ObjectNode) first.path("config")).remove("batch_input_shape"));
            layers.add(0, picture);
        }
        ObjectNode config = JSON.createObjectNode().put("name", "model");
        ArrayNode array = config.putArray("layers");
        String before = null;
        for (ObjectNode layer : layers) {
            layer.put("name", name(layer));
            ArrayNode inbound = layer.putArray("inbound_nodes");
            if (before != null) {
                inbound.addArray().addArray().add(before).add(0).add(0).addObject();
            }
            array.add(layer);
            before = name(layer);
        }
        config.putArray("input_layers").addArray().add(name(layers.get(0))).add(0).add(0);
        config.putArray("output_layers").addArray().add(before).add(0).add(0);
        root.set("config", config);
    }

    /** Kernels are the same in both layouts, and DL4J reads this one without mistakes. */
    private static void putChannelsLast(String type, ObjectNode config) {
        if (config.has("data_format")) {
            config.put("data_format", LAST);
        }
        if (config.get("batch_input_shape") instanceof ArrayNode shape && shape.size() == 4) {
            shape.add(shape.remove(1));
        }
        if (type.equals("BatchNormalization") || type.equals("Concatenate") || type.equals("Softmax")) {
            config.put("axis", -1);
        }
    }

    /** Says things the way DL4J reads them; how weights were first drawn and held down means nothing any more. */
    private void tidy(ObjectNode layer) {
        if (!(layer.get("config") instanceof ObjectNode config)) {
            return;
        }
        if (layer.path("class_name").asText().equals("Dropout") && config.has("rate")) {
            // DL4J looks for the rate under this name only, and leaves the dropout out where it does not find it.
            config.set("dropout", config.get("rate"));
        }
        if (channelsFirst) {
            putChannelsLast(layer.path("class_name").asText(), config);
        }
        for (String key : List.of("kernel", "bias", "depthwise", "pointwise", "beta", "gamma", "activity")) {
            config.putNull(key + "_regularizer");
            config.putNull(key + "_constraint");
        }
        if (!layer.path("class_name").asText().equals("BatchNormalization")) {
            for (String key : List.of("kernel", "depthwise", "pointwise")) {
                config.putObject(key + "_initializer").put("class_name", "GlorotUniform").putObject("config")
                        .putNull("seed");
            }
            config.putObject("bias_initializer").put("class_name", "Zeros").putObject("config");
        }
    }

    private static String name(JsonNode layer) {
        return layer.path("config").path("name").asText(layer.path("name").asText());
    }
}
