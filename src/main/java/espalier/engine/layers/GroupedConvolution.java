package espalier.engine.layers;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution of maps {@code [batch, height, width, channels]} whose channels are in groups that do not see each
 * other: the first part of the filters sees the first part of the channels, and so on (Xie et al. 2017, Aggregated
 * Residual Transformations). Its weights {@code W} are {@code [out, in / groups, height, width]}, its bias {@code b}
 * {@code [1, out]}.
 */
public final class GroupedConvolution extends ConvolutionLayer {

    private static final int NHWC = 1;

    private int groups = 1;

    /** For DL4J's reader. */
    public GroupedConvolution() {}

    private GroupedConvolution(Builder builder) {
        super(builder);
        groups = builder.groups;
        cnn2dDataFormat = CNN2DFormat.NHWC;
    }

    /** As DL4J's own convolutions are built; of NHWC maps. */
    @SuppressWarnings("unchecked")
    public static final class Builder extends BaseConvBuilder<Builder> {

        private int groups = 1;

        /** @param kernel height and width */
        public Builder(int... kernel) {
            super(kernel);
        }

        /** How many parts the channels and the filters fall into; it divides both. */
        public Builder groups(int count) {
            groups = count;
            return this;
        }

        @Override
        protected boolean allowCausal() {
            return false;
        }

        @Override
        public GroupedConvolution build() {
            return new GroupedConvolution(this);
        }
    }

    /** How many parts the channels and the filters fall into. */
    public int getGroups() {
        return groups;
    }

    /** For DL4J's reader, and whoever makes the layer smaller. */
    public void setGroups(int count) {
        groups = count;
    }

    /**
     * Whether a smaller layer has fewer groups of as many channels, or else as many groups of fewer: what cuts finer.
     * Where there are more groups than channels in each, a whole group goes with the channels that it sees and the
     * filters that see them; otherwise the same channel, or the same filter, of every group.
     */
    public static boolean losesWholeGroups(long inputs, int groups) {
        return groups > 1 && groups >= inputs / groups;
    }

    private long[] weightShape() {
        if (nIn % groups != 0 || nOut % groups != 0) {
            throw new IllegalStateException("The " + nIn + " channels and " + nOut + " filters of \"" + layerName
                    + "\" do not fall into " + groups + " groups");
        }
        return new long[] {nOut, nIn / groups, kernelSize[0], kernelSize[1]};
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        return Ready.layer(new Running(configuration, type), listeners, index, parameters, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return new Parameters();
    }

    /** As a plain convolution has them, but for the shape of the weights: the bias first, in one piece each. */
    private static final class Parameters extends ConvolutionParamInitializer {

        @Override
        public long numParams(org.deeplearning4j.nn.conf.layers.Layer layer) {
            GroupedConvolution own = (GroupedConvolution) layer;
            return Arrays.stream(own.weightShape()).reduce(1, (a, b) -> a * b) + (own.hasBias() ? own.getNOut() : 0);
        }

        @Override
        protected INDArray createWeightMatrix(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
            GroupedConvolution own = (GroupedConvolution) configuration.getLayer();
            long[] shape = own.weightShape();
            if (!initialize) {
                return WeightInitUtil.reshapeWeights(shape, view, 'c');
            }
            double inputs = shape[1] * shape[2] * shape[3];
            double outputs = shape[0] / own.groups * shape[2] * shape[3];
            return own.getWeightInitFn().init(inputs, outputs, shape, 'c', view);
        }

        @Override
        public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
            GroupedConvolution own = (GroupedConvolution) configuration.getLayer();
            INDArray flat = view.reshape(1, view.length());
            long biases = own.hasBias() ? own.getNOut() : 0;
            Map<String, INDArray> gradients = new LinkedHashMap<>();
            if (own.hasBias()) {
                gradients.put(BIAS_KEY, flat.get(NDArrayIndex.all(), NDArrayIndex.interval(0, biases)));
            }
            gradients.put(WEIGHT_KEY, flat.get(NDArrayIndex.all(), NDArrayIndex.interval(biases, view.length()))
                    .reshape('c', own.weightShape()));
            return gradients;
        }
    }

    /** The layer of a graph that runs: each group as a convolution of its own. */
    private static final class Running extends BaseLayer<GroupedConvolution> {

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        @Override
        public boolean hasBias() {
            return layerConf().hasBias();
        }

        private INDArray linear() {
            GroupedConvolution own = layerConf();
            INDArray[] parts = new INDArray[own.groups];
            for (int g = 0; g < own.groups; g++) {
                parts[g] = Nd4j.exec(op("conv2d", channels(input, g), spread(filters(getParam("W"), g))))[0];
            }
            INDArray linear = Nd4j.concat(3, parts);
            return own.hasBias() ? linear.add(getParam("b").reshape(1, 1, 1, own.getNOut())) : linear;
        }

        private INDArray channels(INDArray maps, int group) {
            long each = maps.size(3) / layerConf().groups;
            return maps.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(),
                    NDArrayIndex.interval(group * each, (group + 1) * each)).dup('c');
        }

        /** A view of a group's part. */
        private INDArray filters(INDArray weights, int group) {
            long each = weights.size(0) / layerConf().groups;
            return weights.get(NDArrayIndex.interval(group * each, (group + 1) * each), NDArrayIndex.all(),
                    NDArrayIndex.all(), NDArrayIndex.all());
        }

        /** A dilated kernel as one with zeros in its gaps: ND4J's op fails on dilation where it has oneDNN. */
        private INDArray spread(INDArray filters) {
            GroupedConvolution own = layerConf();
            INDArray spread = Nd4j.zeros(filters.dataType(), filters.size(0), filters.size(1),
                    (own.kernelSize[0] - 1L) * own.dilation[0] + 1, (own.kernelSize[1] - 1L) * own.dilation[1] + 1);
            gathered(spread).assign(filters);
            return spread;
        }

        /** A view of the places in a spread kernel that are no gaps. */
        private INDArray gathered(INDArray spread) {
            int[] dilation = layerConf().dilation;
            return spread.get(NDArrayIndex.all(), NDArrayIndex.all(),
                    NDArrayIndex.interval(0, dilation[0], spread.size(2)),
                    NDArrayIndex.interval(0, dilation[1], spread.size(3)));
        }

        private DynamicCustomOp op(String name, INDArray... inputs) {
            GroupedConvolution own = layerConf();
            boolean same = own.convolutionMode == ConvolutionMode.Same;
            return DynamicCustomOp.builder(name).addInputs(inputs)
                    .addIntegerArguments((int) inputs[1].size(2), (int) inputs[1].size(3), own.stride[0], own.stride[1],
                            same ? 0 : own.padding[0], same ? 0 : own.padding[1], 1, 1, same ? 1 : 0, NHWC, 1)
                    .build();
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            applyDropOutIfNecessary(training, workspaces);
            return workspaces.leverageTo(ArrayType.ACTIVATIONS,
                    layerConf().getActivationFn().getActivation(linear(), training));
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray byLinear = layerConf().getActivationFn().backprop(linear(), epsilon.dup()).getFirst();
            INDArray byWeights = gradientViews.get("W");
            INDArray[] byInputs = new INDArray[layerConf().groups];
            for (int g = 0; g < byInputs.length; g++) {
                DynamicCustomOp op = op("conv2d_bp", channels(input, g), spread(filters(getParam("W"), g)),
                        channels(byLinear, g));
                INDArray byFilters = spread(filters(byWeights, g));
                byInputs[g] = channels(input, g);
                op.addOutputArgument(byInputs[g], byFilters);
                Nd4j.exec(op);
                filters(byWeights, g).assign(gathered(byFilters));
            }
            Gradient gradient = new DefaultGradient();
            if (hasBias()) {
                INDArray byBias = gradientViews.get("b");
                byBias.assign(byLinear.sum(0, 1, 2).reshape(byBias.shape()));
                gradient.setGradientFor("b", byBias);
            }
            gradient.setGradientFor("W", byWeights, 'c');
            return new Pair<>(gradient, backpropDropOutIfPresent(
                    workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, Nd4j.concat(3, byInputs))));
        }
    }
}
