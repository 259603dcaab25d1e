package espalier.network.imports;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** The new graph while it grows: its vertices, and the values that their parameters will have. All maps are NHWC. */
final class Draft {

    /** The new graph's picture. */
    static final String INPUT = "picture";

    private final GraphBuilder builder = new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(1e-3))
            .graphBuilder().addInputs(INPUT);
    private final Map<String, Map<String, INDArray>> parameters = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>(Set.of(INPUT));

    /** A name that nobody has: this one, or this one with a number. */
    String free(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /**
     * Adds a layer that reads a map as a map and a vector as a vector, or a map as a vector where it is {@code flat}.
     */
    void layer(String name, Layer layer, Value input, Map<String, INDArray> values) {
        InputPreProcessor flatten = input.map() && input.flat()
                ? new CnnToFeedForwardPreProcessor(input.height(), input.width(), input.channels(), CNN2DFormat.NHWC)
                : null;
        builder.addLayer(name, layer, flatten, input.vertex());
        if (!values.isEmpty()) {
            parameters.put(name, values);
        }
    }

    void vertex(String name, GraphVertex vertex, String... inputs) {
        builder.addVertex(name, vertex, inputs);
    }

    /** The finished graph. */
    ComputationGraph graph(String output, int height, int width) {
        builder.setOutputs(output);
        builder.setInputTypes(InputType.convolutional(height, width, 3, CNN2DFormat.NHWC));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        parameters.forEach((layer, values) -> values.forEach((key, value) -> {
            INDArray target = graph.getLayer(layer).getParam(key);
            target.assign(value.reshape(target.shape()));
        }));
        return graph;
    }
}
