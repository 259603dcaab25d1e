package espalier.engine.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A max or average pool of maps {@code [batch, height, width, channels]} with a padding of its own on each side, as
 * PyTorch and ONNX have them. A maximum never comes from the padding; an average counts it as zeros, or not at all.
 *
 * <p>With {@code ceil} a last window that fits only in part counts too, unless it begins in the padding behind; what
 * lies beyond the padding is never counted.
 */
public final class PaddedPooling extends NoParamLayer {

    private final boolean max;
    private final int[] kernel;
    private final int[] stride;
    private final int[] dilation;
    private final int[] padding;
    private final boolean ceil;
    private final boolean countPadding;

    /**
     * A pool.
     *
     * @param kernel       height and width
     * @param stride       down and across
     * @param dilation     down and across
     * @param padding      above, left, below and right, as in ONNX
     * @param countPadding whether an average counts the padding, as zeros
     */
    @JsonCreator
    public PaddedPooling(@JsonProperty("max") boolean max, @JsonProperty("kernel") int[] kernel,
            @JsonProperty("stride") int[] stride, @JsonProperty("dilation") int[] dilation,
            @JsonProperty("padding") int[] padding, @JsonProperty("ceil") boolean ceil,
            @JsonProperty("countPadding") boolean countPadding) {
        this.max = max;
        this.kernel = kernel.clone();
        this.stride = stride.clone();
        this.dilation = dilation.clone();
        this.padding = padding.clone();
        this.ceil = ceil;
        this.countPadding = countPadding;
    }

    /** A max pool without dilation. */
    public static PaddedPooling max(int[] kernel, int[] stride, int[] padding, boolean ceil) {
        return new PaddedPooling(true, kernel, stride, new int[] {1, 1}, padding, ceil, false);
    }

    /** An average pool. */
    public static PaddedPooling average(int[] kernel, int[] stride, int[] padding, boolean ceil, boolean countPadding) {
        return new PaddedPooling(false, kernel, stride, new int[] {1, 1}, padding, ceil, countPadding);
    }

    /** Whether it takes the maximum instead of the mean. */
    public boolean isMax() {
        return max;
    }

    /** Height and width. */
    public int[] getKernel() {
        return kernel.clone();
    }

    /** Down and across. */
    public int[] getStride() {
        return stride.clone();
    }

    /** Down and across. */
    public int[] getDilation() {
        return dilation.clone();
    }

    /** Above, left, below and right. */
    public int[] getPadding() {
        return padding.clone();
    }

    /** Whether a last window counts that fits only in part. */
    public boolean isCeil() {
        return ceil;
    }

    /** Whether an average counts the padding. */
    public boolean isCountPadding() {
        return countPadding;
    }

    /** The output's height or width, for {@code axis} 0 or 1. */
    private long length(int axis, long size) {
        long rest = size + padding[axis] + padding[axis + 2] - reach(axis);
        long length = (ceil ? -Math.floorDiv(-rest, stride[axis]) : Math.floorDiv(rest, stride[axis])) + 1;
        return ceil && (length - 1) * stride[axis] >= size + padding[axis] ? length - 1 : length;
    }

    /** The pixels from a window's first to its last. */
    private long reach(int axis) {
        return dilation[axis] * (kernel[axis] - 1L) + 1;
    }

    /**
     * By how much the last windows of a map reach beyond the padding below and right of it; below 0 where a window is
     * left out that would fit, because it begins in the padding.
     *
     * @param size the map's height and width
     */
    public int[] beyond(long... size) {
        int[] beyond = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            long end = (length(axis, size[axis]) - 1) * stride[axis] + reach(axis);
            long rest = size[axis] + padding[axis] + padding[axis + 2] - end;
            beyond[axis] = (int) (rest < 0 || rest >= stride[axis] ? -rest : 0);
        }
        return beyond;
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        InputTypeConvolutional map = (InputTypeConvolutional) input;
        return InputType.convolutional(length(0, map.getHeight()), length(1, map.getWidth()), map.getChannels(),
                CNN2DFormat.NHWC);
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        return Ready.layer(new Running(configuration, type), listeners, index, parameters, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return EmptyParamInitializer.getInstance();
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        // There is nothing of the input's width here.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return new LayerMemoryReport.Builder(layerName, PaddedPooling.class, input, getOutputType(-1, input))
                .standardMemory(0, 0).workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }

    /** The layer of a graph that runs, window by window. */
    private static final class Running extends AbstractLayer<PaddedPooling> {

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        @Override
        public void clearNoiseWeightParams() {
            // There are none.
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            Windows windows = new Windows(layerConf(), input);
            windows.run();
            return workspaces.leverageTo(ArrayType.ACTIVATIONS, windows.output());
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            Windows windows = new Windows(layerConf(), input);
            windows.gradient = epsilon.castTo(DataType.FLOAT).dup('c').data().asFloat();
            windows.run();
            return new Pair<>(new DefaultGradient(),
                    workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, windows.byInput()));
        }
    }

    /** All windows of some maps: what each gives and, where there is a gradient, what goes back through it. */
    private static final class Windows {

        private final PaddedPooling pool;
        private final long[] shape;
        private final int height;
        private final int width;
        private final int channels;
        private final int rows;
        private final int columns;
        private final float[] values;
        private final float[] results;
        private final float[] back;
        private float[] gradient;

        Windows(PaddedPooling pool, INDArray input) {
            this.pool = pool;
            shape = input.shape().clone();
            height = (int) shape[1];
            width = (int) shape[2];
            channels = (int) shape[3];
            rows = (int) pool.length(0, height);
            columns = (int) pool.length(1, width);
            values = input.castTo(DataType.FLOAT).dup('c').data().asFloat();
            results = new float[(int) shape[0] * rows * columns * channels];
            back = new float[values.length];
        }

        void run() {
            for (int picture = 0; picture < shape[0]; picture++) {
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        for (int channel = 0; channel < channels; channel++) {
                            window(picture, row, column, channel);
                        }
                    }
                }
            }
        }

        private void window(int picture, int row, int column, int channel) {
            int top = row * pool.stride[0] - pool.padding[0];
            int left = column * pool.stride[1] - pool.padding[1];
            int result = ((picture * rows + row) * columns + column) * channels + channel;
            int largest = -1;
            double sum = 0;
            int count = 0;
            for (int y = top; y < top + pool.reach(0); y += pool.dilation[0]) {
                for (int x = left; x < left + pool.reach(1); x += pool.dilation[1]) {
                    if (y >= 0 && y < height && x >= 0 && x < width) {
                        int at = ((picture * height + y) * width + x) * channels + channel;
                        largest = largest < 0 || values[at] > values[largest] ? at : largest;
                        sum += values[at];
                        count++;
                    } else if (pool.countPadding && y < height + pool.padding[2] && x < width + pool.padding[3]) {
                        count++;
                    }
                }
            }
            results[result] = pool.max ? values[largest] : (float) (sum / count);
            if (gradient != null && pool.max) {
                back[largest] += gradient[result];
            } else if (gradient != null) {
                spread(picture, top, left, channel, gradient[result] / count);
            }
        }

        private void spread(int picture, int top, int left, int channel, float each) {
            for (int y = top; y < top + pool.reach(0); y += pool.dilation[0]) {
                for (int x = left; x < left + pool.reach(1); x += pool.dilation[1]) {
                    if (y >= 0 && y < height && x >= 0 && x < width) {
                        back[((picture * height + y) * width + x) * channels + channel] += each;
                    }
                }
            }
        }

        INDArray output() {
            return Nd4j.createFromArray(results).reshape(shape[0], rows, columns, channels);
        }

        INDArray byInput() {
            return Nd4j.createFromArray(back).reshape(shape);
        }
    }
}
