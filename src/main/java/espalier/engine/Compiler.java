package espalier.engine;

import espalier.engine.layers.BroadcastVertex;
import espalier.engine.layers.GroupedConvolution;
import espalier.engine.layers.PaddedPooling;
import espalier.engine.layers.ParametricRelu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Turns a DL4J graph into steps. Each vertex's output is the value of its name; the output layer's is the logits. */
final class Compiler {

    /** What stands behind the name of a layer whose activation is inside, for its value before the activation. */
    static final String LINEAR = ":linear";

    final List<Step> steps = new ArrayList<>();
    final List<String> foreign = new ArrayList<>();
    /** Whether somebody changed the parameters, and the steps do not know yet. */
    boolean stale;
    /**
     * {@code [n]}, in the order of the graph's parameters. Made for the first training: nothing else has use for it.
     */
    final Supplier<INDArray> gradients = new Lazy<>(() -> Nd4j.zeros(parameters().length()));
    final String input;
    final String output;

    private final ComputationGraph graph;
    private final Map<String, InputType> types;
    private final Operations operations;
    /** Where running statistics and frozen parameters begin and end, in their order among the parameters. */
    final List<long[]> untrained = new ArrayList<>();

    Compiler(ComputationGraph graph, InputType inputType, Operations operations) {
        this.graph = graph;
        this.operations = operations;
        input = graph.getConfiguration().getNetworkInputs().get(0);
        output = graph.getConfiguration().getNetworkOutputs().get(0);
        types = new HashMap<>(Graphs.copy(graph.getConfiguration()).getLayerActivationTypes(inputType));
        types.put(input, inputType);
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            if (!vertex.isInputVertex()) {
                compile(vertex);
            }
        }
    }

    private INDArray parameters() {
        return graph.params();
    }

    /** How many parameters belong to the vertices up to one. */
    long parametersUpTo(String name) {
        long parameters = 0;
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            parameters += vertex.numParams();
            if (vertex.getVertexName().equals(name)) {
                return parameters;
            }
        }
        throw new IllegalArgumentException("There is no vertex \"" + name + "\"");
    }

    private void compile(GraphVertex vertex) {
        String name = vertex.getVertexName();
        List<String> inputs = Arrays.stream(vertex.getInputVertices()).map(VertexIndices::getVertexIndex)
                .map(index -> graph.getVertices()[index].getVertexName()).toList();
        int before = steps.size();
        boolean known = vertex instanceof LayerVertex layerVertex ? compile(layerVertex, inputs.get(0))
                : compileJoint(name, inputs);
        if (!known) {
            while (steps.size() > before) {
                steps.remove(steps.size() - 1);
            }
            boolean[] flat = new boolean[inputs.size()];
            for (int i = 0; i < flat.length; i++) {
                flat[i] = !(types.get(inputs.get(i)) instanceof InputType.InputTypeConvolutional);
            }
            Supplier<INDArray> own = vertex.numParams() > 0 ? new Lazy<>(() -> gradientsOf(vertex.getLayer()))
                    : () -> null;
            steps.add(new ForeignStep(name, inputs, vertex, shape(types.get(name)), flat, own));
            foreign.add(name);
        }
    }

    private static long[] shape(InputType type) {
        return type instanceof InputType.InputTypeConvolutional picture
                ? new long[] {picture.getHeight(), picture.getWidth(), picture.getChannels()}
                : new long[] {1, 1, type.arrayElementsPerExample()};
    }

    private boolean compileJoint(String name, List<String> inputs) {
        org.deeplearning4j.nn.conf.graph.GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
        if (vertex instanceof BroadcastVertex joint) {
            steps.add(joint.getOp() == BroadcastVertex.Op.ADD ? new RoutingStep.Sum(name, inputs, operations)
                    : new ProductStep(name, inputs, operations));
            return true;
        }
        if (vertex instanceof ElementWiseVertex joint
                && inputs.stream().allMatch(input -> Arrays.equals(shape(types.get(input)), shape(types.get(name))))) {
            if (joint.getOp() == ElementWiseVertex.Op.Add) {
                steps.add(new RoutingStep.Sum(name, inputs, operations));
                return true;
            }
            if (joint.getOp() == ElementWiseVertex.Op.Product) {
                steps.add(new ProductStep(name, inputs, operations));
                return true;
            }
            if (ElementWiseStep.takes(joint.getOp(), inputs.size())) {
                steps.add(ElementWiseStep.of(joint.getOp(), name, inputs, operations));
                return true;
            }
        }
        if (vertex instanceof PreprocessorVertex preprocessor
                && preprocessor.getPreProcessor() instanceof CnnToFeedForwardPreProcessor flatten
                && flatten.getFormat() == CNN2DFormat.NHWC) {
            steps.add(new RoutingStep.Flattening(name, inputs));
            return true;
        }
        if (vertex instanceof org.deeplearning4j.nn.conf.graph.MergeVertex) {
            steps.add(new RoutingStep.Concatenation(name, inputs));
            return true;
        }
        return false;
    }

    private boolean compile(LayerVertex vertex, String input) {
        String name = vertex.getVertexName();
        Layer layer = vertex.getLayer();
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        String from = input;
        InputPreProcessor preProcessor = vertex.getLayerPreProcessor();
        if (preProcessor instanceof CnnToFeedForwardPreProcessor flatten && flatten.getFormat() == CNN2DFormat.NHWC) {
            steps.add(new RoutingStep.Flattening(name + ":flat", List.of(from)));
            from = name + ":flat";
        } else if (preProcessor != null) {
            return false;
        }
        IDropout dropout = conf.getIDropout();
        if (dropout != null && !(conf instanceof DropoutLayer)) {
            if (dropout.getClass() != Dropout.class) {
                return false;
            }
            steps.add(new RoutingStep.Dropout(name + ":dropout", List.of(from), ((Dropout) dropout).getP()));
            from = name + ":dropout";
        }
        Class<?> kind = conf.getClass();
        if (layer instanceof FrozenLayerWithBackprop && kind != ConvolutionLayer.class) {
            return false;
        }
        if (kind == ConvolutionLayer.class) {
            return convolution(name, from, layer, (ConvolutionLayer) conf, 1);
        }
        if (kind == GroupedConvolution.class) {
            return operations.isComplete()
                    && convolution(name, from, layer, (ConvolutionLayer) conf, ((GroupedConvolution) conf).getGroups());
        }
        if (kind == DepthwiseConvolution2D.class) {
            return depthwise(name, from, layer, (DepthwiseConvolution2D) conf);
        }
        if (kind == DenseLayer.class && !((DenseLayer) conf).hasLayerNorm()) {
            return dense(name, from, layer, ((DenseLayer) conf).getActivationFn());
        }
        if (kind == OutputLayer.class) {
            return dense(name, from, layer, new ActivationIdentity());
        }
        if (kind == LossLayer.class) {
            // What it reads are the logits; the softmax and the loss are the program's own.
            steps.add(new ActivationStep(name, List.of(from), operations, new ActivationIdentity()));
            return true;
        }
        if (kind == BatchNormalization.class) {
            return batchNorm(name, from, layer, (BatchNormalization) conf);
        }
        if (kind == ActivationLayer.class) {
            steps.add(new ActivationStep(name, List.of(from), operations, ((ActivationLayer) conf).getActivationFn()));
            return true;
        }
        if (kind == ParametricRelu.class) {
            steps.add(new ParametricReluStep(name, List.of(from), operations,
                    vector(layer.getParam(ParametricRelu.SLOPES)), gradient(layer, ParametricRelu.SLOPES)));
            return operations.isComplete();
        }
        if (kind == SubsamplingLayer.class) {
            return pool(name, from, (SubsamplingLayer) conf);
        }
        if (kind == PaddedPooling.class) {
            return pool(name, from, (PaddedPooling) conf);
        }
        if (kind == ZeroPaddingLayer.class && ((ZeroPaddingLayer) conf).getDataFormat() == CNN2DFormat.NHWC) {
            int[] sides = ((ZeroPaddingLayer) conf).getPadding();
            steps.add(padding(name, from, sides[0], sides[2], sides[1], sides[3]));
            return true;
        }
        if (kind == GlobalPoolingLayer.class) {
            PoolingType type = ((GlobalPoolingLayer) conf).getPoolingType();
            steps.add(new PoolStep(name, List.of(from), operations, type == PoolingType.MAX, null, false));
            return type == PoolingType.MAX || type == PoolingType.AVG;
        }
        if (kind == Upsampling2D.class && ((Upsampling2D) conf).getFormat() == CNN2DFormat.NHWC) {
            int[] times = ((Upsampling2D) conf).getSize();
            steps.add(new RoutingStep.Enlarging(name, List.of(from), times[0], times[1]));
            return true;
        }
        if (kind == DropoutLayer.class && dropout != null && dropout.getClass() == Dropout.class) {
            steps.add(new RoutingStep.Dropout(name, List.of(from), ((Dropout) dropout).getP()));
            return true;
        }
        return false;
    }

    private static ConvolutionGeometry geometry(ConvolutionLayer conf) {
        return ConvolutionGeometry.of(conf.getKernelSize(), conf.getStride(), conf.getPadding(), conf.getDilation(),
                conf.getConvolutionMode() == ConvolutionMode.Same);
    }

    private boolean convolution(String name, String from, Layer layer, ConvolutionLayer conf, int groups) {
        if (conf.getCnn2dDataFormat() != CNN2DFormat.NHWC || conf.getConvolutionMode() == ConvolutionMode.Causal
                || geometry(conf).isDilated() && !operations.isComplete()) {
            return false;
        }
        INDArray weights = layer.getParam("W");
        INDArray bias = vector(layer.getParam("b"));
        boolean frozen = layer instanceof FrozenLayerWithBackprop;
        if (frozen) {
            untrained.add(new long[] {offset(layer), offset(layer) + layer.numParams()});
        }
        linear(name, from, geometry(conf),
                frozen ? new Kernel(weights, bias, groups)
                        : new Kernel(weights, bias, groups, gradient(layer, "W"), gradient(layer, "b")),
                conf.getActivationFn());
        return true;
    }

    private boolean depthwise(String name, String from, Layer layer, DepthwiseConvolution2D conf) {
        INDArray weights = layer.getParam("W");
        boolean inOnePiece = weights.stride(2) == weights.size(3) * weights.stride(3);
        if (conf.getCnn2dDataFormat() != CNN2DFormat.NHWC || !operations.isComplete() || !inOnePiece
                || layer instanceof FrozenLayerWithBackprop) {
            return false;
        }
        Kernel kernel = new Kernel(Kernel.ofDepthwise(weights), vector(layer.getParam("b")), (int) weights.size(2),
                new Lazy<>(() -> Kernel.ofDepthwise(gradient(layer, "W").get())), gradient(layer, "b"));
        linear(name, from, geometry(conf), kernel, conf.getActivationFn());
        return true;
    }

    private boolean dense(String name, String from, Layer layer, IActivation activation) {
        Kernel kernel = new Kernel(Kernel.ofDense(layer.getParam("W")), vector(layer.getParam("b")), 1,
                new Lazy<>(() -> Kernel.ofDense(gradient(layer, "W").get())), gradient(layer, "b"));
        linear(name, from, ConvolutionGeometry.whole(1, 1), kernel, activation);
        return true;
    }

    private static INDArray vector(INDArray row) {
        return row == null ? null : row.reshape(row.length());
    }

    private void linear(String name, String from, ConvolutionGeometry geometry, Kernel kernel, IActivation activation) {
        boolean plain = activation instanceof ActivationIdentity;
        String value = plain ? name : name + LINEAR;
        steps.add(new ConvolutionStep(value, List.of(from), operations,
                new Operations.Convolution(kernel, geometry, Optional.empty())));
        if (!plain) {
            steps.add(new ActivationStep(name, List.of(value), operations, activation));
        }
    }

    private boolean batchNorm(String name, String from, Layer layer, BatchNormalization conf) {
        if (conf.isLockGammaBeta() || types.get(name) instanceof InputType.InputTypeConvolutional
                && conf.getCnn2DFormat() != CNN2DFormat.NHWC) {
            return false;
        }
        boolean logarithmic = layer.paramTable().containsKey("log10stdev");
        BatchNorm norm = new BatchNorm(vector(layer.getParam("gamma")), vector(layer.getParam("beta")),
                vector(layer.getParam("mean")), vector(layer.getParam(logarithmic ? "log10stdev" : "var")), logarithmic,
                conf.getEps(), conf.getDecay(), gradient(layer, "gamma"), gradient(layer, "beta"));
        long channels = norm.scale().length();
        long first = offset(layer) + 2 * channels;
        untrained.add(new long[] {first, first + 2 * channels});
        steps.add(new BatchNormStep(name, List.of(from), operations, norm, false));
        return true;
    }

    private boolean pool(String name, String from, SubsamplingLayer conf) {
        boolean max = conf.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.MAX;
        boolean average = conf.getPoolingType() == org.deeplearning4j.nn.conf.layers.PoolingType.AVG;
        if (conf.getCnn2dDataFormat() != CNN2DFormat.NHWC || !max && !average) {
            return false;
        }
        ConvolutionGeometry geometry = ConvolutionGeometry.of(conf.getKernelSize(), conf.getStride(), conf.getPadding(),
                conf.getDilation(), conf.getConvolutionMode() == ConvolutionMode.Same);
        steps.add(new PoolStep(name, List.of(from), operations, max, geometry, conf.isAvgPoolIncludePadInDivisor()));
        return true;
    }

    private RoutingStep.Padding padding(String name, String from, int top, int left, int bottom, int right) {
        return new RoutingStep.Padding(name, List.of(from), new int[] {top, left, bottom, right},
                operations.isComplete());
    }

    /**
     * Windows that reach beyond the padding are those of a map with more of it, none of which an average counts: what
     * it does count is then made zeros of the map itself.
     */
    private boolean pool(String name, String from, PaddedPooling conf) {
        long[] map = shape(types.get(from));
        int[] sides = conf.getPadding();
        int[] beyond = conf.beyond(map[0], map[1]);
        boolean reachesBeyond = beyond[0] > 0 || beyond[1] > 0;
        boolean zeros = conf.isCountPadding() && reachesBeyond;
        ConvolutionGeometry geometry = ConvolutionGeometry
                .of(conf.getKernel(), conf.getStride(), new int[2], conf.getDilation(), false)
                .around(zeros ? 0 : sides[0], zeros ? 0 : sides[1], (zeros ? 0 : sides[2]) + beyond[0],
                        (zeros ? 0 : sides[3]) + beyond[1]);
        if (geometry.isDilated() || !operations.isComplete()) {
            return false;
        }
        String read = from;
        if (zeros) {
            read = name + ":padded";
            steps.add(padding(read, from, sides[0], sides[1], sides[2], sides[3]));
        }
        steps.add(new PoolStep(name, List.of(read), operations, conf.isMax(), geometry,
                conf.isCountPadding() && !reachesBeyond));
        return true;
    }

    private long offset(Layer layer) {
        return layer.params().offset() - parameters().offset();
    }

    private INDArray gradientsOf(Layer layer) {
        long from = offset(layer);
        INDArray all = gradients.get();
        return all.reshape(1, all.length()).get(NDArrayIndex.interval(0, 1),
                NDArrayIndex.interval(from, from + layer.numParams()));
    }

    /** Where a parameter's gradient is written; a bias's as {@code [n]}, null where there is none. */
    private Supplier<INDArray> gradient(Layer layer, String parameter) {
        return new Lazy<>(() -> {
            INDArray view = layer.conf().getLayer().initializer()
                    .getGradientsFromFlattened(layer.conf(), gradientsOf(layer)).get(parameter);
            return parameter.equals("W") ? view : vector(view);
        });
    }

    /** A value made when first asked for. */
    private static final class Lazy<T> implements Supplier<T> {

        private final Supplier<T> maker;
        private T value;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        @Override
        public T get() {
            if (value == null) {
                value = maker.get();
            }
            return value;
        }
    }
}
