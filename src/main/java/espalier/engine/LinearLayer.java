package espalier.engine;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution or a dense layer seen as a matrix: each output position is a row of input values, its patch, times the
 * weights. A patch is ordered {@code [kernelHeight, kernelWidth, in]}; of a depthwise convolution each input channel is
 * a group of its own, with patches and outputs of its own.
 */
public final class LinearLayer {

    private final ConvolutionStep step;
    private final Kernel kernel;
    private final ConvolutionGeometry geometry;
    private final BatchNorm norm;
    private final List<String> rectified;

    /**
     * @param norm      the batch norm that alone reads the outputs; null where there is none
     * @param rectified the outputs, then what a batch norm and a ReLU alone make of them
     */
    LinearLayer(ConvolutionStep step, BatchNorm norm, List<String> rectified) {
        this.step = step;
        this.kernel = step.kernel();
        this.geometry = step.geometry();
        this.norm = norm;
        this.rectified = List.copyOf(rectified);
    }

    /** The name of the value that it reads. */
    public String input() {
        return step.inputs.get(0);
    }

    /** The name of the value that it makes, before batch norm and activation. */
    public String output() {
        return step.name;
    }

    /** Whether a value is that of {@link #output} through nothing but a batch norm, a ReLU or both. */
    public boolean isRectified(String value) {
        return rectified.contains(value);
    }

    /** The number of groups of channels that do not see each other: 1, or of a depthwise convolution its inputs. */
    public int groups() {
        return kernel.groups;
    }

    /** The number of outputs of a group. */
    public int outputs() {
        return (int) kernel.weights.size(0) / kernel.groups;
    }

    /** The number of input channels that a group sees. */
    public int channels() {
        return (int) kernel.weights.size(1);
    }

    /** The number of values in a patch of a group. */
    public int patch() {
        return channels() * area();
    }

    private int area() {
        return geometry.kernelHeight() * geometry.kernelWidth();
    }

    /** Whether a constant can be added to the outputs: by a bias, or by the running mean of the batch norm. */
    public boolean canShift() {
        return kernel.bias != null || norm != null;
    }

    /** The weights of a group: {@code [outputs · patch]}. */
    public float[] weights(int group) {
        return reordered(Values.inRows(part(group)), channels(), area());
    }

    /** What is added to a group's outputs: {@code [outputs]}; zeros where there is no bias. */
    public float[] bias(int group) {
        float[] bias = new float[outputs()];
        if (kernel.bias != null) {
            Values.floats(kernel.bias).get(group * bias.length, bias);
        }
        return bias;
    }

    /**
     * Sets what a group computes. Without a bias of its own the batch norm's running mean takes the constant.
     *
     * @param weights {@code [outputs · patch]}
     * @param bias    {@code [outputs]}
     */
    public void set(int group, float[] weights, float[] bias) {
        INDArray part = part(group);
        part.assign(Nd4j.createFromArray(reordered(weights, area(), channels())).reshape(part.shape()));
        for (int k = 0; k < bias.length; k++) {
            int channel = group * bias.length + k;
            if (kernel.bias != null) {
                Values.floats(kernel.bias).put(channel, bias[k]);
            } else if (norm != null) {
                FloatBuffer means = Values.floats(norm.mean());
                means.put(channel, means.get(channel) - bias[k]);
            }
        }
        kernel.parametersChanged();
    }

    private INDArray part(int group) {
        int outputs = outputs();
        return kernel.groups == 1 ? kernel.weights
                : kernel.weights.get(NDArrayIndex.interval((long) group * outputs, (group + 1L) * outputs),
                        NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
    }

    /** From {@code [outputs, rows, columns]} to {@code [outputs, columns, rows]}. */
    private static float[] reordered(float[] from, int rows, int columns) {
        float[] to = new float[from.length];
        for (int start = 0; start < from.length; start += rows * columns) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    to[start + column * rows + row] = from[start + row * columns + column];
                }
            }
        }
        return to;
    }

    /**
     * The patches of a group behind some positions of the output.
     *
     * @param input  the value that the layer reads, {@code [batch, height, width, channels]}
     * @param places positions in the output {@code [batch, height, width]}, counted row by row
     * @return {@code [places · patch]}
     */
    float[] patches(INDArray input, int group, int[] places) {
        long[] shape = input.shape();
        long[] output = geometry.output(shape, 1);
        long[] pad = geometry.padBefore(shape);
        int all = (int) shape[3];
        int channels = channels();
        float[] patches = new float[places.length * patch()];
        FloatBuffer values = Values.floats(input);
        int to = 0;
        for (int place : places) {
            int column = (int) (place % output[2]);
            int row = (int) (place / output[2] % output[1]);
            long picture = place / output[2] / output[1];
            for (int y = 0; y < geometry.kernelHeight(); y++) {
                long fromRow = (long) row * geometry.strideHeight() - pad[0] + (long) y * geometry.dilationHeight();
                for (int x = 0; x < geometry.kernelWidth(); x++, to += channels) {
                    long fromColumn = (long) column * geometry.strideWidth() - pad[1]
                            + (long) x * geometry.dilationWidth();
                    if (fromRow >= 0 && fromRow < shape[1] && fromColumn >= 0 && fromColumn < shape[2]) {
                        long from = ((picture * shape[1] + fromRow) * shape[2] + fromColumn) * all
                                + (long) group * channels;
                        values.get((int) from, patches, to, channels);
                    }
                }
            }
        }
        return patches;
    }

    /**
     * What the batch norm that alone reads the outputs makes of them in evaluation mode: by channel the factor, and
     * what is then added, {@code [2][channels]}; empty where there is none.
     */
    public Optional<float[][]> normalisation() {
        if (norm == null) {
            return Optional.empty();
        }
        float[] factors = norm.evaluationScale();
        float[] shifts = Values.of(norm.shift());
        float[] means = Values.of(norm.mean());
        for (int c = 0; c < shifts.length; c++) {
            shifts[c] -= means[c] * factors[c];
        }
        return Optional.of(new float[][] {factors, shifts});
    }

    @Override
    public String toString() {
        return step.name + " " + Arrays.toString(kernel.weights.shape());
    }
}
