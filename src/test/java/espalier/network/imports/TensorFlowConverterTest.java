package espalier.network.imports;

import static espalier.network.imports.OnnxSketch.real;
import static espalier.network.imports.OnnxSketch.whole;
import static espalier.network.imports.OnnxSketch.wholes;
import static espalier.network.imports.OnnxSketch.word;

import ai.onnxruntime.OrtException;
import espalier.data.Batch;
import espalier.data.Normalisation;
import espalier.engine.Loss;
import espalier.network.Network;
import espalier.network.exports.InOnnxRuntime;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Networks of pictures of 12×10 pixels in the forms that TensorFlow's converter writes: the picture comes with its
 * channels last, and transpositions stand around convolutions, or at the ends where its optimizer has moved them.
 */
class TensorFlowConverterTest {

    private static final int HEIGHT = 12;
    private static final int WIDTH = 10;

    @TempDir
    private Path folder;

    /** What the converter makes of some kinds of network. */
    private enum Form {

        /** A VGG: transposed once, flattened by a shape that is computed from the batch. */
        VGG(s -> {
            toFirst(s).convolution(3, 8, 3, wholes("pads", 1, 1, 1, 1)).then("Relu");
            s.then("BatchNormalization", s.positive(8), s.random(8), s.random(8), s.positive(8))
                    .then("MaxPool", wholes("kernel_shape", 2, 2), wholes("strides", 2, 2))
                    .convolution(8, 6, 3, word("auto_pad", "SAME_UPPER"), wholes("strides", 2, 2)).then("Relu");
            toLast(s);
            flattened(s, 3 * 3 * 6);
            s.then("MatMul", s.random(54, 9)).then("Add", s.random(9)).then("Relu").then("MatMul", s.random(9, 4))
                    .then("Add", s.random(4)).then("Softmax", whole("axis", 1)).then("Identity");
        }),
        /** A residual network as it is without the optimizer: everything but convolutions has its channels last. */
        RESNET_UNOPTIMISED(s -> {
            s.then("Pad", s.list(0, 1, 1, 0, 0, 1, 1, 0));
            around(s, "Conv", s.random(8, 3, 3, 3), wholes("strides", 2, 2), word("auto_pad", "VALID"));
            s.then("Add", s.random(8));
            around(s, "BatchNormalization", s.positive(8), s.random(8), s.random(8), s.positive(8),
                    real("epsilon", 1.001e-5));
            String shortcut = s.then("Relu").last();
            around(s, "Conv", s.random(8, 8, 3, 3), wholes("pads", 1, 1, 1, 1));
            s.then("Add", s.random(1, 1, 1, 8)).then("Relu");
            around(s, "Conv", s.random(8, 8, 1, 1));
            s.node("Add", new String[] {shortcut, s.last()}).then("Relu");
            around(s, "MaxPool", wholes("kernel_shape", 3, 3), wholes("strides", 2, 2), word("auto_pad", "SAME_UPPER"));
            s.then("ReduceMean", wholes("axes", 1, 2), whole("keepdims", 0)).then("MatMul", s.random(8, 4)).then("Add",
                    s.random(4));
        }),
        /** A MobileNet of version 2: scaled pixels, uneven zeros before strides, depthwise convolutions, ReLU6. */
        MOBILENET(s -> {
            s.then("Mul", s.number(2)).then("Add", s.number(-1));
            toFirst(s).convolution(3, 8, 3, wholes("pads", 0, 0, 1, 1), wholes("strides", 2, 2)).then("Clip",
                    s.number(0), s.number(6));
            String shortcut = s.last();
            s.convolution(8, 12, 1).then("Clip", s.number(0), s.number(6));
            s.node("Conv", new String[] {s.last(), s.random(12, 1, 3, 3), s.random(12)}, whole("group", 12),
                    wholes("pads", 1, 1, 1, 1)).then("Clip", s.number(0), s.number(6)).convolution(12, 8, 1)
                    .then("Add", shortcut).then("Pad", s.list(0, 0, 0, 0, 0, 0, 1, 1))
                    .node("Conv", new String[] {s.last(), s.random(8, 1, 3, 3), s.random(8)}, whole("group", 8),
                            wholes("strides", 2, 2))
                    .then("Clip", s.number(0), s.number(6)).then("GlobalAveragePool").then("Squeeze", s.list(2, 3))
                    .then("MatMul", s.random(8, 4)).then("Add", s.random(4)).then("Softmax", whole("axis", -1));
        }),
        /** An EfficientNet: x·sigmoid(x), and squeeze-and-excitation by a reshaping whose shape is computed. */
        EFFICIENTNET(s -> {
            toFirst(s).convolution(3, 8, 3, word("auto_pad", "SAME_UPPER"), wholes("strides", 2, 2));
            swish(s);
            s.node("Conv", new String[] {s.last(), s.random(8, 1, 3, 3), s.random(8)}, whole("group", 8),
                    wholes("pads", 1, 1, 1, 1));
            String maps = swish(s);
            s.then("GlobalAveragePool").then("Squeeze", s.list(2, 3));
            String means = s.last();
            String batch = s.then("Shape").then("Cast", whole("to", 6)).then("Slice", s.list(0), s.list(1), s.list(0))
                    .then("Cast", whole("to", 7)).last();
            String shape = s.node("Concat", new String[] {batch, s.list(1), s.list(1), s.list(8)}, whole("axis", 0))
                    .last();
            s.node("Reshape", new String[] {means, shape});
            toFirst(s).convolution(8, 3, 1);
            swish(s);
            s.convolution(3, 8, 1).then("Sigmoid").node("Mul", new String[] {maps, s.last()}).convolution(8, 5, 1)
                    .then("ReduceMean", wholes("axes", 2, 3), whole("keepdims", 0))
                    .then("Gemm", s.random(5, 4), s.random(4));
        }),
        /** A batch norm that was taken apart, of constants that are computed, and hard swish as version 3 has it. */
        NORM_IN_PARTS(s -> {
            around(s, "Conv", s.random(8, 3, 3, 3), wholes("pads", 1, 1, 1, 1));
            String maps = s.last();
            String scale = s.from(s.positive(8)).then("Add", s.number(.001)).then("Sqrt").then("Reciprocal")
                    .then("Mul", s.positive(8)).last();
            String scaledMean = s.from(s.random(8)).then("Mul", scale).last();
            String shift = s.node("Sub", new String[] {s.random(8), scaledMean}).last();
            s.node("Mul", new String[] {maps, scale}).then("Add", shift);
            String x = s.last();
            s.then("Add", s.number(3)).then("Relu").then("Min", s.number(6)).then("Mul", s.number(1 / 6.)).then("Mul",
                    x);
            around(s, "Conv", s.random(6, 8, 3, 3), wholes("strides", 2, 2), word("auto_pad", "SAME_UPPER"));
            s.then("LeakyRelu", real("alpha", .3)).then("ReduceMax", wholes("axes", 1, 2), whole("keepdims", 0))
                    .then("Gemm", s.random(6, 4), s.random(4));
        }),
        /** Branches side by side in the last dimension, and a dense layer's batch norm in parts. */
        INCEPTION(s -> {
            around(s, "Conv", s.random(8, 3, 3, 3), wholes("strides", 2, 2));
            String x = s.then("Relu").last();
            around(s, "Conv", s.random(4, 8, 1, 7), wholes("pads", 0, 3, 0, 3));
            String first = s.then("Relu").last();
            s.from(x);
            around(s, "AveragePool", wholes("kernel_shape", 3, 3), wholes("strides", 1, 1),
                    word("auto_pad", "SAME_UPPER"));
            around(s, "Conv", s.random(4, 8, 1, 1));
            String second = s.then("Relu").last();
            s.node("Concat", new String[] {first, x, second}, whole("axis", 3)).then("Reshape", s.list(-1, 5 * 4 * 16))
                    .then("MatMul", s.random(320, 6)).then("Mul", s.positive(6)).then("Add", s.random(6)).then("Relu")
                    .then("MatMul", s.random(6, 4)).then("Add", s.random(4)).then("Softmax");
        });

        private final Consumer<OnnxSketch> nodes;

        Form(Consumer<OnnxSketch> nodes) {
            this.nodes = nodes;
        }
    }

    /** Two pictures, 0 to 1. */
    private static float[] colours() {
        Random random = new Random(3);
        float[] colours = new float[2 * HEIGHT * WIDTH * 3];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = random.nextFloat();
        }
        return colours;
    }

    /** What was a scaling at the front of the file is the pictures' normalisation now. */
    private static Batch normalised(float[] colours, Normalisation normalisation) {
        float[] pixels = colours.clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (pixels[i] - normalisation.mean()[i % 3]) / normalisation.deviation()[i % 3];
        }
        return new Batch(2, pixels, new int[2]);
    }

    private static OnnxSketch toFirst(OnnxSketch sketch) {
        return sketch.then("Transpose", wholes("perm", 0, 3, 1, 2));
    }

    private static OnnxSketch toLast(OnnxSketch sketch) {
        return sketch.then("Transpose", wholes("perm", 0, 2, 3, 1));
    }

    private static void around(OnnxSketch sketch, String op, Object... rest) {
        toFirst(sketch).then(op, rest);
        toLast(sketch);
    }

    private static String swish(OnnxSketch sketch) {
        String x = sketch.last();
        String sigmoid = sketch.then("Sigmoid").last();
        return sketch.node("Mul", new String[] {x, sigmoid}).last();
    }

    /** {@code tf.reshape(x, [tf.shape(x)[0], -1])}. */
    private static void flattened(OnnxSketch sketch, int features) {
        String maps = sketch.last();
        String batch = sketch.then("Shape").then("Cast", whole("to", 6))
                .then("Slice", sketch.list(0), sketch.list(1), sketch.list(0)).then("Squeeze", sketch.list(0))
                .then("Unsqueeze", sketch.list(0)).then("Cast", whole("to", 7)).last();
        String shape = sketch.node("Concat", new String[] {batch, sketch.list(features)}, whole("axis", 0)).last();
        sketch.node("Reshape", new String[] {maps, shape});
    }

    @ParameterizedTest
    @EnumSource
    void what_the_converter_writes_answers_as_in_ONNX_Runtime(Form form) throws IOException, OrtException {
        OnnxSketch sketch = new OnnxSketch(-1, HEIGHT, WIDTH, 3).operators(15);
        form.nodes.accept(sketch);
        boolean probabilities = sketch.model().getGraph().getNodeList().stream()
                .anyMatch(node -> node.getOpType().equals("Softmax"));
        Path file = sketch.write(folder.resolve("converted.onnx"));
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Normalisation given = Preparation.pixels(new double[3], new double[] {255, 255, 255});
        Network network = imported.network(new Preparation(form.name(), imported.usualClasses(),
                imported.after(given, ChannelOrder.RGB), ChannelOrder.RGB));
        float[] colours = colours();
        float[][] expected = InOnnxRuntime.outputs(file, colours, new long[] {2, HEIGHT, WIDTH, 3});
        float[][] logits = network.infer(normalised(colours, network.description().normalisation()));
        InOnnxRuntime.assertClose(form.name(), probabilities ? Loss.softmax(logits) : logits, expected);
    }
}
