package espalier.network.exports;

import espalier.basics.Problem;
import espalier.engine.Values;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import espalier.network.exports.OnnxGraph.Node;
import espalier.network.exports.OnnxGraph.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes single layers as ONNX's nodes. */
final class LayerWriter {

    private final OnnxGraph graph;
    private final OnnxActivations activations;
    /** Batch norms that the layers before them have in their weights already. */
    private final Set<Layer> folded = new HashSet<>();

    LayerWriter(OnnxGraph graph) {
        this.graph = graph;
        activations = new OnnxActivations(graph);
    }

    /**
     * Writes a layer.
     *
     * @param norm a batch norm to be multiplied into it if that is possible, or null
     * @return what it gives; the shape of a map is left to the caller
     * @throws Problem where ONNX has no counterpart
     */
    Value write(String name, Layer layer, Value in, Layer norm) {
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        if (conf instanceof DepthwiseConvolution2D depthwise) {
            return convolution(name, depthwise, depthwiseKernel(layer), in, norm);
        }
        if (conf.getClass() == ConvolutionLayer.class || conf instanceof GroupedConvolution) {
            return convolution(name, (ConvolutionLayer) conf, Weights.of(layer.getParam("W"), layer), in, norm);
        }
        if (conf instanceof DenseLayer dense && !dense.hasLayerNorm()) {
            return dense(name, layer, dense.getActivationFn(), in, norm);
        }
        if (conf.getClass() == OutputLayer.class) {
            return dense(name, layer, new ActivationIdentity(), in, null);
        }
        if (conf instanceof LossLayer || conf instanceof DropoutLayer || folded.contains(layer)) {
            return in;
        }
        if (conf instanceof BatchNormalization) {
            return batchNorm(name, layer, in);
        }
        String own = graph.free(name);
        if (conf instanceof ActivationLayer activation) {
            activations.write(name, activation.getActivationFn(), in.name(), own);
            return in.at(own);
        }
        if (conf instanceof ParametricRelu) {
            float[] slopes = Norm.ordered(Values.inRows(layer.getParam(ParametricRelu.SLOPES)), in.order());
            graph.node("PRelu", own, in.name(), graph.constant(own + ".slopes", slopes,
                    in.map() ? new long[] {slopes.length, 1, 1} : new long[] {slopes.length}));
        } else if (conf instanceof PaddedPooling pool) {
            pool(own, pool, in);
        } else if (conf instanceof SubsamplingLayer pool) {
            pool(name, own, pool, in);
        } else if (conf instanceof GlobalPoolingLayer pool) {
            return globalPool(own, pool, in);
        } else {
            resized(name, own, conf, in);
        }
        return in.at(own);
    }

    /** The weights of a layer whose outputs are sums over its inputs, by output. */
    private record Weights(float[] values, float[] bias, long[] shape) {

        static Weights of(INDArray kernel, Layer layer) {
            INDArray bias = layer.getParam("b");
            return new Weights(Values.inRows(kernel), bias == null ? null : Values.inRows(bias), kernel.shape());
        }

        /** With a batch norm behind. */
        Weights with(Norm norm) {
            int outputs = (int) shape[0];
            int row = values.length / outputs;
            float[] scaled = values.clone();
            float[] shifted = new float[outputs];
            for (int o = 0; o < outputs; o++) {
                double factor = norm.scale[o] / Math.sqrt(norm.variance[o] + norm.epsilon);
                for (int i = o * row; i < (o + 1) * row; i++) {
                    scaled[i] *= (float) factor;
                }
                double before = bias == null ? 0 : bias[o];
                shifted[o] = (float) ((before - norm.mean[o]) * factor + norm.shift[o]);
            }
            return new Weights(scaled, shifted, shape);
        }
    }

    /** The parameters of a batch norm, each by channel. */
    private record Norm(float[] scale, float[] shift, float[] mean, float[] variance, double epsilon) {

        /** @param order as a {@link Value} has it */
        static Norm of(Layer layer, int[] order) {
            BatchNormalization conf = (BatchNormalization) layer.conf().getLayer();
            float[] mean = Values.inRows(layer.getParam("mean"));
            boolean logarithmic = layer.getParam("var") == null;
            float[] variance = Values.inRows(layer.getParam(logarithmic ? "log10stdev" : "var"));
            for (int c = 0; c < variance.length && logarithmic; c++) {
                variance[c] = (float) Math.pow(100, variance[c]);
            }
            return new Norm(ordered(parameter(layer, "gamma", conf.getGamma(), mean.length), order),
                    ordered(parameter(layer, "beta", conf.getBeta(), mean.length), order), ordered(mean, order),
                    ordered(variance, order), conf.getEps());
        }

        private static float[] parameter(Layer layer, String key, double locked, int channels) {
            float[] values = new float[channels];
            Arrays.fill(values, (float) locked);
            return layer.getParam(key) == null ? values : Values.inRows(layer.getParam(key));
        }

        private static float[] ordered(float[] values, int[] order) {
            float[] result = values.clone();
            for (int i = 0; order != null && i < order.length; i++) {
                result[i] = values[order[i]];
            }
            return result;
        }
    }

    /** DL4J's {@code [height, width, in, multiplier]} as ONNX's {@code [in · multiplier, 1, height, width]}. */
    private static Weights depthwiseKernel(Layer layer) {
        INDArray kernel = layer.getParam("W");
        long[] shape = kernel.shape();
        return Weights.of(kernel.permute(2, 3, 0, 1).dup('c').reshape('c', shape[2] * shape[3], 1, shape[0], shape[1]),
                layer);
    }

    private Value convolution(String name, ConvolutionLayer conf, Weights weights, Value in, Layer norm) {
        if (conf.getConvolutionMode() == ConvolutionMode.Causal) {
            throw unknown(name, conf);
        }
        int groups = conf instanceof DepthwiseConvolution2D ? in.channels()
                : conf instanceof GroupedConvolution grouped ? grouped.getGroups() : 1;
        String linear = linear(name, conf.getActivationFn());
        geometry(linearNode("Conv", linear, weights, in, norm, conf.getActivationFn()), conf.getConvolutionMode(),
                conf.getKernelSize(), conf.getStride(), conf.getPadding(), conf.getDilation(), in)
                .wholes("dilations", wide(conf.getDilation())).whole("group", groups);
        return activated(name, linear, conf.getActivationFn(), in);
    }

    private Value dense(String name, Layer layer, IActivation function, Value in, Layer norm) {
        INDArray weights = layer.getParam("W");
        INDArray rows = in.order() == null ? weights : Values.select(weights, 0, in.order());
        String linear = linear(name, function);
        linearNode("Gemm", linear, Weights.of(rows.transpose(), layer), in, norm, function).whole("transB", 1);
        Value out = activated(name, linear, function, in);
        return Value.vector(out.name(), (int) weights.size(1), null);
    }

    private String linear(String name, IActivation function) {
        return graph.free(function instanceof ActivationIdentity ? name : name + ".linear");
    }

    private Node linearNode(String operator, String own, Weights weights, Value in, Layer norm, IActivation function) {
        boolean folds = norm != null && function instanceof ActivationIdentity;
        if (folds) {
            folded.add(norm);
        }
        Weights written = folds ? weights.with(Norm.of(norm, null)) : weights;
        String kernel = graph.constant(own + ".weight", written.values, written.shape);
        return written.bias == null ? graph.node(operator, own, in.name(), kernel) : graph.node(operator, own,
                in.name(), kernel, graph.constant(own + ".bias", written.bias, written.bias.length));
    }

    private Value activated(String name, String linear, IActivation function, Value in) {
        if (function instanceof ActivationIdentity) {
            return in.at(linear);
        }
        String own = graph.free(name);
        activations.write(name, function, linear, own);
        return in.at(own);
    }

    private Value batchNorm(String name, Layer layer, Value in) {
        Norm norm = Norm.of(layer, in.order());
        int channels = norm.mean.length;
        String own = graph.free(name);
        graph.node("BatchNormalization", own, in.name(), graph.constant(own + ".scale", norm.scale, channels),
                graph.constant(own + ".shift", norm.shift, channels),
                graph.constant(own + ".mean", norm.mean, channels),
                graph.constant(own + ".variance", norm.variance, channels)).number("epsilon", norm.epsilon);
        return in.at(own);
    }

    private void pool(String name, String own, SubsamplingLayer conf, Value in) {
        boolean dilated = conf.getDilation()[0] != 1 || conf.getDilation()[1] != 1;
        if (dilated && conf.getPoolingType() != PoolingType.MAX) {
            throw unknown(name, conf);
        }
        Node node = switch (conf.getPoolingType()) {
            case MAX -> graph.node("MaxPool", own, in.name()).wholes("dilations", wide(conf.getDilation()));
            case AVG -> graph.node("AveragePool", own, in.name()).whole("count_include_pad",
                    conf.isAvgPoolIncludePadInDivisor() ? 1 : 0);
            case PNORM -> graph.node("LpPool", own, in.name()).whole("p", conf.getPnorm());
            default -> throw unknown(name, conf);
        };
        geometry(node, conf.getConvolutionMode(), conf.getKernelSize(), conf.getStride(), conf.getPadding(),
                conf.getDilation(), in);
    }

    /** Runtimes differ in what a last window in part is, so it is said as padding behind, which never counts. */
    private void pool(String own, PaddedPooling conf, Value in) {
        int[] pads = conf.getPadding();
        int[] beyond = conf.beyond(in.height(), in.width());
        for (int axis = 0; axis < 2; axis++) {
            // A window that is left out takes the padding along that it alone would see.
            pads[axis + 2] = Math.max(0, pads[axis + 2] + Math.min(0, beyond[axis]));
            beyond[axis] = Math.max(0, beyond[axis]);
        }
        boolean inPart = beyond[0] + beyond[1] > 0;
        String read = in.name();
        if (conf.isCountPadding() && inPart) {
            read = graph.free(own + ".padded");
            padded(read, in.name(), pads[0], pads[1], pads[2], pads[3]);
            pads = new int[4];
        }
        Node node = graph.node(conf.isMax() ? "MaxPool" : "AveragePool", own, read);
        if (conf.isMax()) {
            node.wholes("dilations", wide(conf.getDilation()));
        } else {
            node.whole("count_include_pad", conf.isCountPadding() && !inPart ? 1 : 0);
        }
        node.wholes("kernel_shape", wide(conf.getKernel())).wholes("strides", wide(conf.getStride())).wholes("pads",
                pads[0], pads[1], pads[2] + beyond[0], pads[3] + beyond[1]);
    }

    /** Next to nothing: ONNX Runtime moves zeros into a max pool behind them, which then passes over them. */
    private void padded(String own, String in, int top, int left, int bottom, int right) {
        graph.node("Pad", own, in, graph.constant(own + ".pads", 0, 0, top, left, 0, 0, bottom, right),
                graph.constant(own + ".number", new float[] {Float.MIN_NORMAL})).word("mode", "constant");
    }

    private Node geometry(Node node, ConvolutionMode mode, int[] kernel, int[] stride, int[] padding, int[] dilation,
            Value in) {
        int[] sizes = {in.height(), in.width()};
        long[] pads = new long[4];
        for (int d = 0; d < 2; d++) {
            int window = (kernel[d] - 1) * dilation[d] + 1;
            int missing = Math.max(0, ((sizes[d] + stride[d] - 1) / stride[d] - 1) * stride[d] + window - sizes[d]);
            boolean same = mode == ConvolutionMode.Same;
            int[] zeros = in.zeros() == null ? new int[4] : in.zeros();
            pads[d] = (same ? missing / 2 : padding[d]) + (long) zeros[2 * d];
            pads[d + 2] = (same ? (missing + 1) / 2 : padding[d]) + (long) zeros[2 * d + 1];
        }
        return node.wholes("kernel_shape", wide(kernel)).wholes("strides", wide(stride)).wholes("pads", pads);
    }

    private Value globalPool(String own, GlobalPoolingLayer conf, Value in) {
        if (!in.map()) {
            graph.node("Identity", own, in.name());
            return in.at(own);
        }
        String pooled = conf.isCollapseDimensions() ? graph.free(own + ".map") : own;
        switch (conf.getPoolingType()) {
            case MAX -> graph.node("GlobalMaxPool", pooled, in.name());
            case AVG -> graph.node("GlobalAveragePool", pooled, in.name());
            case SUM ->
                graph.node("ReduceSum", pooled, in.name(), graph.constant(own + ".axes", 2L, 3L)).whole("keepdims", 1);
            default -> graph.node("GlobalLpPool", pooled, in.name()).whole("p", conf.getPnorm());
        }
        if (conf.isCollapseDimensions()) {
            graph.node("Flatten", own, pooled).whole("axis", 1);
        }
        return conf.isCollapseDimensions() ? Value.vector(own, in.channels(), null) : in.at(own);
    }

    private void resized(String name, String own, org.deeplearning4j.nn.conf.layers.Layer conf, Value in) {
        if (conf instanceof ZeroPaddingLayer padding) {
            int[] zeros = padding.getPadding();
            padded(own, in.name(), zeros[0], zeros[2], zeros[1], zeros[3]);
        } else if (conf instanceof Cropping2D cropping) {
            int[] cut = cropping.getCropping();
            graph.node("Slice", own, in.name(), graph.constant(own + ".from", cut[0], cut[2]),
                    graph.constant(own + ".to", in.height() - cut[1], in.width() - cut[3]),
                    graph.constant(own + ".axes", 2L, 3L));
        } else if (conf instanceof Upsampling2D upsampling) {
            int[] times = upsampling.getSize();
            graph.node("Resize", own, in.name(), "",
                    graph.constant(own + ".scales", new float[] {1, 1, times[0], times[1]}, 4)).word("mode", "nearest")
                    .word("coordinate_transformation_mode", "asymmetric").word("nearest_mode", "floor");
        } else if (conf instanceof LocalResponseNormalization norm) {
            // ONNX divides α by the number of channels that it sums over.
            long channels = 2 * (long) (norm.getN() / 2) + 1;
            graph.node("LRN", own, in.name()).whole("size", channels).number("alpha", norm.getAlpha() * channels)
                    .number("beta", norm.getBeta()).number("bias", norm.getK());
        } else {
            throw unknown(name, conf);
        }
    }

    private static long[] wide(int[] values) {
        return IntStream.of(values).asLongStream().toArray();
    }

    private static Problem unknown(String name, org.deeplearning4j.nn.conf.layers.Layer conf) {
        return new Problem("The layer \"" + name + "\" (" + conf.getClass().getSimpleName()
                + ") cannot be written as ONNX. Save the network as a .zip, which holds everything.");
    }
}
