package espalier.network.imports;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.basics.Problem;
import espalier.engine.Values;
import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.ParametricRelu;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.KerasModel.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes layers of a Keras model's, one by one. */
final class KerasLayers {

    private static final Set<String> IN_TRAINING = Set.of("SpatialDropout2D", "GaussianDropout", "GaussianNoise",
            "AlphaDropout", "ActivityRegularization");
    private static final Map<String, ElementWiseVertex.Op> JOINTS = Map.of("Add", ElementWiseVertex.Op.Add, "Multiply",
            ElementWiseVertex.Op.Product, "Subtract", ElementWiseVertex.Op.Subtract, "Average",
            ElementWiseVertex.Op.Average, "Maximum", ElementWiseVertex.Op.Max);
    /** Of Keras's own InceptionResNetV2: the first value and a number times the second. */
    private static final String SCALED_SUM = "CustomScaleLayer";
    private static final Map<String, String> REMEDIES = Map.of("Lambda",
            "Replace it by an ordinary Keras layer and save again.", "TFOpLambda",
            "Replace the TensorFlow operation by a Keras layer and save again.", "SlicingOpLambda",
            "Replace the slicing by a Keras layer and save again.", "LayerNormalization",
            "Use BatchNormalization in its place, or a network without it.", "MultiHeadAttention",
            "Choose a convolutional network: transformers are not read.");

    private final KerasModel model;
    private final Draft draft;
    private final List<String> notes;
    private final LayerRebuilder layers;

    KerasLayers(KerasModel model, Draft draft, List<String> notes) {
        this.model = model;
        this.draft = draft;
        this.notes = notes;
        layers = new LayerRebuilder(draft, notes);
    }

    /** The names of a layer's weights in the order in which Keras keeps them. */
    static List<String> parameters(Layer layer) {
        JsonNode config = layer.config();
        List<String> names = new ArrayList<>(switch (layer.type()) {
            case "Conv2D", "Dense" -> List.of("kernel");
            case "DepthwiseConv2D" -> List.of("depthwise_kernel");
            case "SeparableConv2D" -> List.of("depthwise_kernel", "pointwise_kernel");
            case "PReLU" -> List.of("alpha");
            case "Normalization" -> List.of("mean", "variance");
            default -> List.<String>of();
        });
        if (layer.type().equals("BatchNormalization")) {
            if (config.path("scale").asBoolean(true)) {
                names.add("gamma");
            }
            if (config.path("center").asBoolean(true)) {
                names.add("beta");
            }
            names.addAll(List.of("moving_mean", "moving_variance"));
        } else if (!names.isEmpty() && config.path("use_bias").asBoolean(false)) {
            names.add("bias");
        }
        return names;
    }

    /**
     * Checks that a layer can be made, before anything is.
     *
     * @throws Problem that says what to do where it cannot
     */
    static void check(Layer layer) {
        boolean known = !parameters(layer).isEmpty() || KerasFunctions.isActivation(layer)
                || IN_TRAINING.contains(layer.type()) || JOINTS.containsKey(layer.type())
                || Set.of("Flatten", "Reshape", "Dropout", "MaxPooling2D", "AveragePooling2D", "GlobalAveragePooling2D",
                        "GlobalMaxPooling2D", "ZeroPadding2D", "Cropping2D", "UpSampling2D", "Concatenate", "Rescaling",
                        KerasModel.AFFINE).contains(layer.type());
        if (!known) {
            throw layer.refused("cannot be taken over. " + REMEDIES.getOrDefault(layer.type(),
                    "Make a network with an ordinary layer in its place, and save again."));
        }
    }

    /**
     * Writes a layer.
     *
     * @param weights  by Keras's names
     * @param function of a layer that has one inside, or is one
     * @throws Problem where it is no layer of a network for pictures
     */
    Value write(Layer layer, Map<String, INDArray> weights, IActivation function, List<Value> read) {
        Value in = read.get(0);
        JsonNode config = layer.config();
        if (JOINTS.containsKey(layer.type())) {
            return joined(layer, read);
        }
        if (KerasFunctions.isActivation(layer)) {
            return layers.rebuild(layer.name(), new ActivationLayer(function), Map.of(), in);
        }
        if (IN_TRAINING.contains(layer.type())) {
            notes.add(
                    "Its layer \"" + layer.name() + "\" (" + layer.type() + ") is left out: it acts in training only.");
            return in;
        }
        return switch (layer.type()) {
            case "Conv2D" -> convolution(layer, weights, function, in);
            case "DepthwiseConv2D" -> {
                INDArray kernel = weights.getOrDefault("depthwise_kernel", weights.get("kernel"));
                yield rebuilt(layer,
                        of(layer, new DepthwiseConvolution2D.Builder().depthMultiplier((int) kernel.size(3)))
                                .activation(function).build(),
                        kernel, weights, in);
            }
            case "SeparableConv2D" -> {
                Map<String, INDArray> values = parameters(weights.get("depthwise_kernel").permute(3, 2, 0, 1), weights);
                values.put("pW", weights.get("pointwise_kernel").permute(3, 2, 0, 1));
                yield layers.rebuild(layer.name(),
                        of(layer,
                                new SeparableConvolution2D.Builder()
                                        .depthMultiplier((int) weights.get("depthwise_kernel").size(3)))
                                .activation(function).build(),
                        values, in);
            }
            case "Dense" -> dense(layer, weights, function, in);
            case "BatchNormalization" -> batchNorm(layer, weights, in);
            case "PReLU" -> slopes(layer, weights.get("alpha"), in);
            case "Rescaling", KerasModel.AFFINE -> scaled(layer, in);
            case "Dropout" -> layers.rebuild(layer.name(),
                    new DropoutLayer.Builder(new Dropout(1 - config.path("rate").asDouble())).build(), Map.of(), in);
            case "MaxPooling2D", "AveragePooling2D" -> layers.rebuild(layer.name(), pool(layer), Map.of(), in);
            case "GlobalAveragePooling2D", "GlobalMaxPooling2D" -> globalPool(layer, in);
            case "Flatten" -> in.map() ? layers.materialised(in).flattened(model.flattensChannelsFirst()) : in;
            case "Reshape" -> reshaped(layer, in);
            case "ZeroPadding2D" -> layers.rebuild(layer.name(),
                    new ZeroPaddingLayer.Builder(sides(config, "padding")).build(), Map.of(), in);
            case "Cropping2D" ->
                layers.rebuild(layer.name(), new Cropping2D.Builder(sides(config, "cropping")).build(), Map.of(), in);
            case "UpSampling2D" -> enlarged(layer, in);
            case "Concatenate" -> concatenated(layer, read);
            case SCALED_SUM -> draft.elementWise(layer.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add),
                    List.of(layers.materialised(in), scaled(layer, read.get(1))));
            default -> throw layer.refused("has no place behind other layers. Make a network without it.");
        };
    }

    private static int[] pair(JsonNode config, String key, int otherwise) {
        JsonNode value = config.path(key);
        return value.isArray() ? new int[] {value.get(0).asInt(), value.get(1).asInt()}
                : new int[] {value.asInt(otherwise), value.asInt(otherwise)};
    }

    /** Top, bottom, left, right, of one number, two, or two pairs. */
    private static int[] sides(JsonNode config, String key) {
        JsonNode value = config.path(key);
        if (value.path(0).isArray()) {
            return new int[] {value.get(0).get(0).asInt(), value.get(0).get(1).asInt(), value.get(1).get(0).asInt(),
                    value.get(1).get(1).asInt()};
        }
        int[] two = pair(config, key, 1);
        return new int[] {two[0], two[0], two[1], two[1]};
    }

    private static ConvolutionMode mode(JsonNode config) {
        return config.path("padding").asText().equals("same") ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    }

    private static <B extends ConvolutionLayer.BaseConvBuilder<B>> B of(Layer layer, B builder) {
        JsonNode config = layer.config();
        return builder.kernelSize(pair(config, "kernel_size", 1)).stride(pair(config, "strides", 1))
                .dilation(pair(config, "dilation_rate", 1)).convolutionMode(mode(config));
    }

    private static Map<String, INDArray> parameters(INDArray kernel, Map<String, INDArray> weights) {
        Map<String, INDArray> values = new LinkedHashMap<>();
        values.put("W", kernel);
        if (weights.containsKey("bias")) {
            values.put("b", weights.get("bias"));
        }
        return values;
    }

    private Value rebuilt(Layer layer, org.deeplearning4j.nn.conf.layers.Layer own, INDArray kernel,
            Map<String, INDArray> weights, Value in) {
        return layers.rebuild(layer.name(), own, parameters(kernel, weights), in);
    }

    private Value convolution(Layer layer, Map<String, INDArray> weights, IActivation function, Value in) {
        INDArray kernel = weights.get("kernel").permute(3, 2, 0, 1).dup('c');
        int groups = layer.config().path("groups").asInt(1);
        if (groups == 1) {
            return rebuilt(layer, of(layer, new ConvolutionLayer.Builder()).activation(function).build(), kernel,
                    weights, in);
        }
        if (groups == in.channels() && kernel.size(1) == 1) {
            long multiplier = kernel.size(0) / groups;
            INDArray depthwise = kernel.reshape(groups, multiplier, kernel.size(2), kernel.size(3)).permute(2, 3, 0, 1)
                    .dup('c');
            return rebuilt(layer, of(layer, new DepthwiseConvolution2D.Builder().depthMultiplier((int) multiplier))
                    .activation(function).build(), depthwise, weights, in);
        }
        return rebuilt(layer,
                of(layer, new GroupedConvolution.Builder(pair(layer.config(), "kernel_size", 1)).groups(groups))
                        .activation(function).build(),
                kernel, weights, in);
    }

    /** Over each pixel of a map it is a 1×1 convolution. */
    private Value dense(Layer layer, Map<String, INDArray> weights, IActivation function, Value in) {
        INDArray kernel = weights.get("kernel");
        if (in.map() && !in.flat()) {
            INDArray pixel = kernel.transpose().dup('c').reshape(kernel.size(1), kernel.size(0), 1, 1);
            return rebuilt(layer, new ConvolutionLayer.Builder(1, 1).activation(function).build(), pixel, weights, in);
        }
        return rebuilt(layer, new DenseLayer.Builder().activation(function).build(), kernel, weights, in);
    }

    private boolean isChannels(JsonNode axis, Value value) {
        int own = axis.isArray() ? axis.path(0).asInt(-1) : axis.asInt(-1);
        boolean map = value.map() && !value.flat();
        return own == -1 || own == (map ? model.channelsFirst() ? 1 : 3 : 1);
    }

    private Value batchNorm(Layer layer, Map<String, INDArray> weights, Value in) {
        if (!isChannels(layer.config().path("axis"), in)) {
            throw layer.refused("is over axis " + layer.config().path("axis")
                    + ", not over the channels, which Espalier cannot take over. Make a network without it.");
        }
        Map<String, INDArray> values = new LinkedHashMap<>();
        Map.of("gamma", "gamma", "beta", "beta", "moving_mean", "mean", "moving_variance", "var")
                .forEach((theirs, ours) -> {
                    if (weights.containsKey(theirs)) {
                        values.put(ours, weights.get(theirs).reshape(1, weights.get(theirs).length()));
                    }
                });
        return layers.rebuild(layer.name(),
                new BatchNormalization.Builder().eps(layer.config().path("epsilon").asDouble(1e-3))
                        .decay(layer.config().path("momentum").asDouble(.99)).build(),
                values, in);
    }

    private Value slopes(Layer layer, INDArray alpha, Value read) {
        Value in = layers.materialised(read);
        if (alpha.length() != in.channels()) {
            throw layer.refused("has a slope for each pixel, which Espalier cannot take over. "
                    + "Use one for each channel (shared_axes=[1, 2]).");
        }
        INDArray slopes = alpha.dup('c').reshape(1, alpha.length());
        ParametricRelu own = new ParametricRelu();
        own.setNIn(in.channels());
        own.setNOut(in.channels());
        String name = draft.free(layer.name());
        draft.layer(name, own, in,
                Map.of(ParametricRelu.SLOPES, in.order() == null ? slopes : Values.select(slopes, 1, in.order())));
        return in.at(name);
    }

    /** Each channel times a number plus a number: a depthwise convolution of one pixel. */
    private Value scaled(Layer layer, Value in) {
        if (!in.map()) {
            throw layer.refused("scales what is no map, which Espalier cannot take over. Make a network without it.");
        }
        int channels = in.order() == null ? in.channels() : Arrays.stream(in.order()).max().orElseThrow() + 1;
        INDArray scale = Nd4j.createFromArray(spread(layer, "scale", 1, channels)).reshape(1, 1, channels, 1);
        INDArray offset = Nd4j.createFromArray(spread(layer, "offset", 0, channels)).reshape(1, channels);
        return layers.rebuild(layer.name(), new DepthwiseConvolution2D.Builder(1, 1).depthMultiplier(1).build(),
                Map.of("W", scale, "b", offset), in);
    }

    private static float[] spread(Layer layer, String key, double otherwise, int channels) {
        double[] numbers = layer.config().has(key) ? KerasModel.numbers(layer.config().path(key))
                : new double[] {otherwise};
        if (numbers.length != 1 && numbers.length != channels) {
            throw layer.refused("scales pixel by pixel, which Espalier cannot take over. Make a network without it.");
        }
        float[] all = new float[channels];
        for (int c = 0; c < channels; c++) {
            all[c] = (float) numbers[numbers.length == 1 ? 0 : c];
        }
        return all;
    }

    private static SubsamplingLayer pool(Layer layer) {
        JsonNode config = layer.config();
        int[] size = pair(config, "pool_size", 2);
        int[] strides = config.path("strides").isMissingNode() || config.path("strides").isNull() ? size
                : pair(config, "strides", 2);
        return new SubsamplingLayer.Builder(type(layer), size, strides, new int[2]).convolutionMode(mode(config))
                .build();
    }

    private static SubsamplingLayer.PoolingType type(Layer layer) {
        return layer.type().contains("Max") ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG;
    }

    private Value globalPool(Layer layer, Value read) {
        if (!read.map() || !squeezes(layer)) {
            PoolingType type = type(layer) == SubsamplingLayer.PoolingType.MAX ? PoolingType.MAX : PoolingType.AVG;
            return layers.rebuild(layer.name(), new GlobalPoolingLayer.Builder(type).build(), Map.of(), read);
        }
        Value in = layers.materialised(read);
        return layers
                .rebuild(
                        layer.name(), new SubsamplingLayer.Builder(type(layer), new int[] {in.height(), in.width()},
                                new int[] {1, 1}, new int[2]).convolutionMode(ConvolutionMode.Truncate).build(),
                        Map.of(), in);
    }

    /**
     * Whether what a pool gives ends in a gate, as in squeeze-and-excitation: then it stays a map, of one pixel, and
     * the layers behind it are convolutions, whose filters can be scored and pruned.
     */
    private boolean squeezes(Layer pool) {
        List<Layer> readers = model.readers(pool.name());
        while (readers.size() == 1 && readers.get(0).inputs().size() == 1) {
            readers = model.readers(readers.get(0).name());
        }
        return readers.size() == 1 && JOINTS.containsKey(readers.get(0).type());
    }

    private Value reshaped(Layer layer, Value in) {
        int[] target = Arrays.stream(KerasModel.numbers(layer.config().path("target_shape")))
                .mapToInt(size -> (int) size).toArray();
        int largest = Arrays.stream(target).map(size -> size < 0 ? in.elements() : size).max().orElse(0);
        boolean pixel = largest == in.elements() && Arrays.stream(target).filter(size -> size != 1).count() <= 1;
        boolean same = in.map() && !in.flat() && target.length == 3 && target[0] == in.height()
                && target[1] == in.width();
        if (!same && !pixel) {
            throw layer.refused(
                    "gives its values another shape, which Espalier cannot take over. " + "Make a network without it.");
        }
        return same || !in.map() || in.height() * in.width() == 1 && !in.flat() && target.length == 3 ? in
                : layers.materialised(in).flattened(model.channelsFirst());
    }

    private Value enlarged(Layer layer, Value in) {
        if (!layer.config().path("interpolation").asText("nearest").equals("nearest")) {
            throw layer.refused("enlarges maps by " + layer.config().path("interpolation").asText()
                    + " interpolation, which Espalier does not know. Use \"nearest\".");
        }
        return layers.rebuild(layer.name(), new Upsampling2D.Builder().size(pair(layer.config(), "size", 2)).build(),
                Map.of(), in);
    }

    private Value joined(Layer layer, List<Value> read) {
        List<Value> parts = read.stream().map(layers::materialised).toList();
        Value whole = parts.stream().max((a, b) -> Integer.compare(a.elements(), b.elements())).orElseThrow();
        boolean gate = parts.stream().anyMatch(part -> part.elements() != whole.elements());
        if (!gate) {
            return draft.elementWise(layer.name(), new ElementWiseVertex(JOINTS.get(layer.type())), parts);
        }
        boolean fits = parts.stream()
                .allMatch(part -> Arrays.equals(part.order(), whole.order()) && part.channels() == whole.channels()
                        && (part.height() * part.width() == 1
                                || part.height() == whole.height() && part.width() == whole.width()));
        if (!fits || !List.of("Add", "Multiply").contains(layer.type())) {
            throw layer.refused("joins values of different shapes, which Espalier cannot take over. "
                    + "Make a network without it.");
        }
        String own = draft.free(layer.name());
        draft.vertex(own,
                new BroadcastVertex(layer.type().equals("Add") ? BroadcastVertex.Op.ADD : BroadcastVertex.Op.MULTIPLY),
                parts.stream().map(Value::vertex).toArray(String[]::new));
        return whole.at(own);
    }

    private Value concatenated(Layer layer, List<Value> read) {
        if (!isChannels(layer.config().path("axis"), read.get(0))) {
            throw layer.refused("puts values beside each other in axis " + layer.config().path("axis")
                    + ", not in their channels, which Espalier cannot take over. Make a network without it.");
        }
        return draft.concatenated(layer.name(), read.stream().map(layers::materialised).toList());
    }

    /** What a dense layer at the end reads. */
    Value vector(String name, Value in) {
        return layers.vector(name, in);
    }
}
