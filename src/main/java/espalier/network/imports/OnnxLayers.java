package espalier.network.imports;

import espalier.basics.Problem;
import espalier.engine.Values;
import espalier.engine.layers.ParametricRelu;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.OnnxPicture.Prepared;
import espalier.network.imports.onnx.OnnxNode;
import espalier.network.imports.onnx.Places;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes layers of single nodes of an ONNX graph. */
final class OnnxLayers {

    private final Draft draft;
    private final List<String> notes;
    private final LayerRebuilder layers;

    OnnxLayers(Draft draft, LayerRebuilder layers, List<String> notes) {
        this.draft = draft;
        this.layers = layers;
        this.notes = notes;
    }

    /** What is behind the logits: probabilities, which the new graph's last layer makes of them itself. */
    static final class Probabilities extends Flow {

        private final OnnxNode node;
        private final Flow logits;

        Probabilities(OnnxNode node, Flow logits) {
            this.node = node;
            this.logits = logits;
        }

        @Override
        int[] shape() {
            return logits.shape();
        }

        @Override
        View write() {
            throw node.refused("is inside of the network, not at its end, which Espalier cannot take over. "
                    + "Make a network without it.");
        }
    }

    /** What a node reads, with the zeros around it really there, and without what it does not read. */
    View complete(OnnxNode node, View view) {
        if (!view.isPart()) {
            return materialised(view);
        }
        View.Picked picked = view.picked().orElseThrow(() -> unfollowed(node));
        return picked(OnnxNames.of(node) + "_read", view, picked, 0, 0).reshaped(view.shape());
    }

    /**
     * Some of a map's channels and pixels, and channels of zeros: a frozen 1×1 convolution, as DL4J has no layer for
     * that; this one the rest of the program sees through.
     *
     * @param before channels of zeros before the chosen ones
     * @param behind channels of zeros behind them
     */
    View picked(String name, View view, View.Picked picked, int before, int behind) {
        Value in = layers.materialised(view.value());
        int inputs = in.channels();
        int outputs = before + picked.channels().length + behind;
        float[] weights = new float[outputs * inputs];
        for (int c = 0; c < picked.channels().length; c++) {
            for (int i = 0; i < inputs; i++) {
                boolean same = picked.channels()[c] == (in.order() == null ? i : in.order()[i]);
                weights[(before + c) * inputs + i] = same ? 1 : 0;
            }
        }
        ConvolutionLayer layer = new ConvolutionLayer.Builder(new int[] {1, 1},
                new int[] {picked.down(), picked.across()}, new int[2]).nIn(inputs).nOut(outputs).hasBias(false)
                .activation(new ActivationIdentity()).convolutionMode(ConvolutionMode.Truncate)
                .dataFormat(CNN2DFormat.NHWC).build();
        String own = draft.free(name);
        draft.layer(own, new FrozenLayerWithBackprop(layer), in,
                Map.of("W", Nd4j.createFromArray(weights).reshape(outputs, inputs, 1, 1)));
        Value out = Value.map(own, (in.height() - 1) / picked.down() + 1, (in.width() - 1) / picked.across() + 1,
                outputs, null);
        return View.of(in.nonNegative() ? out.positive() : out);
    }

    /** The same, with zeros around it that the node can draw into its own. */
    View unpadded(OnnxNode node, View view) {
        return view.isPart() ? complete(node, view) : view;
    }

    /** The map that a node reads, with its channels as the node numbers them. */
    Value map(OnnxNode node, View view) {
        return view.map().orElseThrow(() -> unfollowed(node));
    }

    private Value vector(OnnxNode node, View view) {
        return view.vector().orElseThrow(() -> unfollowed(node));
    }

    static Problem unfollowed(OnnxNode node) {
        return node.refused("reads values that were cut, reshaped or transposed in a way that Espalier cannot follow. "
                + "Make a network without that.");
    }

    private static Tensor weights(OnnxNode node, List<Tensor> constants, int index) {
        if (index >= constants.size() || constants.get(index) == null) {
            throw node.refused("multiplies what comes from the picture with what comes from the picture, as attention "
                    + "does, which Espalier cannot take over. Make a convolutional network without it.");
        }
        return constants.get(index);
    }

    private static void requireFits(OnnxNode node, int weights, int read, String what) {
        if (weights != read) {
            throw node.refused("has weights for " + weights + " " + what + " but reads " + read
                    + ": the file is damaged. Take another copy, or export the network again.");
        }
    }

    private static float[] bias(List<Tensor> constants) {
        return constants.size() > 2 && constants.get(2) != null ? constants.get(2).reals() : null;
    }

    Flow convolution(OnnxNode node, Flow flow, List<Tensor> constants) {
        Tensor weights = weights(node, constants, 1);
        View view = unpadded(node, flow.view());
        int[] size = weights.shape();
        if (size.length != 4 || view.shape().length != 3) {
            throw node.refused("works on " + (size.length - 2)
                    + " dimensions, not on the two of a picture. Make a network without it.");
        }
        Window window = Window.of(node, new int[] {size[2], size[3]}, new int[] {view.shape()[1], view.shape()[2]});
        String name = OnnxNames.of(node, 1);
        int[] shape = window.output(size[0], new int[] {view.shape()[1], view.shape()[2]});
        requireFits(node, size[1] * window.groups(), view.shape()[0], "channels");
        if (!view.value().map() && window.isPixel() && window.groups() == 1) {
            return new Linear(layers, name, map(node, view), shape, null, weights.reshaped(size[0], size[1]),
                    bias(constants));
        }
        return new Linear(layers, name, map(node, view), shape, window, weights, bias(constants));
    }

    Flow dense(OnnxNode node, Flow flow, List<Tensor> constants) {
        Tensor given = weights(node, constants, 1);
        boolean transposed = node.op().equals("Gemm") && node.integer("transB", 0) == 1;
        if (given.shape().length != 2 || node.integer("transA", 0) == 1 || constants.get(0) != null) {
            throw node.refused("is no dense layer over the features of a picture, so Espalier cannot take it over. "
                    + "Make a network without it.");
        }
        Tensor weights = transposed ? given : given.pick(new int[] {given.shape()[1], given.shape()[0]},
                Places.transpose(given.shape(), new int[] {1, 0}));
        View view = flow.view();
        if (view.shape().length != 1) {
            throw node.refused("is a dense layer over every pixel of a map, which Espalier cannot take over. "
                    + "Use a 1×1 convolution in its place.");
        }
        requireFits(node, weights.shape()[1], view.shape()[0], "features");
        int out = weights.shape()[0];
        float[] bias = constants.size() > 2 && constants.get(2) != null ? constants.get(2).broadcast(1, out).reals()
                : null;
        Linear plain = new Linear(layers, OnnxNames.of(node, 1), vector(node, view), new int[] {out}, null, weights,
                null);
        float[] scale = new float[out];
        Arrays.fill(scale, node.real("alpha", 1));
        float[] shift = new float[out];
        for (int i = 0; bias != null && i < out; i++) {
            shift[i] = bias[i] * node.real("beta", 1);
        }
        return plain.then(scale, shift);
    }

    Flow batchNorm(OnnxNode node, Flow flow, List<Tensor> constants) {
        float epsilon = node.real("epsilon", 1e-5f);
        if (flow instanceof Prepared picture) {
            float[][] values = IntStream.range(1, 5).mapToObj(i -> weights(node, constants, i).reals())
                    .toArray(float[][]::new);
            float[] scale = new float[values[0].length];
            float[] shift = new float[scale.length];
            for (int c = 0; c < scale.length; c++) {
                scale[c] = (float) (values[0][c] / Math.sqrt(values[3][c] + epsilon));
                shift[c] = values[1][c] - values[2][c] * scale[c];
            }
            Prepared normed = picture.then(scale, shift);
            if (normed.isNormalisation()) {
                return normed;
            }
        }
        View view = unpadded(node, flow.view());
        Value in = view.shape().length == 1 ? vector(node, view) : map(node, view);
        Map<String, INDArray> values = new LinkedHashMap<>();
        List<String> keys = List.of("gamma", "beta", "mean", "var");
        for (int i = 0; i < keys.size(); i++) {
            values.put(keys.get(i), row(weights(node, constants, i + 1).reals()));
        }
        Value out = layers.rebuild(OnnxNames.of(node, 1),
                new BatchNormalization.Builder().eps(epsilon).decay(node.real("momentum", .9f)).build(), values, in);
        return Flow.of(new View(out, view.shape(), null));
    }

    private static INDArray row(float[] values) {
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }

    /** Each channel times a number plus a number: a layer of its own. */
    View scaled(String name, View view, float[] scale, float[] shift) {
        Value value = view.value();
        int channels = scale.length;
        if (value.map()) {
            Linear layer = new Linear(layers, name, value, new int[] {channels, view.height(), view.width()},
                    Window.pixel(channels), Tensor.of(new int[] {channels, 1, 1, 1}, scale), shift);
            return view.at(layer.view().value());
        }
        float[] diagonal = new float[channels * channels];
        for (int c = 0; c < channels; c++) {
            diagonal[c * channels + c] = scale[c];
        }
        Linear layer = new Linear(layers, name, value, new int[] {channels}, null,
                Tensor.of(new int[] {channels, channels}, diagonal), shift);
        return view.at(layer.view().value());
    }

    /** Slopes for what is below 0, one for each channel. */
    Flow slopes(OnnxNode node, Flow flow, Tensor slopes) {
        View view = materialised(flow.view());
        float[] numbers = view
                .perChannel(slopes.shape().length == view.shape().length ? slopes.reshaped(withOne(slopes)) : slopes)
                .orElseThrow(() -> unfollowed(node));
        Value in = view.value();
        INDArray values = row(numbers);
        String own = draft.free(OnnxNames.of(node));
        ParametricRelu layer = new ParametricRelu();
        layer.setNIn(in.channels());
        layer.setNOut(in.channels());
        draft.layer(own, layer, in,
                Map.of(ParametricRelu.SLOPES, in.order() == null ? values : Values.select(values, 1, in.order())));
        return Flow.of(view.at(in.at(own)));
    }

    private static int[] withOne(Tensor slopes) {
        return IntStream.concat(IntStream.of(1), IntStream.of(slopes.shape())).toArray();
    }

    /** An activation of a value. */
    View activation(OnnxNode node, View view, IActivation function) {
        return view.at(layers.rebuild(OnnxNames.of(node), new ActivationLayer(function), Map.of(), view.value()));
    }

    /** The value with the zeros around it really there. */
    View materialised(View view) {
        return view.at(layers.materialised(view.value()));
    }

    /**
     * Writes the last layer.
     *
     * @return its name
     */
    String head(String output, Flow end) {
        HeadWriter writer = new HeadWriter(draft, notes);
        Flow logits = end instanceof Probabilities probabilities ? probabilities.logits : end;
        boolean sigmoid = logits instanceof Curve curve && !curve.isWritten()
                && curve.activation().filter(ActivationSigmoid.class::isInstance).isPresent();
        if (sigmoid) {
            logits = ((Curve) logits).source();
        }
        if (logits instanceof Linear dense && dense.isDense() && !dense.isWritten()) {
            Value in = layers.vector(dense.name(), dense.in());
            return writer.dense(dense.name(), in, LayerRebuilder.inputs(dense.denseWeights(), 0, in.order()),
                    dense.bias(), sigmoid);
        }
        View view = logits.view();
        if (view.shape().length > 1 && !view.isPixel()) {
            throw new Problem("The network answers with values of the shape " + Arrays.toString(view.shape())
                    + ", not with one class for a picture, so Espalier cannot take it over. Choose a network that "
                    + "classifies pictures.");
        }
        return writer.loss(output, layers.materialised(view.vector().orElse(view.value())), sigmoid);
    }
}
