package espalier.network.exports;

import espalier.basics.Problem;
import espalier.engine.Graphs;
import espalier.engine.layers.BroadcastVertex;
import espalier.network.exports.OnnxGraph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;

/** Writes a DL4J graph, NHWC throughout, as ONNX's nodes, NCHW throughout. Each vertex's value has its name. */
final class GraphWriter {

    private final ComputationGraph source;
    private final ComputationGraphConfiguration configuration;
    private final Map<String, InputType> types;
    private final OnnxGraph graph;
    private final LayerWriter layers;
    private final boolean fold;
    private final Map<String, Value> values = new HashMap<>();

    /** @param input the value of the picture */
    GraphWriter(ComputationGraph source, OnnxGraph graph, Value input, boolean fold) {
        this.source = source;
        this.graph = graph;
        this.fold = fold;
        configuration = source.getConfiguration();
        layers = new LayerWriter(graph);
        types = new HashMap<>(Graphs.copy(configuration).getLayerActivationTypes(
                InputType.convolutional(input.height(), input.width(), input.channels(), CNN2DFormat.NHWC)));
        values.put(configuration.getNetworkInputs().get(0), input);
    }

    /**
     * Writes everything.
     *
     * @return the logits, in the order of the classes
     * @throws Problem that names the layer that ONNX has no counterpart for
     */
    Value write() {
        for (int index : source.topologicalSortOrder()) {
            GraphVertex vertex = source.getVertices()[index];
            if (!vertex.isInputVertex()) {
                write(vertex);
            }
        }
        return inOrder(values.get(configuration.getNetworkOutputs().get(0)));
    }

    private void write(GraphVertex vertex) {
        String name = vertex.getVertexName();
        List<Value> read = Arrays.stream(vertex.getInputVertices()).map(VertexIndices::getVertexIndex)
                .map(index -> values.get(source.getVertices()[index].getVertexName())).toList();
        Value written;
        if (drawnIn(name, vertex)) {
            int[] zeros = ((ZeroPaddingLayer) vertex.getLayer().conf().getLayer()).getPadding();
            written = new Value(read.get(0).name(), true, 1, 1, 1, null, zeros);
        } else if (vertex instanceof LayerVertex layer) {
            Value in = preprocessed(name, layer.getLayerPreProcessor(), read.get(0));
            written = layers.write(name, vertex.getLayer(), in, fold ? normBehind(name) : null);
        } else {
            written = joint(name, configuration.getVertices().get(name), read);
        }
        values.put(name, shaped(name, written));
    }

    /** The value with the shape that DL4J says that the vertex gives. */
    private Value shaped(String name, Value value) {
        return types.get(name) instanceof InputType.InputTypeConvolutional map
                ? new Value(value.name(), true, (int) map.getHeight(), (int) map.getWidth(), (int) map.getChannels(),
                        null, value.zeros())
                : Value.vector(value.name(), (int) types.get(name).arrayElementsPerExample(), value.order());
    }

    /** The batch norm that alone reads a layer; null where there is none. */
    private org.deeplearning4j.nn.api.Layer normBehind(String name) {
        List<GraphVertex> readers = readers(name);
        boolean norm = readers.size() == 1 && reads(readers.get(0)) instanceof BatchNormalization;
        return norm ? readers.get(0).getLayer() : null;
    }

    private List<GraphVertex> readers(String name) {
        return configuration.getVertexInputs().entrySet().stream().filter(entry -> entry.getValue().contains(name))
                .map(entry -> source.getVertex(entry.getKey())).toList();
    }

    /** The layer that reads a value as it is; null where it is none. */
    private static Object reads(GraphVertex reader) {
        return reader instanceof LayerVertex layer && layer.getLayerPreProcessor() == null
                ? layer.getLayer().conf().getLayer() : null;
    }

    /** Whether zeros around a layer's map can be said in what reads it: then they cost nothing. */
    private boolean drawnIn(String name, GraphVertex vertex) {
        return reads(vertex) instanceof ZeroPaddingLayer && readers(name).stream().map(GraphWriter::reads)
                .allMatch(reader -> reader instanceof ConvolutionLayer convolution
                        && convolution.getConvolutionMode() != ConvolutionMode.Same);
    }

    private Value preprocessed(String name, InputPreProcessor preProcessor, Value in) {
        if (preProcessor == null) {
            return in;
        }
        if (preProcessor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getFormat() == CNN2DFormat.NHWC) {
            return flattened(name, in);
        }
        throw unknown(name, preProcessor);
    }

    /** ONNX runs through all pixels of a channel before the next, DL4J through all channels of a pixel. */
    private Value flattened(String name, Value in) {
        if (!in.map()) {
            return in;
        }
        String flat = graph.free(name + ".flat");
        graph.node("Flatten", flat, in.name()).whole("axis", 1);
        int pixels = in.height() * in.width();
        int[] order = IntStream.range(0, pixels * in.channels()).map(i -> i % pixels * in.channels() + i / pixels)
                .toArray();
        return Value.vector(flat, order.length, pixels == 1 || in.channels() == 1 ? null : order);
    }

    private Value joint(String name, org.deeplearning4j.nn.conf.graph.GraphVertex vertex, List<Value> read) {
        String own = graph.free(name);
        if (vertex instanceof PreprocessorVertex preprocessor) {
            Value in = preprocessed(own, preprocessor.getPreProcessor(), read.get(0));
            graph.node("Identity", own, in.name());
            return in.at(own);
        }
        if (vertex instanceof MergeVertex) {
            graph.node("Concat", own, names(read)).whole("axis", 1);
            return new Value(own, read.get(0).map(), 1, 1, 0, concatenated(read), null);
        }
        List<Value> alike = read.stream().allMatch(value -> Arrays.equals(value.order(), read.get(0).order())) ? read
                : read.stream().map(this::inOrder).toList();
        if (vertex instanceof BroadcastVertex joint) {
            return broadcast(own, joint.getOp() == BroadcastVertex.Op.ADD ? "Add" : "Mul", alike);
        }
        if (vertex instanceof ElementWiseVertex joint) {
            elementWise(own, joint.getOp(), names(alike));
        } else if (vertex instanceof ScaleVertex scale) {
            graph.node("Mul", own, alike.get(0).name(), number(own, scale.getScaleFactor()));
        } else if (vertex instanceof ShiftVertex shift) {
            graph.node("Add", own, alike.get(0).name(), number(own, shift.getShiftFactor()));
        } else {
            throw unknown(name, vertex);
        }
        return alike.get(0).at(own);
    }

    private void elementWise(String own, ElementWiseVertex.Op op, String[] inputs) {
        switch (op) {
            case Average -> graph.node("Mean", own, inputs);
            case Max -> graph.node("Max", own, inputs);
            case Subtract -> graph.node("Sub", own, inputs);
            default -> chain(own, op == ElementWiseVertex.Op.Product ? "Mul" : "Add", inputs);
        }
    }

    /** One after the other: runtimes know a sum of two, and fuse it. */
    private void chain(String own, String operator, String[] inputs) {
        String sum = inputs[0];
        for (int i = 1; i < inputs.length; i++) {
            String next = i == inputs.length - 1 ? own : graph.free(own + ".part");
            graph.node(operator, next, sum, inputs[i]);
            sum = next;
        }
    }

    /** Numbers for whole channels become maps of one pixel where there are maps. */
    private Value broadcast(String own, String operator, List<Value> read) {
        boolean map = read.stream().anyMatch(Value::map);
        chain(own, operator,
                read.stream().map(value -> map && !value.map() ? asMap(value) : value.name()).toArray(String[]::new));
        return new Value(own, map, 1, 1, read.get(0).channels(), null, null);
    }

    private String asMap(Value value) {
        String map = graph.free(value.name() + ".map");
        graph.node("Unsqueeze", map, value.name(), graph.constant(map + ".axes", 2L, 3L));
        return map;
    }

    private static String[] names(List<Value> values) {
        return values.stream().map(Value::name).toArray(String[]::new);
    }

    private static int[] concatenated(List<Value> read) {
        List<Integer> order = new ArrayList<>();
        for (Value value : read) {
            int offset = order.size();
            for (int i = 0; i < value.channels(); i++) {
                order.add(offset + (value.order() == null ? i : value.order()[i]));
            }
        }
        return read.stream().allMatch(value -> value.order() == null) ? null
                : order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** A vector whose elements are in the order of the DL4J graph. */
    private Value inOrder(Value value) {
        if (value.order() == null) {
            return value;
        }
        long[] places = new long[value.order().length];
        for (int i = 0; i < places.length; i++) {
            places[value.order()[i]] = i;
        }
        String own = graph.free(value.name() + ".ordered");
        graph.node("Gather", own, value.name(), graph.constant(own + ".places", places)).whole("axis", 1);
        return Value.vector(own, value.channels(), null);
    }

    private String number(String of, double value) {
        return graph.constant(of + ".number", new float[] {(float) value});
    }

    private static Problem unknown(String name, Object what) {
        return new Problem("The part \"" + name + "\" of the network (" + what.getClass().getSimpleName()
                + ") cannot be written as ONNX. Save the network as a .zip, which holds everything.");
    }
}
