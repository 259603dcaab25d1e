package espalier.network.imports;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** The new graph while it grows: its vertices, and the values that their parameters will have. All maps are NHWC. */
final class Draft {

    /** The new graph's picture. */
    static final String INPUT = "picture";

    private final GraphBuilder builder = new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(1e-3))
            .graphBuilder().addInputs(INPUT);
    private final Map<String, Map<String, INDArray>> parameters = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(INPUT));

    /** A name that nobody has: this one, or this one with a number. */
    String free(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /**
     * Adds a layer that reads a map as a map and a vector as a vector, or a map as a vector where it is {@code flat}.
     */
    void layer(String name, Layer layer, Value input, Map<String, INDArray> values) {
        InputPreProcessor flatten = input.map() && input.flat()
                ? new CnnToFeedForwardPreProcessor(input.height(), input.width(), input.channels(), CNN2DFormat.NHWC)
                : null;
        builder.addLayer(name, layer, flatten, input.vertex());
        if (!values.isEmpty()) {
            parameters.put(name, values);
        }
    }

    void vertex(String name, GraphVertex vertex, String... inputs) {
        builder.addVertex(name, vertex, inputs);
    }

    /**
     * Values side by side in their channels; those that are not all maps as vectors.
     */
    Value concatenated(String name, List<Value> read) {
        List<Value> parts = new ArrayList<>();
        boolean map = read.stream().allMatch(Value::map) && read.stream().noneMatch(Value::flat);
        for (Value value : read) {
            parts.add(map || !value.map() ? value : vector(name, value));
        }
        int channels = parts.stream().mapToInt(Value::channels).sum();
        int[] order = new int[channels];
        boolean ordered = false;
        int to = 0;
        int offset = 0;
        for (Value part : parts) {
            for (int c = 0; c < part.channels(); c++) {
                order[to++] = offset + (part.order() == null ? c : part.order()[c]);
            }
            ordered |= part.order() != null;
            offset += part.order() == null ? part.channels() : Arrays.stream(part.order()).max().orElse(0) + 1;
        }
        MergeVertex merge = new MergeVertex();
        merge.setMergeAxis(map ? 3 : 1);
        String own = free(name);
        vertex(own, merge, parts.stream().map(Value::vertex).toArray(String[]::new));
        Value first = parts.get(0);
        return map ? Value.map(own, first.height(), first.width(), channels, ordered ? order : null)
                : Value.vector(own, channels, ordered ? order : null);
    }

    /**
     * A flattened map as a vector that other vertices than layers can read; DL4J flattens before layers only, or in a
     * vertex.
     */
    Value vector(String name, Value value) {
        String own = free(name + "_flat");
        vertex(own, new PreprocessorVertex(
                new CnnToFeedForwardPreProcessor(value.height(), value.width(), value.channels(), CNN2DFormat.NHWC)),
                value.vertex());
        return Value.vector(own, value.elements(), value.order());
    }

    /**
     * Values joined number by number.
     *
     * @throws Problem where they are not of one shape
     */
    Value elementWise(String name, GraphVertex vertex, List<Value> read) {
        Value first = read.get(0);
        for (Value other : read) {
            if (other.elements() != first.elements() || other.map() != first.map() || other.flat() != first.flat()
                    || !Arrays.equals(other.order(), first.order())) {
                throw new Problem("The part \"" + name + "\" of the network joins values of different shapes ("
                        + vertex.getClass().getSimpleName()
                        + "), as squeeze-and-excitation does, which Espalier cannot take over. "
                        + "Make a network without it.");
            }
        }
        String own = free(name);
        vertex(own, vertex.clone(), read.stream().map(Value::vertex).toArray(String[]::new));
        return first.at(own);
    }

    /** The finished graph. */
    ComputationGraph graph(String output, int height, int width) {
        builder.setOutputs(output);
        builder.setInputTypes(InputType.convolutional(height, width, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        parameters.forEach((layer, values) -> values.forEach((key, value) -> {
            INDArray target = graph.getLayer(layer).getParam(key);
            target.assign(value.reshape(target.shape()));
        }));
        return graph;
    }

    /**
     * What stands in the new graph for one vertex's output of the old one.
     *
     * @param vertex      the vertex of the new graph
     * @param height      of the map in pixels; 1 for a vector
     * @param width       of the map in pixels; 1 for a vector
     * @param channels    of the map; the length of a vector
     * @param map         whether the new vertex gives a map rather than a vector
     * @param flat        whether the old graph reads the map as one long vector from here on; the new one flattens as
     *                        late as it can
     * @param order       for each channel of the new value (each element where {@code flat}), which of the old one's it
     *                        is; null where they are the same
     * @param padding     zeros that the old graph has around the map here and the new one not yet: top, bottom, left,
     *                        right; or null
     * @param nonNegative whether no value is below 0
     */
    record Value(String vertex, int height, int width, int channels, boolean map, boolean flat, int[] order,
            int[] padding, boolean nonNegative) {

        static Value map(String vertex, int height, int width, int channels, int[] order) {
            return new Value(vertex, height, width, channels, true, false, order, null, false);
        }

        static Value vector(String vertex, int length, int[] order) {
            return new Value(vertex, 1, 1, length, false, false, order, null, false);
        }

        /** The same under another vertex, which works on each element by itself. */
        Value at(String other) {
            return new Value(other, height, width, channels, map, flat, order, padding, false);
        }

        Value positive() {
            return new Value(vertex, height, width, channels, map, flat, order, padding, true);
        }

        Value padded(int[] zeros) {
            return new Value(vertex, height, width, channels, map, flat, order, zeros, nonNegative);
        }

        /** The same with its channels numbered otherwise. */
        Value ordered(int[] other) {
            return new Value(vertex, height, width, channels, map, flat, other, padding, nonNegative);
        }

        /**
         * A map that the old graph reads as a vector.
         *
         * @param features for each element, pixel by pixel, which of the old graph's features it is
         */
        Value asFeatures(int[] features) {
            return new Value(vertex, height, width, channels, map, true, features, padding, nonNegative);
        }

        /**
         * The same, from now on read as a vector by the old graph.
         *
         * @param channelsFirst whether the old graph runs through all pixels of a channel before the next one
         */
        Value flattened(boolean channelsFirst) {
            int pixels = height * width;
            if (pixels == 1 || !channelsFirst && order == null) {
                return new Value(vertex, height, width, channels, map, true, pixels == 1 ? order : null, padding,
                        nonNegative);
            }
            int old = order == null ? channels : Arrays.stream(order).max().orElseThrow() + 1;
            int[] flatOrder = new int[pixels * channels];
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < channels; c++) {
                    int channel = order == null ? c : order[c];
                    flatOrder[p * channels + c] = channelsFirst ? channel * pixels + p : p * old + channel;
                }
            }
            return new Value(vertex, height, width, channels, map, true, flatOrder, padding, nonNegative);
        }

        /** The number of elements of one picture. */
        int elements() {
            return height * width * channels;
        }
    }
}
