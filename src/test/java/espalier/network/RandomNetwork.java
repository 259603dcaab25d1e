package espalier.network;

import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.Clip;
import espalier.engine.layers.Elu;
import espalier.engine.layers.Gelu;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.HardSigmoid;
import espalier.engine.layers.HardSwish;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * A network put together at random from the parts that real ones are made of, and a second one with the same weights in
 * which every value that something reads goes through a mask. While it is put together it keeps its own books on which
 * filters stand behind each channel, apart from those of the program.
 */
public final class RandomNetwork {

    private static final IActivation[] ACTIVATIONS = {new ActivationReLU(), new ActivationReLU(),
            new ActivationSigmoid(), new ActivationTanH(), new ActivationLReLU(0.1), new ActivationReLU6(),
            new ActivationSwish(), new HardSwish(), new Gelu(false), new Elu(0.5), HardSigmoid.ofSixth(),
            new Clip(-0.5, 2)};

    private final Random random;
    private final boolean masks;
    private final GraphBuilder builder;
    private final StringBuilder parts = new StringBuilder();
    private final Map<String, List<Set<String>>> maskLabels = new LinkedHashMap<>();
    private final Set<String> added = new HashSet<>();
    private int names;

    /** A value: its name, for each channel the filters behind it, and the size of its maps. */
    private record Value(String name, List<Set<String>> channels, int size) {
        int width() {
            return channels.size();
        }
    }

    private RandomNetwork(long seed, boolean masks) {
        random = new Random(seed);
        this.masks = masks;
        builder = new NeuralNetConfiguration.Builder().seed(3).updater(new NoOp()).convolutionMode(ConvolutionMode.Same)
                .graphBuilder().addInputs("picture");
    }

    /**
     * What was made.
     *
     * @param plain  the network
     * @param masked the same with masks
     * @param labels by mask, the filters behind each channel, as {@code conv#index}
     * @param added  the filters whose outputs go through an addition
     * @param parts  of which it was put together, for a person
     */
    public record Made(Network plain, Network masked, Map<String, List<Set<String>>> labels, Set<String> added,
            String parts) {

        /** Silences everything behind these filters in the masked network, after activations. */
        public Network silence(Set<String> filters) {
            labels.forEach((mask, channels) -> {
                INDArray scale = masked.graph().getLayer(mask).getParam("gamma");
                for (int i = 0; i < channels.size(); i++) {
                    scale.putScalar(i, channels.get(i).stream().anyMatch(filters::contains) ? 0 : 1);
                }
            });
            masked.setParameters(masked.parameters());
            return masked;
        }
    }

    /** The network of a seed. */
    public static Made of(long seed) {
        RandomNetwork plain = new RandomNetwork(seed, false);
        Network network = plain.build();
        stir(network.graph(), new Random(seed));
        RandomNetwork withMasks = new RandomNetwork(seed, true);
        Network masked = withMasks.build();
        for (Layer layer : network.graph().getLayers()) {
            String name = layer.conf().getLayer().getLayerName();
            layer.paramTable().forEach((key, value) -> masked.graph().getLayer(name).getParam(key).assign(value));
        }
        return new Made(network, masked, withMasks.maskLabels, withMasks.added, withMasks.parts.toString());
    }

    private Network build() {
        List<Set<String>> colours = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            colours.add(Set.of());
        }
        Value value = settled(filters(new Value("picture", colours, TestNetworks.SIZE), 4 + random.nextInt(4), 3, 1));
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            value = switch (random.nextInt(14)) {
                case 0 -> settled(filters(value, 3 + random.nextInt(5), 1 + 2 * random.nextInt(2), 1));
                case 1 -> depthwise(value);
                case 2 -> residual(value);
                case 3 -> value.size >= 4 ? zeroPadded(value) : residual(value);
                case 4 -> projected(value);
                case 5 -> fire(value);
                case 6 -> gated(value);
                case 7 -> excited(value);
                case 8 -> excitedDensely(value);
                case 9 -> combined(value);
                case 10, 11 -> grouped(value);
                case 12 -> unevenly(value);
                default -> value.size >= 4 ? pool(value) : fire(value);
            };
        }
        head(value);
        builder.setInputTypes(InputType.convolutional(TestNetworks.SIZE, TestNetworks.SIZE, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        Shortcuts.fill(graph);
        return new Network(graph, TestNetworks.description(TestNetworks.CLASSES, TestNetworks.SIZE));
    }

    private String name(String kind) {
        return kind + ++names;
    }

    private void note(String part) {
        parts.append(parts.isEmpty() ? "" : ", ").append(part);
    }

    private Value filters(Value from, int filters, int kernel, int stride) {
        String name = name("conv");
        note(name + " " + kernel + "x" + kernel + "/" + stride);
        List<Set<String>> channels = new ArrayList<>();
        for (int i = 0; i < filters; i++) {
            channels.add(Set.of(name + "#" + i));
        }
        boolean inside = random.nextInt(4) == 0;
        int dilation = kernel == 3 && stride == 1 && random.nextInt(3) == 0 ? 2 : 1;
        note("dilation " + dilation);
        builder.addLayer(name, new ConvolutionLayer.Builder(kernel, kernel).nOut(filters).stride(stride, stride)
                .dilation(dilation, dilation).hasBias(random.nextBoolean())
                .activation(inside ? activation() : new ActivationIdentity()).dataFormat(CNN2DFormat.NHWC).build(),
                from.name);
        return new Value(name, channels, (from.size + stride - 1) / stride);
    }

    /** Two to four groups, of fewer channels than there are groups, as many, or more. */
    private Value grouped(Value from) {
        int groups = 2 + random.nextInt(3);
        Value wide = settled(filters(from, groups * (1 + random.nextInt(4)), 1, 1));
        int filters = groups * (1 + random.nextInt(3));
        String name = name("grouped");
        note(name + " in " + groups + (groups * groups >= wide.width() ? " whole" : " shared"));
        List<Set<String>> channels = new ArrayList<>();
        for (int i = 0; i < filters; i++) {
            channels.add(Set.of(name + "#" + i));
        }
        builder.addLayer(name, new GroupedConvolution.Builder(3, 3).groups(groups).nOut(filters)
                .hasBias(random.nextBoolean()).activation(new ActivationIdentity()).build(), wide.name);
        return settled(new Value(name, channels, wide.size));
    }

    /** A convolution over zeros of uneven sides, and a pool of some too that ends in part windows. */
    private Value unevenly(Value from) {
        note("unevenly");
        Value padded = layer("pad", new ZeroPaddingLayer.Builder(0, 2, 1, 1).dataFormat(CNN2DFormat.NHWC).build(),
                from);
        String name = name("conv");
        List<Set<String>> channels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            channels.add(Set.of(name + "#" + i));
        }
        builder.addLayer(name, new ConvolutionLayer.Builder(3, 3).nOut(4).convolutionMode(ConvolutionMode.Truncate)
                .activation(new ActivationIdentity()).dataFormat(CNN2DFormat.NHWC).build(), padded.name);
        Value value = settled(new Value(name, channels, from.size));
        int[] sides = {0, 1, 1, 0};
        int[] three = {3, 3};
        int[] two = {2, 2};
        return value.size < 3 ? value : new Value(
                layer("pool",
                        random.nextBoolean() ? PaddedPooling.max(three, two, sides, true)
                                : PaddedPooling.average(three, two, sides, true, random.nextBoolean()),
                        value).name,
                value.channels, (value.size + 1 - 3 + 1) / 2 + 1);
    }

    private IActivation activation() {
        return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
    }

    /** Batch norm before or after an activation, one of them, or neither; and dropout at times. */
    private Value settled(Value value) {
        int order = random.nextInt(5);
        Value last = value;
        if (order == 0 || order == 1) {
            last = norm(last);
        }
        if (order < 4) {
            boolean slopes = random.nextInt(6) == 0;
            note(slopes ? "slopes" : "act");
            last = layer("act", slopes ? new ParametricRelu() : new ActivationLayer(activation()), last);
        }
        if (order == 2) {
            last = norm(last);
        }
        note("order " + order);
        return masked(random.nextInt(6) == 0
                ? layer("drop", new org.deeplearning4j.nn.conf.layers.DropoutLayer(0.7), last) : last);
    }

    private Value norm(Value value) {
        return layer("norm",
                new BatchNormalization.Builder().useLogStd(random.nextBoolean()).dataFormat(CNN2DFormat.NHWC).build(),
                value);
    }

    private Value layer(String kind, org.deeplearning4j.nn.conf.layers.Layer layer, Value from) {
        String name = name(kind);
        builder.addLayer(name, layer, from.name);
        return new Value(name, from.channels, from.size);
    }

    /** What others read: through a mask, in the network that has them. */
    private Value masked(Value value) {
        if (!masks) {
            return value;
        }
        String mask = value.name + "mask";
        builder.addLayer(mask,
                new BatchNormalization.Builder().eps(1e-12).useLogStd(false).dataFormat(CNN2DFormat.NHWC).build(),
                value.name);
        maskLabels.put(mask, value.channels);
        return new Value(mask, value.channels, value.size);
    }

    private Value depthwise(Value from) {
        int times = 1 + random.nextInt(2);
        String name = name("depthwise");
        note(name + " times " + times);
        builder.addLayer(name,
                new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(times).nOut(from.width() * times)
                        .hasBias(random.nextBoolean()).activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC)
                        .build(),
                from.name);
        List<Set<String>> channels = new ArrayList<>();
        from.channels.forEach(channel -> {
            for (int i = 0; i < times; i++) {
                channels.add(channel);
            }
        });
        return settled(new Value(name, channels, from.size));
    }

    private Value residual(Value from) {
        note("residual");
        Value inner = settled(filters(from, 3 + random.nextInt(4), 3, 1));
        return sum(filters(inner, from.width(), 3, 1), from);
    }

    private Value projected(Value from) {
        note("projected");
        int width = 3 + random.nextInt(5);
        int stride = from.size >= 4 ? 2 : 1;
        Value inner = settled(filters(from, 3 + random.nextInt(4), 3, stride));
        return sum(norm(filters(inner, width, 3, 1)), norm(filters(from, width, 1, stride)));
    }

    private Value zeroPadded(Value from) {
        int width = from.width() + random.nextInt(4);
        Value inner = settled(filters(from, 3 + random.nextInt(4), 3, 2));
        Value last = norm(filters(inner, width, 3, 1));
        String name = name("shortcut");
        note(name);
        builder.addLayer(
                name, new FrozenLayerWithBackprop(new ConvolutionLayer.Builder(1, 1).nOut(width).stride(2, 2)
                        .hasBias(false).activation(Activation.IDENTITY).dataFormat(CNN2DFormat.NHWC).build()),
                from.name);
        List<Set<String>> channels = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            channels.add(Set.of());
        }
        return sum(last, new Value(name, channels, last.size));
    }

    private Value sum(Value a, Value b) {
        String name = name("sum");
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), a.name, b.name);
        return settled(new Value(name, together(a, b, true), a.size));
    }

    /** A gated linear unit: filters times the sigmoid of others. */
    private Value gated(Value from) {
        note("gated");
        int width = 3 + random.nextInt(4);
        Value gate = layer("gate", new ActivationLayer(Activation.SIGMOID), filters(from, width, 1, 1));
        return product(settled(filters(from, width, 3, 1)), gate);
    }

    /** Squeeze-and-excitation: each map times a number made of the means of all. */
    private Value excited(Value from) {
        note("excited");
        String means = name("means");
        builder.addLayer(means, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(from.size, from.size).stride(from.size, from.size).dataFormat(CNN2DFormat.NHWC).build(),
                from.name);
        Value inner = settled(filters(new Value(means, from.channels, 1), 3 + random.nextInt(3), 1, 1));
        Value gate = layer("gate", new ActivationLayer(Activation.SIGMOID), filters(inner, from.width(), 1, 1));
        if (random.nextBoolean()) {
            Value large = layer("large", new Upsampling2D.Builder(from.size).dataFormat(CNN2DFormat.NHWC).build(),
                    gate);
            return product(new Value(large.name, large.channels, from.size), from);
        }
        note("broadcast");
        return random.nextBoolean() ? broadcast(from, gate) : broadcast(gate, from);
    }

    /** Squeeze-and-excitation by dense layers, whose units are no filters; or their numbers added. */
    private Value excitedDensely(Value from) {
        note("excited densely");
        Value means = layer("means", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), from);
        Value inner = layer("dense", new DenseLayer.Builder().nOut(3).activation(activation()).build(), means);
        String name = name("dense");
        builder.addLayer(name, new DenseLayer.Builder().nOut(from.width()).activation(new ActivationSigmoid()).build(),
                inner.name);
        List<Set<String>> none = new ArrayList<>();
        from.channels.forEach(channel -> none.add(Set.of()));
        return broadcast(from, new Value(name, none, 1));
    }

    /** Maps and numbers for whole maps, multiplied or added. */
    private Value broadcast(Value a, Value b) {
        boolean sum = random.nextInt(3) == 0;
        String name = name(sum ? "broadcastSum" : "broadcastProduct");
        note(name);
        builder.addVertex(name, new BroadcastVertex(sum ? BroadcastVertex.Op.ADD : BroadcastVertex.Op.MULTIPLY), a.name,
                b.name);
        boolean alike = a.size == b.size;
        return settled(new Value(name, together(a, b, sum && alike), Math.max(a.size, b.size)));
    }

    private Value combined(Value from) {
        note("combined");
        ElementWiseVertex.Op[] ops = {ElementWiseVertex.Op.Max, ElementWiseVertex.Op.Average,
                ElementWiseVertex.Op.Subtract};
        Value other = settled(filters(from, from.width(), 3, 1));
        String name = name("combined");
        builder.addVertex(name, new ElementWiseVertex(ops[random.nextInt(ops.length)]), other.name, from.name);
        return settled(new Value(name, together(other, from, false), from.size));
    }

    /** The filters behind each channel of two values that are made one. */
    private List<Set<String>> together(Value a, Value b, boolean shortcut) {
        List<Set<String>> channels = new ArrayList<>();
        for (int i = 0; i < a.width(); i++) {
            Set<String> both = new HashSet<>(a.channels.get(i));
            both.addAll(b.channels.get(i));
            channels.add(both);
            if (shortcut) {
                added.addAll(both);
            }
        }
        return channels;
    }

    private Value product(Value a, Value b) {
        String name = name("product");
        builder.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Product), a.name, b.name);
        return settled(new Value(name, together(a, b, false), a.size));
    }

    /** SqueezeNet's: a narrow 1×1 convolution, then 1×1 and 3×3 side by side. */
    private Value fire(Value from) {
        note("fire");
        Value squeezed = settled(filters(from, 3, 1, 1));
        Value left = settled(filters(squeezed, 3 + random.nextInt(3), 1, 1));
        Value right = settled(filters(squeezed, 3 + random.nextInt(3), 3, 1));
        String name = name("both");
        MergeVertex both = new MergeVertex();
        both.setMergeAxis(3);
        builder.addVertex(name, both, left.name, right.name);
        List<Set<String>> channels = new ArrayList<>(left.channels);
        channels.addAll(right.channels);
        Value joined = new Value(name, channels, from.size);
        return random.nextBoolean() ? settled(joined) : joined;
    }

    private Value pool(Value from) {
        boolean max = random.nextBoolean();
        note(max ? "max pool" : "average pool");
        Value padded = random.nextInt(3) > 0 ? from
                : layer("pad", new ZeroPaddingLayer.Builder(1, 1, 1, 1).dataFormat(CNN2DFormat.NHWC).build(), from);
        Value pooled = layer("pool",
                new SubsamplingLayer.Builder(max ? SubsamplingLayer.PoolingType.MAX : SubsamplingLayer.PoolingType.AVG)
                        .kernelSize(2, 2).stride(2, 2).dataFormat(CNN2DFormat.NHWC).build(),
                padded);
        return new Value(pooled.name, from.channels, (from.size + (padded.equals(from) ? 0 : 2) + 1) / 2);
    }

    private void head(Value from) {
        int kind = random.nextInt(4);
        note("head " + kind);
        Value last = from;
        if (kind == 0) {
            last = layer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
        } else if (kind == 1) {
            last = layer("most", new GlobalPoolingLayer.Builder(PoolingType.MAX).build(), last);
            last = masked(norm(last));
        } else if (kind == 2) {
            last = layer("dense", new DenseLayer.Builder().nOut(6).activation(activation()).build(), last);
            last = norm(last);
        }
        builder.addLayer("out", new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(TestNetworks.CLASSES)
                .activation(Activation.SOFTMAX).build(), last.name);
        builder.setOutputs("out");
    }

    /** Every parameter gets a value that shows where it is used: no β is 0, no γ 1. */
    public static void stir(ComputationGraph graph, Random random) {
        for (Layer layer : graph.getLayers()) {
            if (layer instanceof org.deeplearning4j.nn.layers.FrozenLayerWithBackprop) {
                continue;
            }
            layer.paramTable().forEach((key, value) -> {
                float[] values = new float[(int) value.length()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) switch (key) {
                        case "W" -> random.nextGaussian() * Math.sqrt(2.0 * value.size(0) / value.length());
                        case "gamma", "var" -> 0.5 + random.nextDouble();
                        case "log10stdev" -> random.nextDouble() * 0.4 - 0.2;
                        default -> random.nextGaussian() * 0.4;
                    };
                }
                value.assign(Nd4j.createFromArray(values).reshape(value.shape()));
            });
        }
    }
}
