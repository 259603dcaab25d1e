package espalier.network.imports;

import espalier.basics.Problem;
import espalier.network.imports.Draft.Value;
import espalier.network.imports.Preparation.ChannelOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.preprocessors.ReshapePreprocessor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a DL4J graph of any kind anew in the one form that the rest of the program works with: coloured pictures in,
 * NHWC throughout, activations and dropout as layers of their own, one output layer with softmax and cross entropy. The
 * new graph gives what the old one gave, to rounding.
 */
final class Rebuilder {

    private final SourceGraph source;
    private final Head head;
    private final Draft draft = new Draft();
    private final List<String> notes;
    private final LayerRebuilder layers;
    private final Map<String, Value> values = new HashMap<>();

    private Rebuilder(SourceGraph source, List<String> notes) {
        this.source = source;
        this.notes = notes;
        head = Head.of(source.graph());
        layers = new LayerRebuilder(draft, notes);
    }

    /**
     * The new graph.
     *
     * @param channels how the old graph reads colours; the new one reads red, green, blue
     * @param notes    gets what a person should know
     * @throws Problem where a layer has no counterpart
     */
    static ComputationGraph rebuild(SourceGraph source, ChannelOrder channels, List<String> notes) {
        Rebuilder rebuilder = new Rebuilder(source, notes);
        rebuilder.walk(channels);
        String output = rebuilder.writeHead();
        return rebuilder.draft.graph(output, source.size().height(), source.size().width());
    }

    private void walk(ChannelOrder channels) {
        ComputationGraph graph = source.graph();
        for (int index : graph.topologicalSortOrder()) {
            GraphVertex vertex = graph.getVertices()[index];
            String name = vertex.getVertexName();
            if (vertex.isInputVertex()) {
                values.put(name,
                        Value.map(Draft.INPUT, source.size().height(), source.size().width(), 3, colours(channels)));
            } else if (!head.skipped().contains(name) && !(head.dense() && head.producer().equals(name))) {
                values.put(name, rebuild(vertex, name, inputs(vertex)));
            }
        }
    }

    private int[] colours(ChannelOrder channels) {
        if (source.colours() == 1) {
            return new int[3];
        }
        return channels == ChannelOrder.BGR ? new int[] {2, 1, 0} : null;
    }

    private List<String> inputs(GraphVertex vertex) {
        return Arrays.stream(vertex.getInputVertices()).map(VertexIndices::getVertexIndex)
                .map(index -> source.graph().getVertices()[index].getVertexName()).toList();
    }

    private Value rebuild(GraphVertex vertex, String name, List<String> inputs) {
        if (vertex instanceof LayerVertex layerVertex) {
            Value in = read(layerVertex, name, inputs.get(0));
            Layer layer = SourceGraph.unwrapped(vertex.getLayer().conf().getLayer());
            return layers.rebuild(name, layer, vertex.getLayer().paramTable(), in);
        }
        org.deeplearning4j.nn.conf.graph.GraphVertex joint = source.graph().getConfiguration().getVertices().get(name);
        if (joint instanceof FrozenVertex frozen) {
            joint = frozen.getUnderlying();
        }
        if (joint instanceof PreprocessorVertex preprocessor) {
            return preprocessed(name, preprocessor.getPreProcessor(), values.get(inputs.get(0)),
                    source.types().get(inputs.get(0)));
        }
        List<Value> read = inputs.stream().map(values::get).map(layers::materialised).toList();
        if (joint instanceof MergeVertex) {
            return draft.concatenated(name, read);
        }
        if (joint instanceof ElementWiseVertex || joint instanceof ScaleVertex || joint instanceof ShiftVertex) {
            return draft.elementWise(name, joint, read);
        }
        throw new Problem("The part \"" + name + "\" of the network is a " + joint.getClass().getSimpleName()
                + ", which Espalier cannot take over. Make a network without it.");
    }

    /** What a layer reads, with what its preprocessor does to it. */
    private Value read(LayerVertex vertex, String name, String input) {
        InputPreProcessor preProcessor = vertex.getLayerPreProcessor();
        Value in = values.get(input);
        return preProcessor == null ? in : preprocessed(name, preProcessor, in, source.types().get(input));
    }

    private Value preprocessed(String name, InputPreProcessor preProcessor, Value in, InputType type) {
        boolean channelsFirst = type instanceof InputType.InputTypeConvolutional map
                && map.getFormat() != CNN2DFormat.NHWC;
        if (preProcessor instanceof CnnToFeedForwardPreProcessor flatten) {
            return layers.materialised(in).flattened(flatten.getFormat() != CNN2DFormat.NHWC);
        }
        if (preProcessor instanceof FeedForwardToCnnPreProcessor && in.map()) {
            // The picture itself, which comes as a map already.
            return in;
        }
        if (preProcessor instanceof ReshapePreprocessor reshape) {
            long[] target = Arrays.stream(reshape.getTargetShape()).filter(size -> size > 0).toArray();
            long elements = Arrays.stream(target).reduce(1, (a, b) -> a * b);
            long largest = Arrays.stream(target).max().orElse(0);
            if (elements == in.elements() && largest == elements) {
                return in.map() ? layers.materialised(in).flattened(channelsFirst) : in;
            }
        }
        if (preProcessor instanceof ComposableInputPreProcessor several) {
            Value value = in;
            for (InputPreProcessor each : several.getInputPreProcessors()) {
                value = preprocessed(name, each, value, type);
            }
            return value;
        }
        throw new Problem("What the layer \"" + name + "\" reads is brought into another form first ("
                + preProcessor.getClass().getSimpleName()
                + "), which Espalier cannot take over. Make a network without that step.");
    }

    private String writeHead() {
        HeadWriter writer = new HeadWriter(draft, notes);
        if (!head.dense()) {
            return writer.loss(head.producer(), values.get(head.producer()), head.sigmoid());
        }
        GraphVertex vertex = source.graph().getVertex(head.producer());
        Value in = layers.vector(head.producer(), read((LayerVertex) vertex, head.producer(), inputs(vertex).get(0)));
        Map<String, INDArray> table = vertex.getLayer().paramTable();
        return writer.dense(head.producer(), in, LayerRebuilder.inputs(table.get("W"), 0, in.order()), table.get("b"),
                head.sigmoid());
    }
}
