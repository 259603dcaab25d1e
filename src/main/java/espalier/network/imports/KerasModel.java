package espalier.network.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import espalier.basics.Problem;
import espalier.data.PictureSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The layers of a Keras model as any version describes it: chains and graphs alike, models inside models flattened,
 * operations between tensors as layers, in an order in which they can run.
 */
final class KerasModel {

    /** The picture that goes in. */
    static final String PICTURE = "";
    /** What multiplies by {@code scale} and adds {@code offset}, numbers or lists of them by channel. */
    static final String AFFINE = "Affine";

    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
    private static final Map<String, String> OLD_NAMES = Map.of("Convolution2D", "Conv2D", "AtrousConvolution2D",
            "Conv2D", "SeparableConvolution2D", "SeparableConv2D");
    private static final Map<String, String> MERGES = Map.of("sum", "Add", "mul", "Multiply", "concat", "Concatenate",
            "ave", "Average", "max", "Maximum");
    private static final List<String> SUMS = List.of("Add", "Subtract", "Multiply", "TrueDivide", "Divide");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final JsonNode root;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final String output;

    /** Where a layer stands in a model: its name, and what an archive calls it. */
    record Place(String name, String inArchive) {}

    /**
     * A layer.
     *
     * @param name   unique in the whole model
     * @param type   Keras's name of its class
     * @param config what Keras says of it
     * @param inputs the names of what it reads; {@link #PICTURE} for the picture
     * @param places the models around it, the outermost first, and itself
     */
    record Layer(String name, String type, JsonNode config, List<String> inputs, List<Place> places) {

        Layer reading(List<String> others) {
            return new Layer(name, type, config, others, places);
        }

        /** What cannot be done with it. */
        Problem refused(String why) {
            return new Problem("The layer \"" + name + "\" (" + type + ") " + why);
        }
    }

    /** @throws Problem where it is not a model of layers, or uses them in a way that cannot be taken over */
    KerasModel(String file, JsonNode root) {
        this.file = file;
        this.root = root;
        if (!MODELS.contains(root.path("class_name").asText())) {
            throw new Problem(file + " holds a Keras model of the class " + root.path("class_name").asText()
                    + ", which cannot be read without its program. Save it as a Sequential or functional model.");
        }
        output = new Flattening(root.path("config"), List.of()).output(PICTURE);
        joinHardSigmoids();
    }

    /** All layers by name, in an order in which they can run. */
    Map<String, Layer> layers() {
        return layers;
    }

    /** The name of the layer that gives the answer. */
    String output() {
        return output;
    }

    /** The layers that read what a layer gives. */
    List<Layer> readers(String name) {
        return layers.values().stream().filter(layer -> layer.inputs.contains(name)).toList();
    }

    /** Takes a layer out: what read it reads what it read. */
    void remove(Layer layer) {
        layers.remove(layer.name);
        layers.replaceAll((name, other) -> other.reading(
                other.inputs.stream().map(input -> input.equals(layer.name) ? layer.inputs.get(0) : input).toList()));
    }

    /** Whether maps are described with their channels before height and width. */
    boolean channelsFirst() {
        return dataFormats(layer -> true).findFirst().orElse("").equals("channels_first");
    }

    /**
     * Whether flattening runs through all pixels of a channel before the next one. (Keras's Flatten puts channels last
     * by itself where it is told that they are first.)
     */
    boolean flattensChannelsFirst() {
        return channelsFirst()
                && !dataFormats(layer -> layer.type.equals("Flatten")).findFirst().orElse("").equals("channels_first");
    }

    private Stream<String> dataFormats(Predicate<Layer> of) {
        return layers.values().stream().filter(of).map(layer -> layer.config.path("data_format").asText())
                .filter(text -> !text.isEmpty() && !text.equals("null"));
    }

    /**
     * The shape of the picture: height, width, colours.
     *
     * @param ifOpen stands for a size that the model leaves open
     */
    int[] shape(Optional<PictureSize> ifOpen) {
        JsonNode shape = shape(root.path("config"));
        if (shape == null) {
            throw new Problem(
                    file + " does not say what size its pictures have. Save the model after it was built with "
                            + "an input shape.");
        }
        if (shape.size() != 4) {
            throw new Problem(file + " holds a network that takes no pictures: its input has " + (shape.size() - 1)
                    + " dimensions. Choose a network that classifies pictures.");
        }
        int[] places = channelsFirst() ? new int[] {2, 3, 1} : new int[] {1, 2, 3};
        if (shape.get(places[0]).isNull() || shape.get(places[1]).isNull()) {
            PictureSize size = ifOpen.orElseThrow(() -> new Problem(
                    file + " takes pictures of any size. Say which it shall take (--size on the command line)."));
            return new int[] {size.height(), size.width(), shape.get(places[2]).asInt()};
        }
        return IntStream.of(places).map(place -> shape.get(place).asInt()).toArray();
    }

    private static JsonNode shape(JsonNode model) {
        for (JsonNode layer : layerArray(model)) {
            for (String key : List.of("batch_input_shape", "batch_shape")) {
                if (layer.path("config").path(key).isArray()) {
                    return layer.path("config").path(key);
                }
            }
            if (MODELS.contains(layer.path("class_name").asText()) && shape(layer.path("config")) != null) {
                return shape(layer.path("config"));
            }
        }
        return model.path("build_input_shape").isArray() ? model.path("build_input_shape") : null;
    }

    private static JsonNode layerArray(JsonNode model) {
        return model.isArray() ? model : model.path("layers");
    }

    /** One model while its layers are put beside those of the models around it. */
    private final class Flattening {

        private final JsonNode model;
        private final List<Place> around;
        private final Map<String, JsonNode> byName = new LinkedHashMap<>();
        private final Map<String, Place> places = new HashMap<>();
        private final Map<String, String> values = new HashMap<>();
        private final Set<String> begun = new HashSet<>();

        Flattening(JsonNode model, List<Place> around) {
            this.model = model;
            this.around = around;
            Map<String, Integer> counts = new HashMap<>();
            for (JsonNode layer : layerArray(model)) {
                String name = layer.path("config").path("name").asText(layer.path("name").asText());
                String type = snakeCase(layer.path("class_name").asText());
                int count = counts.merge(type, 1, Integer::sum) - 1;
                byName.put(name, layer);
                places.put(name, new Place(name, count == 0 ? type : type + "_" + count));
            }
            if (byName.isEmpty()) {
                throw new Problem(file + " describes no layers. Save the whole model, not a part of it.");
            }
        }

        /** Adds all layers that lead to the model's answer; gives that layer's name. */
        String output(String input) {
            JsonNode outputs = model.path("output_layers");
            if (!outputs.isArray()) {
                String before = input;
                for (String name : byName.keySet()) {
                    before = type(byName.get(name)).equals("InputLayer") ? before
                            : add(name, byName.get(name), List.of(before));
                }
                return before;
            }
            List<String> inputs = names(model.path("input_layers"));
            if (inputs.size() != 1) {
                throw new Problem(
                        file + " has " + inputs.size() + " inputs; Espalier takes networks with one, a picture.");
            }
            values.put(inputs.get(0), input);
            List<String> answers = names(outputs);
            if (answers.size() != 1) {
                throw new Problem(file + " has " + answers.size() + " outputs (" + String.join(", ", answers)
                        + "); Espalier takes networks with one. Save the part that leads to the one that names the class.");
            }
            return value(answers.get(0));
        }

        private String value(String name) {
            if (values.containsKey(name)) {
                return values.get(name);
            }
            JsonNode layer = byName.get(name);
            if (layer == null || !begun.add(name)) {
                throw new Problem(file + " describes a layer \"" + name + "\" that "
                        + (layer == null ? "is missing" : "reads itself") + ". Take another copy of the file.");
            }
            JsonNode nodes = layer.path("inbound_nodes");
            if (nodes.size() > 1) {
                throw new Problem(
                        file + ": the layer \"" + name + "\" is used in several places, which cannot be taken "
                                + "over. Make a network in which each layer is used once.");
            }
            List<JsonNode> arguments = new ArrayList<>();
            arguments(nodes.path(0), arguments);
            List<String> inputs = arguments.stream().filter(JsonNode::isTextual).map(JsonNode::asText).map(this::value)
                    .toList();
            Optional<ObjectNode> line = line(layer, arguments);
            String own = line.isPresent() ? add(name, line.get(), inputs) : add(name, layer, inputs);
            values.put(name, own);
            return own;
        }

        private String add(String name, JsonNode layer, List<String> inputs) {
            List<Place> own = new ArrayList<>(around);
            own.add(places.get(name));
            if (MODELS.contains(layer.path("class_name").asText())) {
                return new Flattening(layer.path("config"), own).output(inputs.get(0));
            }
            String unique = name;
            for (int i = 2; layers.containsKey(unique); i++) {
                unique = name + "_" + i;
            }
            layers.put(unique, new Layer(unique, type(layer), modern(layer), inputs, List.copyOf(own)));
            return unique;
        }
    }

    /** What a layer is called with: a text for a value of another layer, numbers for constants. */
    private static void arguments(JsonNode node, List<JsonNode> found) {
        if (node.path("class_name").asText().equals("__keras_tensor__")) {
            found.add(node.path("config").path("keras_history").path(0));
        } else if (node.path("class_name").asText().equals("__numpy__")) {
            found.add(node.path("config").path("value"));
        } else if (node.isArray() && node.size() >= 3 && node.get(0).isTextual() && node.get(1).isInt()) {
            found.add(node.get(0));
            arguments(node.path(3).path("y"), found);
        } else if (node.isNumber() || node.isArray() && node.size() > 0 && node.get(0).isNumber()) {
            found.add(node);
        } else if (node.isArray()) {
            node.forEach(child -> arguments(child, found));
        } else if (node.isObject() && node.has("args")) {
            arguments(node.path("args"), found);
            for (String key : List.of("y", "x2")) {
                arguments(node.path("kwargs").path(key), found);
            }
        }
    }

    /** Arithmetic with a constant as one layer; empty where it is none. */
    private static Optional<ObjectNode> line(JsonNode layer, List<JsonNode> arguments) {
        String type = type(layer);
        if (!SUMS.contains(type) || arguments.size() != 2
                || arguments.get(0).isTextual() == arguments.get(1).isTextual()) {
            return Optional.empty();
        }
        boolean behind = arguments.get(0).isTextual();
        JsonNode constant = arguments.get(behind ? 1 : 0);
        if (type.endsWith("Divide") && !behind) {
            return Optional.empty();
        }
        double[] numbers = numbers(constant);
        ObjectNode result = JSON.createObjectNode().put("class_name", AFFINE);
        ArrayNode scale = result.putObject("config").put("name", layer.path("name").asText()).putArray("scale");
        ArrayNode offset = ((ObjectNode) result.get("config")).putArray("offset");
        for (double number : numbers) {
            boolean turned = type.equals("Subtract") && !behind;
            scale.add(type.equals("Multiply") ? number : type.endsWith("Divide") ? 1 / number : turned ? -1 : 1);
            offset.add(type.equals("Add") || turned ? number : type.equals("Subtract") ? -number : 0);
        }
        return Optional.of(result);
    }

    /** One number, or those in a list of lists. */
    static double[] numbers(JsonNode node) {
        if (!node.isArray()) {
            return new double[] {node.asDouble()};
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode child : node) {
            for (double number : numbers(child)) {
                numbers.add(number);
            }
        }
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The names in {@code [name, 0, 0]} or a list of such. */
    private static List<String> names(JsonNode references) {
        if (references.path(0).isTextual()) {
            return List.of(references.get(0).asText());
        }
        List<String> names = new ArrayList<>();
        references.forEach(
                reference -> names.add(reference.isTextual() ? reference.asText() : reference.path(0).asText()));
        return names;
    }

    private static String type(JsonNode layer) {
        String type = layer.path("class_name").asText();
        if (type.equals("Merge")) {
            return MERGES.getOrDefault(layer.path("config").path("mode").asText(), type);
        }
        if (type.equals("TFOpLambda")) {
            String function = layer.path("config").path("function").asText().replaceFirst(".*\\.", "");
            return Map.of("add", "Add", "subtract", "Subtract", "multiply", "Multiply", "truediv", "TrueDivide",
                    "divide", "TrueDivide", "sub", "Subtract", "mul", "Multiply").getOrDefault(function, type);
        }
        return OLD_NAMES.getOrDefault(type, type);
    }

    /** Keras 1's words as those of today. */
    private static JsonNode modern(JsonNode layer) {
        JsonNode config = layer.path("config");
        if (!(config instanceof ObjectNode old)) {
            return config;
        }
        Map.of("nb_filter", "filters", "output_dim", "units", "subsample", "strides", "border_mode", "padding", "bias",
                "use_bias", "atrous_rate", "dilation_rate", "p", "rate", "concat_axis", "axis", "input_shape",
                "build_shape").forEach((before, now) -> {
                    if (old.has(before) && !old.has(now)) {
                        old.set(now, old.get(before));
                    }
                });
        if (old.has("nb_row")) {
            old.putArray("kernel_size").add(old.get("nb_row")).add(old.get("nb_col"));
        }
        if (old.has("dim_ordering")) {
            old.put("data_format", old.get("dim_ordering").asText().equals("th") ? "channels_first" : "channels_last");
        }
        return old;
    }

    /** {@code relu6(x + 3) / 6}, as Keras's own MobileNetV3 writes it, is one function. */
    private void joinHardSigmoids() {
        for (Layer last : List.copyOf(layers.values())) {
            Layer relu = last.inputs.isEmpty() ? null : layers.get(last.inputs.get(0));
            Layer first = relu == null || relu.inputs.isEmpty() ? null : layers.get(relu.inputs.get(0));
            boolean joined = first != null && isLine(last, 1 / 6.0, 0) && isLine(first, 1, 3)
                    && relu.type.equals("ReLU") && relu.config.path("max_value").asDouble() == 6
                    && readers(relu.name).size() == 1 && readers(first.name).size() == 1;
            if (joined) {
                ObjectNode config = JSON.createObjectNode().put("activation", "relu6_sixth");
                layers.put(last.name, new Layer(last.name, "Activation", config, first.inputs, last.places));
                layers.remove(relu.name);
                layers.remove(first.name);
            }
        }
    }

    private static boolean isLine(Layer layer, double scale, double offset) {
        return layer.type.equals(AFFINE) && Math.abs(numbers(layer.config.path("scale"))[0] - scale) < 1e-6
                && Math.abs(numbers(layer.config.path("offset"))[0] - offset) < 1e-6;
    }

    /** As Keras names groups: {@code BatchNormalization} is {@code batch_normalization}. */
    private static String snakeCase(String type) {
        return type.replaceAll("(.)([A-Z][a-z]+)", "$1_$2").replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
