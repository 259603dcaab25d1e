package espalier.network.imports;

import static espalier.network.imports.OnnxSketch.real;
import static espalier.network.imports.OnnxSketch.whole;
import static espalier.network.imports.OnnxSketch.wholes;
import static espalier.network.imports.OnnxSketch.word;

import ai.onnxruntime.OrtException;
import espalier.data.Batch;
import espalier.network.Network;
import espalier.network.exports.InOnnxRuntime;
import espalier.network.imports.Preparation.ChannelOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator that is read gives what ONNX Runtime gives, in small graphs of pictures of 9×8 pixels. */
class OnnxOperatorsTest {

    private static final Map<String, Consumer<OnnxSketch>> CASES = new LinkedHashMap<>();

    @TempDir
    private Path folder;

    private static void graph(String name, Consumer<OnnxSketch> nodes) {
        CASES.put(name, nodes);
    }

    /** A convolution to six channels, then a node, then the classes. */
    private static void behind(String name, Consumer<OnnxSketch> node, int features) {
        graph(name, sketch -> {
            sketch.convolution(3, 6, 3, wholes("pads", 1, 1, 1, 1));
            node.accept(sketch);
            sketch.classes(features);
        });
    }

    static Stream<String> cases() {
        CASES.clear();
        int whole = 6 * 72;
        graph("convolution with uneven pads and strides",
                s -> s.convolution(3, 6, 3, wholes("pads", 0, 1, 2, 0), wholes("strides", 2, 1)).classes(6 * 5 * 7));
        graph("convolution SAME_UPPER", s -> s
                .convolution(3, 6, 3, word("auto_pad", "SAME_UPPER"), wholes("strides", 2, 2)).classes(6 * 5 * 4));
        graph("convolution SAME_LOWER", s -> s
                .convolution(3, 6, 3, word("auto_pad", "SAME_LOWER"), wholes("strides", 2, 2)).classes(6 * 5 * 4));
        graph("dilated convolution",
                s -> s.convolution(3, 6, 3, wholes("pads", 2, 2, 2, 2), wholes("dilations", 2, 2)).classes(whole));
        behind("depthwise convolution", s -> s.node("Conv", new String[] {s.last(), s.random(6, 1, 3, 3), s.random(6)},
                whole("group", 6), wholes("pads", 1, 1, 1, 1)), whole);
        behind("depthwise convolution of two filters a channel", s -> s.node("Conv",
                new String[] {s.last(), s.random(12, 1, 3, 3)}, whole("group", 6), wholes("pads", 1, 1, 1, 1)),
                2 * whole);
        behind("convolution in groups", s -> s.node("Conv", new String[] {s.last(), s.random(8, 3, 3, 3), s.random(8)},
                whole("group", 2), wholes("pads", 1, 0, 1, 2)), 8 * 72);
        behind("BatchNormalization",
                s -> s.then("BatchNormalization", s.positive(6), s.random(6), s.random(6), s.positive(6)), whole);
        activations(whole);
        pools();
        arithmetic(whole);
        arrangements(whole);
        ends();
        return CASES.keySet().stream();
    }

    private static void activations(int whole) {
        for (String op : new String[] {"Relu", "Sigmoid", "Tanh", "Elu", "LeakyRelu", "HardSigmoid", "HardSwish",
                "Softplus", "Softsign", "Selu", "Celu"}) {
            behind(op, s -> s.then(op), whole);
        }
        behind("LeakyRelu 0.3", s -> s.then("LeakyRelu", real("alpha", .3)), whole);
        behind("Elu 0.7", s -> s.then("Elu", real("alpha", .7)), whole);
        behind("Clip 0 to 6", s -> s.then("Clip", s.number(0), s.number(6)), whole);
        behind("Clip from 0", s -> s.then("Clip", s.number(0)), whole);
        behind("Clip −0.5 to 0.4", s -> s.then("Clip", s.number(-.5), s.number(.4)), whole);
        behind("HardSigmoid of PyTorch", s -> s.then("HardSigmoid", real("alpha", 1 / 6.), real("beta", .5)), whole);
        behind("PRelu", s -> s.then("PRelu", s.random(6, 1, 1)), whole);
        behind("PRelu of one slope", s -> s.then("PRelu", s.random(1)), whole);
        behind("SiLU as x · sigmoid(x)", s -> {
            String x = s.last();
            s.then("Sigmoid").then("Mul", x);
        }, whole);
        behind("Mish as x · tanh(softplus(x))", s -> {
            String x = s.last();
            s.then("Softplus").then("Tanh").then("Mul", x);
        }, whole);
        behind("hard swish as x · clip(x + 3, 0, 6) / 6", s -> {
            String x = s.last();
            s.then("Add", s.number(3)).then("Clip", s.number(0), s.number(6)).then("Mul", x).then("Div", s.number(6));
        }, whole);
        behind("hard swish as x · hard sigmoid(x)", s -> {
            String x = s.last();
            s.then("HardSigmoid", real("alpha", 1 / 6.), real("beta", .5)).then("Mul", x);
        }, whole);
        behind("GELU by erf", s -> {
            String x = s.last();
            s.then("Div", s.number(Math.sqrt(2))).then("Erf").then("Add", s.number(1)).then("Mul", x).then("Mul",
                    s.number(.5));
        }, whole);
        behind("GELU by tanh", s -> {
            String x = s.last();
            String half = s.then("Mul", s.number(.5)).last();
            s.from(x).then("Pow", s.number(3)).then("Mul", s.number(.044715)).then("Add", x)
                    .then("Mul", s.number(Math.sqrt(2 / Math.PI))).then("Tanh").then("Add", s.number(1))
                    .then("Mul", half);
        }, whole);
        behind("a ReLU6 after a scaling", s -> {
            String x = s.last();
            s.then("Mul", s.number(.5)).then("Clip", s.number(0), s.number(6)).then("Add", x);
        }, whole);
    }

    private static void pools() {
        behind("MaxPool", s -> s.then("MaxPool", wholes("kernel_shape", 2, 2), wholes("strides", 2, 2)), 6 * 4 * 4);
        behind("MaxPool with pads", s -> s.then("MaxPool", wholes("kernel_shape", 3, 3), wholes("strides", 2, 2),
                wholes("pads", 1, 1, 1, 1)), 6 * 5 * 4);
        behind("MaxPool rounded up",
                s -> s.then("MaxPool", wholes("kernel_shape", 3, 3), wholes("strides", 2, 2), whole("ceil_mode", 1)),
                6 * 4 * 4);
        behind("MaxPool with uneven pads", s -> s.then("MaxPool", wholes("kernel_shape", 3, 3), wholes("strides", 2, 2),
                wholes("pads", 0, 1, 2, 0)), 6 * 5 * 4);
        behind("MaxPool of far apart pixels",
                s -> s.then("MaxPool", wholes("kernel_shape", 2, 2), wholes("dilations", 2, 3)), 6 * 7 * 5);
        behind("AveragePool rounded up", s -> s.then("AveragePool", wholes("kernel_shape", 3, 3),
                wholes("strides", 2, 2), wholes("pads", 1, 1, 1, 1), whole("ceil_mode", 1)), 6 * 5 * 5);
        behind("AveragePool with uneven pads that it counts", s -> s.then("AveragePool", wholes("kernel_shape", 3, 3),
                wholes("strides", 2, 2), wholes("pads", 0, 1, 2, 0), whole("count_include_pad", 1)), 6 * 5 * 4);
        behind("MaxPool with uneven pads behind a ReLU", s -> s.then("Relu").then("MaxPool",
                wholes("kernel_shape", 3, 3), wholes("strides", 1, 1), wholes("pads", 0, 0, 2, 2)), 6 * 72);
        behind("AveragePool", s -> s.then("AveragePool", wholes("kernel_shape", 2, 3), wholes("strides", 2, 2)),
                6 * 4 * 3);
        behind("AveragePool with pads", s -> s.then("AveragePool", wholes("kernel_shape", 3, 3),
                wholes("pads", 1, 1, 1, 1), wholes("strides", 2, 2)), 6 * 5 * 4);
        behind("AveragePool that counts its pads", s -> s.then("AveragePool", wholes("kernel_shape", 3, 3),
                wholes("pads", 1, 1, 1, 1), wholes("strides", 2, 2), whole("count_include_pad", 1)), 6 * 5 * 4);
        behind("GlobalAveragePool", s -> s.then("GlobalAveragePool"), 6);
        behind("GlobalMaxPool", s -> s.then("GlobalMaxPool"), 6);
        behind("ReduceMean", s -> s.then("ReduceMean", wholes("axes", 2, 3), whole("keepdims", 0)), 6);
        behind("ReduceMean that keeps", s -> s.then("ReduceMean", wholes("axes", -1, -2)), 6);
        behind("ReduceMax", s -> s.then("ReduceMax", wholes("axes", 2, 3)), 6);
        behind("LRN", s -> s.then("LRN", whole("size", 5), real("alpha", .1), real("beta", .75), real("bias", 2)),
                6 * 72);
    }

    private static void arithmetic(int whole) {
        behind("constants for each channel", s -> s.then("Add", s.random(1, 6, 1, 1)).then("Mul", s.random(6, 1, 1))
                .then("Sub", s.random(6, 1, 1)).then("Div", s.positive(1, 6, 1, 1)), whole);
        behind("constants behind a ReLU",
                s -> s.then("Relu").then("Mul", s.random(6, 1, 1)).then("Add", s.random(6, 1, 1)), whole);
        behind("one minus x", s -> s.then("Relu").node("Sub", new String[] {s.number(1), s.last()}), whole);
        behind("constants of a vector",
                s -> s.then("GlobalAveragePool").then("Flatten").then("Mul", s.random(6)).then("Add", s.random(1, 6)),
                6);
        behind("a sum of branches", s -> {
            String x = s.last();
            String y = s.convolution(6, 6, 1).last();
            s.node("Add", new String[] {x, y}).then("Relu");
        }, whole);
        behind("a sum of three", s -> {
            String x = s.last();
            String y = s.convolution(6, 6, 1).last();
            s.node("Sum", new String[] {x, y, s.from(x).then("Relu").last()});
        }, whole);
        for (String op : new String[] {"Max", "Sub", "Mean"}) {
            behind("branches joined by " + op, s -> {
                String x = s.then("Relu").last();
                String y = s.convolution(6, 6, 1).last();
                s.node(op, new String[] {y, x}).then("Tanh");
            }, whole);
        }
        behind("a mean of three", s -> {
            String x = s.last();
            String y = s.convolution(6, 6, 1).last();
            s.node("Mean", new String[] {x, y, s.from(x).then("Relu").last()});
        }, whole);
        behind("a gate of convolutions", s -> {
            String x = s.then("Relu").last();
            s.then("GlobalAveragePool").convolution(6, 2, 1).then("Relu").convolution(2, 6, 1).then("Sigmoid")
                    .then("Mul", x);
        }, whole);
        behind("a gate of dense layers", s -> {
            String x = s.then("Relu").last();
            s.then("ReduceMean", wholes("axes", 2, 3), whole("keepdims", 0))
                    .then("Gemm", s.random(2, 6), s.random(2), whole("transB", 1)).then("Relu")
                    .then("Gemm", s.random(6, 2), s.random(6), whole("transB", 1)).then("HardSigmoid")
                    .then("Reshape", s.list(0, 6, 1, 1)).node("Mul", new String[] {x, s.last()});
        }, whole);
        behind("branches side by side", s -> {
            String x = s.last();
            String y = s.convolution(6, 2, 3, wholes("pads", 1, 1, 1, 1)).last();
            s.node("Concat", new String[] {x, y, x}, whole("axis", 1)).convolution(14, 3, 1);
        }, 3 * 72);
        behind("Pad", s -> s.then("Pad", s.list(0, 0, 1, 0, 0, 0, 2, 3)).convolution(6, 2, 3), 2 * 10 * 9);
        behind("Dropout, Identity and Cast", s -> s.then("Dropout").then("Identity").then("Cast", whole("to", 1)),
                whole);
    }

    private static void arrangements(int whole) {
        graph("a dense layer by MatMul and Add", s -> s.convolution(3, 6, 3).then("Reshape", s.list(-1, 6 * 42))
                .then("MatMul", s.random(6 * 42, 4)).then("Add", s.random(4)));
        graph("Gemm with factors", s -> s.convolution(3, 6, 3).then("Flatten").then("Gemm", s.random(6 * 42, 4),
                s.random(1, 4), real("alpha", .5), real("beta", 2)));
        graph("a map turned to NHWC and flattened so",
                s -> s.convolution(3, 6, 3).then("Transpose", wholes("perm", 0, 2, 3, 1)).then("Relu").classes(6 * 42));
        graph("maps turned to NHWC and back", s -> {
            String x = s.convolution(3, 6, 3).then("Transpose", wholes("perm", 0, 2, 3, 1)).last();
            s.then("Mul", s.random(6)).then("Add", s.random(1, 1, 1, 6)).then("Relu").then("Add", x)
                    .then("Pad", s.list(0, 1, 1, 0, 0, 1, 1, 0)).then("Transpose", wholes("perm", 0, 3, 1, 2))
                    .convolution(6, 5, 3).then("Transpose", wholes("perm", 0, 2, 3, 1))
                    .then("ReduceMean", wholes("axes", 1, 2), whole("keepdims", 0)).classes(5);
        });
        graph("NHWC maps side by side and gated", s -> {
            String x = s.convolution(3, 6, 3).then("Transpose", wholes("perm", 0, 2, 3, 1)).last();
            String y = s.then("Relu").last();
            String both = s.node("Concat", new String[] {x, y}, whole("axis", 3)).last();
            s.then("ReduceMean", wholes("axes", 1, 2)).then("Transpose", wholes("perm", 0, 3, 1, 2))
                    .convolution(12, 12, 1).then("Sigmoid").then("Transpose", wholes("perm", 0, 2, 3, 1))
                    .then("Mul", both).then("Transpose", wholes("perm", 0, 3, 1, 2)).convolution(12, 3, 1)
                    .classes(3 * 42);
        });
        graph("shuffled channels",
                s -> s.convolution(3, 6, 3).then("Reshape", s.list(0, 2, 3, 7, 6))
                        .then("Transpose", wholes("perm", 0, 2, 1, 3, 4)).then("Reshape", s.list(-1, 6, 7, 6))
                        .node("Conv", new String[] {s.last(), s.random(6, 1, 3, 3)}, whole("group", 6))
                        .then("BatchNormalization", s.positive(6), s.random(6), s.random(6), s.positive(6)).then("Relu")
                        .classes(6 * 20));
        graph("a shortcut with channels of zeros", s -> {
            String x = s.convolution(3, 6, 3).last();
            String y = s.then("Slice", s.list(0, 0), s.list(Integer.MAX_VALUE, Integer.MAX_VALUE), s.list(2, 3),
                    s.list(2, 2)).then("Pad", s.list(0, 1, 0, 0, 0, 2, 0, 0)).last();
            String z = s.from(x).convolution(6, 9, 3, wholes("pads", 1, 1, 1, 1), wholes("strides", 2, 2)).last();
            s.node("Add", new String[] {z, y}).then("Relu").classes(9 * 12);
        });
        graph("channels that are split, and shuffled", s -> {
            s.convolution(3, 8, 3);
            for (int i = 0; i < 2; i++) {
                String x = s.last();
                String left = s.then("Slice", s.list(0), s.list(4), s.list(1)).last();
                s.from(x).then("Slice", s.list(4), s.list(8), s.list(1)).convolution(4, 4, 1).then("Relu");
                s.node("Concat", new String[] {left, s.last()}, whole("axis", 1)).then("Reshape", s.list(0, 2, 4, 7, 6))
                        .then("Transpose", wholes("perm", 0, 2, 1, 3, 4)).then("Reshape", s.list(-1, 8, 7, 6));
            }
            s.classes(8 * 42);
        });
        behind("Split", s -> {
            String[] halves = s.pair("Split", whole("axis", 1));
            String left = s.from(halves[0]).convolution(3, 3, 1).last();
            s.node("Concat", new String[] {halves[1], left}, whole("axis", 1));
        }, whole);
        graph("flattened maps of two sizes side by side", s -> {
            String x = s.convolution(3, 6, 3).then("Flatten").last();
            String y = s.from(OnnxSketch.INPUT).convolution(3, 2, 5).then("Relu").then("Flatten").last();
            s.node("Concat", new String[] {x, y}, whole("axis", 1)).classes(6 * 42 + 2 * 20);
        });
        graph("shapes that are computed", s -> {
            String x = s.convolution(3, 6, 3).then("Relu").last();
            String batch = s.then("Shape").then("Gather", s.list(0), whole("axis", 0)).last();
            String shape = s.node("Concat", new String[] {batch, s.list(-1)}, whole("axis", 0)).last();
            s.node("Reshape", new String[] {x, shape}).then("Gemm", s.random(4, 6 * 42), s.random(4),
                    whole("transB", 1));
        });
        graph("blue first",
                s -> s.then("Gather", s.list(2, 1, 0), whole("axis", 1)).convolution(3, 6, 3).classes(6 * 42));
        behind("Squeeze and Unsqueeze", s -> s.then("GlobalAveragePool").then("Squeeze", s.list(2, 3))
                .then("Unsqueeze", s.list(2, 3)).convolution(6, 5, 1), 5);
        behind("a dense layer with BatchNormalization",
                s -> s.then("Flatten").then("Gemm", s.random(7, whole), s.random(7), whole("transB", 1))
                        .then("BatchNormalization", s.positive(7), s.random(7), s.random(7), s.positive(7))
                        .then("Relu"),
                7);
    }

    private static void ends() {
        graph("a convolution as the last layer", s -> s.convolution(3, 6, 3).then("Relu").convolution(6, 4, 1)
                .then("GlobalAveragePool").then("Flatten"));
        graph("a squeezed end", s -> s.convolution(3, 6, 3).then("GlobalAveragePool").convolution(6, 4, 1)
                .then("Squeeze", s.list(2, 3)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void operatorsGiveWhatOnnxRuntimeGives(String name) throws IOException, OrtException {
        OnnxSketch sketch = new OnnxSketch(-1, 3, 9, 8);
        CASES.get(name).accept(sketch);
        Path file = sketch.write(folder.resolve("sketch.onnx"));
        ImportedNetwork imported = ImportedNetwork.read(file, Optional.empty());
        Network network = imported.network(new Preparation(name, imported.usualClasses(),
                Preparation.pixels(new double[3], new double[] {255, 255, 255}), ChannelOrder.RGB));
        Batch batch = InOnnxRuntime.pictures(network, 2);
        float[][] expected = InOnnxRuntime.outputs(file, batch.pixels(), 2, 9, 8);
        InOnnxRuntime.assertClose(name, network.infer(batch), expected);
    }
}
