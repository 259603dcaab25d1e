package espalier.engine.layers;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code max(x, 0) + slope · min(x, 0)} with a trained slope for each channel, of maps
 * {@code [batch, height, width, channels]} or vectors (He et al. 2015, Delving Deep into Rectifiers). DL4J's own
 * {@code PReLULayer} has no gradient where places share a slope.
 */
public final class ParametricRelu extends FeedForwardLayer {

    /** The name of the slopes among the layer's parameters, {@code [1, channels]}. */
    public static final String SLOPES = "slopes";

    private static final double FIRST_SLOPE = 0.25;

    /** Of as many channels as it is given, with slopes of 0.25. */
    public ParametricRelu() {
        activationFn = new ActivationIdentity();
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        return Ready.layer(new Running(configuration, type), listeners, index, parameters, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return new Slopes();
    }

    @Override
    public InputType getOutputType(int index, InputType input) {
        return input;
    }

    @Override
    public void setNIn(InputType input, boolean override) {
        if (nIn <= 0 || override) {
            nIn = input instanceof InputTypeConvolutional map ? map.getChannels() : input.arrayElementsPerExample();
            nOut = nIn;
        }
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType input) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType input) {
        return new LayerMemoryReport.Builder(layerName, ParametricRelu.class, input, input).standardMemory(nIn, 0)
                .workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }

    /** The slopes, all of a layer's parameters. */
    private static final class Slopes implements ParamInitializer {

        @Override
        public long numParams(NeuralNetConfiguration configuration) {
            return numParams(configuration.getLayer());
        }

        @Override
        public long numParams(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return ((ParametricRelu) layer).getNIn();
        }

        @Override
        public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return List.of(SLOPES);
        }

        @Override
        public List<String> weightKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return paramKeys(layer);
        }

        @Override
        public List<String> biasKeys(org.deeplearning4j.nn.conf.layers.Layer layer) {
            return List.of();
        }

        @Override
        public boolean isWeightParam(org.deeplearning4j.nn.conf.layers.Layer layer, String key) {
            return key.equals(SLOPES);
        }

        @Override
        public boolean isBiasParam(org.deeplearning4j.nn.conf.layers.Layer layer, String key) {
            return false;
        }

        @Override
        public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
            Map<String, INDArray> parameters = getGradientsFromFlattened(configuration, view);
            if (initialize) {
                parameters.get(SLOPES).assign(FIRST_SLOPE);
            }
            // DL4J looks up here what it has made.
            configuration.addVariable(SLOPES);
            return parameters;
        }

        @Override
        public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
            return new LinkedHashMap<>(Map.of(SLOPES, view.reshape(1, view.length())));
        }
    }

    /** The layer of a graph that runs. */
    private static final class Running extends BaseLayer<ParametricRelu> {

        Running(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public boolean isPretrainLayer() {
            return false;
        }

        private INDArray slopes() {
            INDArray slopes = getParam(SLOPES);
            return input.rank() == 2 ? slopes : slopes.reshape(1, 1, 1, slopes.length());
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray below = input.sub(Nd4j.math().max(input, input.like())).mul(slopes());
            return workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.math().max(input, input.like()).add(below));
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray negative = input.lt(0).castTo(input.dataType());
            int[] allButLast = input.rank() == 2 ? new int[] {0} : new int[] {0, 1, 2};
            INDArray bySlopes = gradientViews.get(SLOPES);
            bySlopes.assign(epsilon.mul(input).mul(negative).sum(allButLast).reshape(bySlopes.shape()));
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(SLOPES, bySlopes);
            INDArray factors = negative.mul(slopes()).add(negative.rsub(1));
            return new Pair<>(gradient, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, epsilon.mul(factors)));
        }
    }
}
