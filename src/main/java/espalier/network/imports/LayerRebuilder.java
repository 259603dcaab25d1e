package espalier.network.imports;

import espalier.basics.Problem;
import espalier.engine.Values;
import espalier.engine.layers.GroupedConvolution;
import espalier.network.imports.Draft.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes single layers into the new graph: NHWC, no activation inside, no dropout inside, separable convolutions in
 * their two parts.
 */
final class LayerRebuilder {

    /**
     * How much of a running statistic a training step keeps, at the most. Keras keeps 0.99, with which the statistics
     * of a short fine-tuning are still those of the network before pruning: it learns well, and answers badly.
     */
    private static final double SLOWEST_STATISTICS = 0.9;

    private final Draft draft;
    private final List<String> notes;

    LayerRebuilder(Draft draft, List<String> notes) {
        this.draft = draft;
        this.notes = notes;
    }

    /**
     * Writes a layer and what it has inside.
     *
     * @param values its parameters, by DL4J's keys
     * @throws Problem where the layer has no place in a network for pictures
     */
    Value rebuild(String name, Layer layer, Map<String, INDArray> values, Value read) {
        Value in = dropout(name, layer, read);
        if (layer instanceof SeparableConvolution2D convolution) {
            return activation(name, convolution.getActivationFn(), separable(name, convolution, values, in));
        }
        if (layer instanceof DepthwiseConvolution2D convolution) {
            return activation(name, convolution.getActivationFn(), depthwise(name, convolution,
                    convolution.getDepthMultiplier(), values.get("W"), values.get("b"), in));
        }
        if (layer instanceof GroupedConvolution convolution) {
            return activation(name, convolution.getActivationFn(), grouped(name, convolution, values, in));
        }
        if (layer.getClass() == ConvolutionLayer.class || layer.getClass() == Convolution2D.class) {
            ConvolutionLayer convolution = (ConvolutionLayer) layer;
            return activation(name, convolution.getActivationFn(), convolution(name, convolution, values, in));
        }
        if (layer instanceof DenseLayer dense && !dense.hasLayerNorm()) {
            return activation(name, dense.getActivationFn(), dense(name, values.get("W"), values.get("b"), in));
        }
        if (layer instanceof BatchNormalization norm) {
            return batchNorm(name, norm, values, in);
        }
        if (layer instanceof ActivationLayer activation) {
            return activate(name, activation.getActivationFn(), in);
        }
        if (layer instanceof DropoutLayer) {
            return in;
        }
        if (layer instanceof SubsamplingLayer pool) {
            return pool(name, pool, in);
        }
        if (layer instanceof GlobalPoolingLayer pool) {
            return globalPool(name, pool, in);
        }
        return others(name, layer, in);
    }

    private Value others(String name, Layer layer, Value in) {
        if (layer instanceof ZeroPaddingLayer padding) {
            int[] zeros = padding.getPadding();
            return materialised(in)
                    .padded(zeros.length == 2 ? new int[] {zeros[0], zeros[0], zeros[1], zeros[1]} : zeros);
        }
        if (layer instanceof Cropping2D cropping) {
            int[] cut = cropping.getCropping();
            Cropping2D own = new Cropping2D(CNN2DFormat.NHWC, cut[0], cut[1], cut[2], cut[3]);
            return same(name, own, in, in.height() - cut[0] - cut[1], in.width() - cut[2] - cut[3]);
        }
        if (layer instanceof Upsampling2D upsampling) {
            int[] times = upsampling.getSize();
            Upsampling2D own = new Upsampling2D.Builder().size(times).dataFormat(CNN2DFormat.NHWC).build();
            return same(name, own, in, in.height() * times[0], in.width() * times[1]);
        }
        if (layer instanceof LocalResponseNormalization norm && in.order() == null) {
            LocalResponseNormalization own = norm.clone();
            own.setDataFormat(CNN2DFormat.NHWC);
            return same(name, own, in, in.height(), in.width());
        }
        throw new Problem("The layer \"" + name + "\" is a " + layer.getClass().getSimpleName()
                + ", which Espalier cannot take over: it knows layers of networks that classify pictures. Make a network without "
                + "it, or with an ordinary layer in its place.");
    }

    private Value same(String name, Layer layer, Value read, int height, int width) {
        Value in = materialised(read);
        String own = draft.free(name);
        draft.layer(own, layer, in, Map.of());
        return Value.map(own, height, width, in.channels(), in.order());
    }

    private Value dropout(String name, Layer layer, Value in) {
        IDropout dropout = layer.getIDropout();
        if (dropout == null || dropout.getClass() == Dropout.class
                && (((Dropout) dropout).getP() <= 0 || ((Dropout) dropout).getP() >= 1)) {
            return in;
        }
        if (dropout.getClass() != Dropout.class) {
            notes.add("The " + dropout.getClass().getSimpleName() + " of the layer \"" + name
                    + "\" is left out: it acts in training " + "only.");
            return in;
        }
        String own = draft.free(layer instanceof DropoutLayer ? name : name + "_dropout");
        draft.layer(own, new DropoutLayer.Builder(((Dropout) dropout).getP()).build(), asMap(in), Map.of());
        return in.at(own);
    }

    private Value convolution(String name, ConvolutionLayer layer, Map<String, INDArray> values, Value read) {
        if (!read.map()) {
            return denseFromPixels(name, values, read);
        }
        if (layer.getConvolutionMode() == ConvolutionMode.Causal) {
            throw new Problem("The layer \"" + name
                    + "\" is a causal convolution, which has no place in a network for pictures.");
        }
        Value in = window(layer.getConvolutionMode(), layer.getPadding(), layer.getKernelSize(), layer.getStride(),
                layer.getDilation(), read);
        Padding padding = padding(layer, in);
        INDArray weights = inputs(values.get("W"), 1, in.order());
        String own = draft.free(name);
        draft.layer(own,
                new ConvolutionLayer.Builder(layer.getKernelSize(), layer.getStride(), padding.before())
                        .dilation(layer.getDilation()).convolutionMode(padding.mode()).nIn(weights.size(1))
                        .nOut(weights.size(0)).hasBias(values.containsKey("b")).activation(new ActivationIdentity())
                        .dataFormat(CNN2DFormat.NHWC).build(),
                in, parameters(weights, values.get("b")));
        return padding.output(own, in, layer.getKernelSize(), layer.getStride(), layer.getDilation(),
                (int) weights.size(0), null);
    }

    private Value grouped(String name, GroupedConvolution layer, Map<String, INDArray> values, Value read) {
        if (read.order() != null || !read.map()) {
            throw new Problem(
                    "The layer \"" + name + "\" is a convolution in groups that reads channels in another order "
                            + "than they are made in, which Espalier cannot take over. Make a network without it.");
        }
        Value in = window(layer.getConvolutionMode(), layer.getPadding(), layer.getKernelSize(), layer.getStride(),
                layer.getDilation(), read);
        Padding padding = padding(layer, in);
        INDArray weights = values.get("W");
        String own = draft.free(name);
        draft.layer(own,
                new GroupedConvolution.Builder(layer.getKernelSize()).groups(layer.getGroups()).nIn(in.channels())
                        .nOut(weights.size(0)).stride(layer.getStride()).padding(padding.before())
                        .dilation(layer.getDilation()).convolutionMode(padding.mode()).hasBias(values.containsKey("b"))
                        .activation(new ActivationIdentity()).build(),
                in, parameters(weights, values.get("b")));
        return padding.output(own, in, layer.getKernelSize(), layer.getStride(), layer.getDilation(),
                (int) weights.size(0), null);
    }

    private static Padding padding(ConvolutionLayer layer, Value in) {
        return Padding.of(layer.getConvolutionMode(), layer.getPadding(), in.padding(), layer.getKernelSize(),
                layer.getStride(), layer.getDilation(), in.height(), in.width()).orElseThrow();
    }

    /** A 1×1 convolution over the vector that a global pool left is a dense layer. */
    private Value denseFromPixels(String name, Map<String, INDArray> values, Value in) {
        INDArray kernel = values.get("W");
        if (kernel.size(2) != 1 || kernel.size(3) != 1) {
            throw new Problem(
                    "The layer \"" + name + "\" is a convolution over a vector, which Espalier cannot take over.");
        }
        INDArray weights = copy(kernel).reshape(kernel.size(0), kernel.size(1)).transpose();
        return dense(name, weights, values.get("b"), in);
    }

    Value dense(String name, INDArray weights, INDArray bias, Value read) {
        Value in = vector(name, read);
        String own = draft.free(name);
        draft.layer(own,
                new DenseLayer.Builder().nIn(in.elements()).nOut(weights.size(1)).hasBias(bias != null)
                        .activation(new ActivationIdentity()).build(),
                in, parameters(inputs(weights, 0, in.order()), bias));
        return Value.vector(own, (int) weights.size(1), null);
    }

    /** The value as one that a dense layer reads. */
    Value vector(String name, Value read) {
        Value in = materialised(read);
        if (in.map() && !in.flat() && in.height() * in.width() > 1) {
            throw new Problem("The layer \"" + name
                    + "\" is a dense layer over every pixel of a map, which Espalier cannot take over. "
                    + "Use a 1×1 convolution in its place.");
        }
        return in.map() && !in.flat() ? in.flattened(false) : in;
    }

    private Value separable(String name, SeparableConvolution2D layer, Map<String, INDArray> values, Value in) {
        // [multiplier, in, height, width] becomes the [height, width, in, multiplier] of a depthwise convolution.
        INDArray depthwise = copy(copy(values.get("W")).permute(2, 3, 1, 0));
        Value middle = depthwise(name + "_depthwise", layer, (int) depthwise.size(3), depthwise, null, in);
        INDArray weights = inputs(values.get("pW"), 1, middle.order());
        String own = draft.free(name);
        draft.layer(own,
                new ConvolutionLayer.Builder(1, 1).nIn(weights.size(1)).nOut(weights.size(0))
                        .hasBias(values.containsKey("b")).activation(new ActivationIdentity())
                        .dataFormat(CNN2DFormat.NHWC).build(),
                middle, parameters(weights, values.get("b")));
        return Value.map(own, middle.height(), middle.width(), (int) weights.size(0), null);
    }

    private Value depthwise(String name, ConvolutionLayer layer, int multiplier, INDArray kernel, INDArray bias,
            Value read) {
        Value in = window(layer.getConvolutionMode(), layer.getPadding(), layer.getKernelSize(), layer.getStride(),
                layer.getDilation(), read);
        Padding padding = padding(layer, in);
        int[] order = in.order() == null ? null : new int[in.channels() * multiplier];
        for (int i = 0; order != null && i < order.length; i++) {
            order[i] = in.order()[i / multiplier] * multiplier + i % multiplier;
        }
        String own = draft.free(name);
        draft.layer(own,
                new DepthwiseConvolution2D.Builder(layer.getKernelSize(), layer.getStride(), padding.before())
                        .depthMultiplier(multiplier).dilation(layer.getDilation()).convolutionMode(padding.mode())
                        .nIn(in.channels()).nOut(in.channels() * multiplier).hasBias(bias != null)
                        .activation(new ActivationIdentity()).dataFormat(CNN2DFormat.NHWC).build(),
                in,
                parameters(select(kernel, 2, in.order()), bias == null ? null : select(bias, bias.rank() - 1, order)));
        return padding.output(own, in, layer.getKernelSize(), layer.getStride(), layer.getDilation(),
                in.channels() * multiplier, order);
    }

    private Value batchNorm(String name, BatchNormalization layer, Map<String, INDArray> values, Value read) {
        Value in = materialised(read);
        // A map of one pixel is one vector whichever way it is read.
        int length = in.flat() ? in.elements() : in.channels();
        INDArray mean = select(values.get("mean"), values.get("mean").rank() - 1, in.order());
        INDArray variance = values.get("var");
        if (variance == null) {
            INDArray logarithm = values.get("log10stdev");
            double[] numbers = logarithm.dup('c').data().asDouble();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Math.pow(10, 2 * numbers[i]);
            }
            variance = Nd4j.createFromArray(numbers).reshape(logarithm.shape().clone());
        }
        Map<String, INDArray> own = new LinkedHashMap<>();
        own.put("gamma", scaled(values.get("gamma"), layer.getGamma(), mean, in.order()));
        own.put("beta", scaled(values.get("beta"), layer.getBeta(), mean, in.order()));
        own.put("mean", mean);
        own.put("var", select(variance, variance.rank() - 1, in.order()));
        String vertex = draft.free(name);
        draft.layer(vertex,
                new BatchNormalization.Builder().eps(layer.getEps())
                        .decay(Math.min(layer.getDecay(), SLOWEST_STATISTICS)).useLogStd(false).nIn(length).nOut(length)
                        .dataFormat(CNN2DFormat.NHWC).build(),
                in, own);
        return in.map() && !in.flat() ? in.at(vertex) : Value.vector(vertex, length, in.order());
    }

    private static INDArray scaled(INDArray value, double locked, INDArray like, int[] order) {
        return value == null ? Nd4j.valueArrayOf(like.shape().clone(), (float) locked)
                : select(value, value.rank() - 1, order);
    }

    /** The activation that a layer has inside, as a layer behind it. */
    private Value activation(String name, IActivation function, Value in) {
        return function instanceof ActivationIdentity ? in : activate(name + "_" + word(function), function, in);
    }

    private static String word(IActivation function) {
        return function.toString().replaceAll("\\W.*", "");
    }

    private Value activate(String name, IActivation function, Value read) {
        if (function instanceof ActivationIdentity) {
            return read;
        }
        Value in = materialised(read);
        if (function instanceof ActivationSoftmax && in.map()) {
            throw new Problem(
                    "The layer \"" + name + "\" is a softmax over a map, which Espalier cannot take over: it looks for "
                            + "networks that give a picture one class.");
        }
        String own = draft.free(name);
        draft.layer(own, new ActivationLayer(function), asMap(in), Map.of());
        boolean positive = function instanceof ActivationReLU || function instanceof ActivationReLU6
                || function instanceof ActivationSigmoid;
        return positive ? in.at(own).positive() : in.at(own);
    }

    private Value pool(String name, SubsamplingLayer layer, Value read) {
        boolean max = layer.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX;
        boolean average = layer.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.AVG;
        // Zeros around a map change no maximum where nothing is below zero, and no average that counts them.
        boolean drawnIn = read.padding() == null || max && read.nonNegative()
                || average && read.padding()[0] == read.padding()[1] && read.padding()[2] == read.padding()[3]
                        && layer.getPadding()[0] == 0 && layer.getPadding()[1] == 0;
        Value in = drawnIn ? window(layer.getConvolutionMode(), layer.getPadding(), layer.getKernelSize(),
                layer.getStride(), layer.getDilation(), read) : materialised(read);
        Padding padding = Padding.of(layer.getConvolutionMode(), layer.getPadding(), in.padding(),
                layer.getKernelSize(), layer.getStride(), layer.getDilation(), in.height(), in.width()).orElseThrow();
        SubsamplingLayer own = new SubsamplingLayer.Builder(layer.getPoolingType(), layer.getKernelSize(),
                layer.getStride(), padding.before()).dilation(layer.getDilation()).convolutionMode(padding.mode())
                .dataFormat(CNN2DFormat.NHWC).build();
        own.setPnorm(layer.getPnorm());
        own.setEps(layer.getEps());
        own.setAvgPoolIncludePadInDivisor(layer.isAvgPoolIncludePadInDivisor() || in.padding() != null);
        String vertex = draft.free(name);
        draft.layer(vertex, own, in, Map.of());
        Value out = padding.output(vertex, in, layer.getKernelSize(), layer.getStride(), layer.getDilation(),
                in.channels(), in.order());
        return in.nonNegative() ? out.positive() : out;
    }

    private Value globalPool(String name, GlobalPoolingLayer layer, Value read) {
        Value in = materialised(read);
        if (!in.map()) {
            return in;
        }
        String own = draft.free(name);
        draft.layer(own, new GlobalPoolingLayer.Builder(layer.getPoolingType()).pnorm(Math.max(1, layer.getPnorm()))
                .poolingDimensions(1, 2).build(), asMap(in), Map.of());
        return Value.vector(own, in.channels(), in.order());
    }

    /** The value with zeros that the window can draw in; with the layer that puts them there where it cannot. */
    private Value window(ConvolutionMode mode, int[] own, int[] kernel, int[] stride, int[] dilation, Value read) {
        Optional<Padding> drawnIn = Padding.of(mode, own, read.padding(), kernel, stride, dilation, read.height(),
                read.width());
        return asMap(drawnIn.isPresent() ? read : materialised(read));
    }

    /** The value with the zeros around it really there. */
    Value materialised(Value in) {
        if (in.padding() == null) {
            return in;
        }
        int[] zeros = in.padding();
        ZeroPaddingLayer layer = new ZeroPaddingLayer.Builder(zeros[0], zeros[1], zeros[2], zeros[3])
                .dataFormat(CNN2DFormat.NHWC).build();
        String own = draft.free(in.vertex() + "_padded");
        draft.layer(own, layer, in, Map.of());
        return Value.map(own, in.height() + zeros[0] + zeros[1], in.width() + zeros[2] + zeros[3], in.channels(),
                in.order());
    }

    /** The value as the map that it is: what works on each element does not mind that the old graph saw a vector. */
    private static Value asMap(Value in) {
        return new Value(in.vertex(), in.height(), in.width(), in.channels(), in.map(), false, in.order(), in.padding(),
                in.nonNegative());
    }

    static Map<String, INDArray> parameters(INDArray weights, INDArray bias) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        parameters.put("W", weights);
        if (bias != null) {
            parameters.put("b", copy(bias));
        }
        return parameters;
    }

    /** A float copy in C order. */
    private static INDArray copy(INDArray value) {
        return Nd4j.createFromArray(Values.inRows(value)).reshape(value.shape().clone());
    }

    /** A copy of the chosen indices of one dimension; of all of them where {@code chosen} is null. */
    private static INDArray select(INDArray value, int dimension, int[] chosen) {
        return chosen == null ? copy(value) : Values.select(value, dimension, chosen);
    }

    /**
     * Weights that read {@code order} instead of what they were made for. Where several of the new inputs stand for one
     * of the old, as the three colours of a grey picture do, each gets its share.
     */
    static INDArray inputs(INDArray weights, int dimension, int[] order) {
        INDArray result = select(weights, dimension, order);
        if (order != null) {
            int distinct = (int) Arrays.stream(order).distinct().count();
            if (distinct < order.length) {
                result.divi((double) order.length / distinct);
            }
        }
        return result;
    }
}
