package espalier.network.exports;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX graph while it grows: nodes in the order in which they run, and the constants that they read. */
final class OnnxGraph {

    /** The dimension that is as long as the caller likes. */
    private static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> names = new HashSet<>();

    /** A node whose attributes are being said. */
    record Node(NodeProto.Builder proto) {

        Node whole(String name, long value) {
            proto.addAttribute(AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
            return this;
        }

        Node number(String name, double value) {
            proto.addAttribute(
                    AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF((float) value));
            return this;
        }

        Node wholes(String name, long... values) {
            AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
            Arrays.stream(values).forEach(attribute::addInts);
            proto.addAttribute(attribute);
            return this;
        }

        Node word(String name, String value) {
            proto.addAttribute(AttributeProto.newBuilder().setName(name).setType(AttributeType.STRING)
                    .setS(ByteString.copyFromUtf8(value)));
            return this;
        }
    }

    /**
     * What stands for one vertex's output.
     *
     * @param name     in the ONNX graph
     * @param map      whether it is {@code [batch, channels, height, width]}; else {@code [batch, channels]}
     * @param height   in pixels; 1 for a vector
     * @param width    in pixels; 1 for a vector
     * @param channels of a map; the length of a vector
     * @param order    for each element of a vector, which of the DL4J graph's it is; null where they are the same
     * @param zeros    around the map, in its size already, which the convolutions that read it are to put there: top,
     *                     bottom, left, right; null for none
     */
    record Value(String name, boolean map, int height, int width, int channels, int[] order, int[] zeros) {

        static Value map(String name, int height, int width, int channels) {
            return new Value(name, true, height, width, channels, null, null);
        }

        static Value vector(String name, int length, int[] order) {
            return new Value(name, false, 1, 1, length, order, null);
        }

        /** What works on each element by itself gives. */
        Value at(String other) {
            return new Value(other, map, height, width, channels, order, null);
        }
    }

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** A name that no value has: this one, or this one with a number. */
    String free(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /**
     * Adds a node; attributes are said on what is returned.
     *
     * @param output its one output, and its own name
     * @param inputs "" for one that is left out
     */
    Node node(String operator, String output, String... inputs) {
        return new Node(graph.addNodeBuilder().setName(output).setOpType(operator).addAllInput(Arrays.asList(inputs))
                .addOutput(output));
    }

    /** Adds numbers; none in the shape for a single one. */
    String constant(String wanted, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(wanted, TensorProto.DataType.FLOAT, bytes, shape);
    }

    /** Adds whole numbers, a list. */
    String constant(String wanted, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(wanted, TensorProto.DataType.INT64, bytes, values.length);
    }

    private String constant(String wanted, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
        String name = free(wanted);
        TensorProto.Builder tensor = graph.addInitializerBuilder().setName(name).setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        Arrays.stream(shape).forEach(tensor::addDims);
        return name;
    }

    /** Says what goes in: batches of this shape. */
    void input(String name, long... shape) {
        graph.addInput(value(name, shape));
    }

    /** Says what comes out: batches of this shape. */
    void output(String name, long... shape) {
        graph.addOutput(value(name, shape));
    }

    private static ValueInfoProto value(String name, long... shape) {
        ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
        TensorShapeProto.Builder dimensions = value.getTypeBuilder().getTensorTypeBuilder()
                .setElemType(TensorProto.DataType.FLOAT.getNumber()).getShapeBuilder();
        dimensions.addDimBuilder().setDimParam(BATCH);
        Arrays.stream(shape).forEach(length -> dimensions.addDimBuilder().setDimValue(length));
        return value.build();
    }

    GraphProto build() {
        return graph.build();
    }
}
