package espalier.network.imports;

import espalier.engine.layers.GroupedConvolution;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.onnx.Places;
import espalier.network.imports.onnx.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution or a dense layer, into whose weights constants that scale and shift its channels go. */
final class Linear extends Flow {

    private final LayerRebuilder layers;
    private final String name;
    private final Value in;
    private final int[] shape;
    private final Window window;
    private final Tensor weights;
    private float[] bias;

    /**
     * A layer.
     *
     * @param in      what it reads, without its own padding
     * @param shape   what it gives, without the batch
     * @param window  of a convolution; null for a dense layer
     * @param weights {@code [out, in of a group, height, width]}, or {@code [out, in]}
     * @param bias    null for none
     */
    Linear(LayerRebuilder layers, String name, Value in, int[] shape, Window window, Tensor weights, float[] bias) {
        this.layers = layers;
        this.name = name;
        this.in = in;
        this.shape = shape;
        this.window = window;
        this.weights = Tensor.of(weights.shape(), weights.reals().clone());
        this.bias = bias == null ? null : bias.clone();
    }

    /** What the layer is called. */
    String name() {
        return name;
    }

    boolean isDense() {
        return window == null;
    }

    Value in() {
        return in;
    }

    @Override
    int[] shape() {
        return shape;
    }

    @Override
    Optional<float[]> perChannel(Tensor constant) {
        Value outline = shape.length == 3 && shape[1] * shape[2] > 1
                ? Value.map(name, shape[1], shape[2], shape[0], null) : Value.vector(name, shape[0], null);
        return new View(outline, shape, null).perChannel(constant);
    }

    /** Its channels' values times {@code scale}, plus {@code shift}: as another layer that is not written. */
    Linear then(float[] scale, float[] shift) {
        Linear changed = new Linear(layers, name, in, shape, window, weights, bias);
        float[] values = changed.weights.floats();
        int each = values.length / scale.length;
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale[i / each];
        }
        changed.bias = new float[scale.length];
        boolean some = bias != null;
        for (int c = 0; c < scale.length; c++) {
            changed.bias[c] = (bias == null ? 0 : bias[c] * scale[c]) + shift[c];
            some |= shift[c] != 0;
        }
        if (!some) {
            changed.bias = null;
        }
        return changed;
    }

    /** A dense layer's weights as DL4J has them, {@code [in, out]}, in the order of the old graph's features. */
    INDArray denseWeights() {
        return array(weights).reshape(weights.shape()[0], -1).transpose();
    }

    /** Null where there is none. */
    INDArray bias() {
        return bias == null ? null : Nd4j.createFromArray(bias);
    }

    private static INDArray array(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape(Arrays.stream(tensor.shape()).asLongStream().toArray());
    }

    @Override
    View write() {
        Map<String, INDArray> values = new LinkedHashMap<>();
        if (isDense()) {
            values.put("W", denseWeights());
        } else {
            values.put("W", isDepthwise() ? depthwiseWeights() : array(weights));
        }
        if (bias != null) {
            values.put("b", bias());
        }
        Value out = layers.rebuild(name, layer(), values, window == null ? in : window.padded(in));
        return new View(out, shape, null);
    }

    /** DL4J's {@code [height, width, in, multiplier]} of ONNX's {@code [in · multiplier, 1, height, width]}. */
    private INDArray depthwiseWeights() {
        int[] size = weights.shape();
        int[] split = {window.groups(), size[0] / window.groups(), size[2], size[3]};
        int[] places = Places.transpose(split, new int[] {2, 3, 0, 1});
        return array(weights.pick(new int[] {split[2], split[3], split[0], split[1]}, places));
    }

    /** Whether every filter sees one channel. */
    private boolean isDepthwise() {
        return window.groups() > 1 && weights.shape()[1] == 1;
    }

    private BaseLayer layer() {
        if (isDense()) {
            return new DenseLayer.Builder().activation(new ActivationIdentity()).build();
        }
        int[] none = new int[2];
        if (!isDepthwise() && window.groups() > 1) {
            return new GroupedConvolution.Builder(window.kernel()).groups(window.groups()).stride(window.stride())
                    .padding(none).dilation(window.dilation()).activation(new ActivationIdentity()).build();
        }
        if (!isDepthwise()) {
            return new ConvolutionLayer.Builder(window.kernel(), window.stride(), none).dilation(window.dilation())
                    .activation(new ActivationIdentity()).build();
        }
        return new DepthwiseConvolution2D.Builder(window.kernel(), window.stride(), none).dilation(window.dilation())
                .depthMultiplier(weights.shape()[0] / window.groups()).activation(new ActivationIdentity()).build();
    }
}
