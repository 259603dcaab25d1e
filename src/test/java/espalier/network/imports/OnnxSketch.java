package espalier.network.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** A small ONNX graph that a test writes node by node; each node reads what the one before gave. */
final class OnnxSketch {

    static final String INPUT = "picture";

    final GraphProto.Builder graph = GraphProto.newBuilder().setName("sketch");
    private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setProducerName("sketch");
    private final Random random = new Random(5);
    private int operators = 17;
    private String last = INPUT;

    /** @param shape of the picture, −1 for what is free */
    OnnxSketch(long... shape) {
        graph.addInput(value(INPUT, shape));
    }

    private static ValueInfoProto value(String name, long... shape) {
        TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
        for (long size : shape) {
            sizes.addDim(size < 0 ? TensorShapeProto.Dimension.newBuilder().setDimParam("n")
                    : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder().setName(name)
                .setType(TypeProto.newBuilder().setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE).setShape(sizes)))
                .build();
    }

    OnnxSketch operators(int version) {
        operators = version;
        return this;
    }

    OnnxSketch metadata(String key, String text) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text));
        return this;
    }

    /** What the last node gave. */
    String last() {
        return last;
    }

    /** Goes on from another node. */
    OnnxSketch from(String other) {
        last = other;
        return this;
    }

    /** A node that reads the last one's output and others. */
    OnnxSketch then(String op, Object... rest) {
        String[] more = Arrays.stream(rest).filter(String.class::isInstance).toArray(String[]::new);
        return node(op,
                IntStream.range(0, more.length + 1).mapToObj(i -> i == 0 ? last : more[i - 1]).toArray(String[]::new),
                Arrays.stream(rest).filter(AttributeProto.class::isInstance).toArray(AttributeProto[]::new));
    }

    OnnxSketch node(String op, String[] inputs, AttributeProto... attributes) {
        last = op.toLowerCase(Locale.ROOT) + graph.getNodeCount();
        graph.addNode(NodeProto.newBuilder().setOpType(op.replaceFirst("^ms:", ""))
                .setDomain(op.startsWith("ms:") ? "com.microsoft" : "").setName("the " + last)
                .addAllInput(Arrays.asList(inputs)).addOutput(last).addAllAttribute(Arrays.asList(attributes)));
        return this;
    }

    /** A node that reads the last one's output and gives two values. */
    String[] pair(String op, AttributeProto... attributes) {
        String source = last;
        node(op, new String[] {source}, attributes);
        String second = last + "second";
        graph.getNodeBuilder(graph.getNodeCount() - 1).addOutput(second);
        return new String[] {last, second};
    }

    static AttributeProto whole(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
    }

    static AttributeProto wholes(String name, long... values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList()).build();
    }

    static AttributeProto real(String name, double value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF((float) value).build();
    }

    static AttributeProto word(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeType.STRING)
                .setS(org.nd4j.shade.protobuf.ByteString.copyFromUtf8(value)).build();
    }

    /** A constant of random numbers. */
    String random(long... shape) {
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 3;
        }
        return reals(shape, values);
    }

    /** A constant of random numbers above 0. */
    String positive(long... shape) {
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = .5f + random.nextFloat();
        }
        return reals(shape, values);
    }

    String reals(long[] shape, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return constant(tensor, shape);
    }

    String number(double value) {
        return reals(new long[0], (float) value);
    }

    String list(long... values) {
        return constant(TensorProto.newBuilder().setDataType(TensorProto.DataType.INT64_VALUE)
                .addAllInt64Data(LongStream.of(values).boxed().toList()), values.length);
    }

    String constant(TensorProto.Builder tensor, long... shape) {
        String name = "constant" + graph.getInitializerCount();
        graph.addInitializer(tensor.setName(name).addAllDims(LongStream.of(shape).boxed().toList()));
        return name;
    }

    /** A convolution with random weights. */
    OnnxSketch convolution(int in, int out, int kernel, AttributeProto... attributes) {
        return node("Conv", new String[] {last, random(out, in, kernel, kernel), random(out)}, attributes);
    }

    /** The end of a classifier of maps: all of their values go into four classes. */
    OnnxSketch classes(int features) {
        return then("Flatten").then("Gemm", random(4, features), random(4), whole("transB", 1));
    }

    ModelProto model() {
        return model.setGraph(graph.clearOutput().addOutput(value(last, -1, 4)))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(operators))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1)).build();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, model().toByteArray());
    }
}
