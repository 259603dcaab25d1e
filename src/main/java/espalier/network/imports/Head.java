package espalier.network.imports;

import espalier.basics.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * How the old graph ends: which vertex makes its logits, and what turns them into probabilities.
 *
 * @param producer the vertex whose values, before its own activation where {@code dense}, are the logits
 * @param dense    whether it is a dense layer that becomes the output layer; otherwise a loss layer is put behind it
 * @param sigmoid  whether each output is a probability by itself
 * @param skipped  the vertices behind it, which the new output replaces
 */
record Head(String producer, boolean dense, boolean sigmoid, Set<String> skipped) {

    /**
     * Finds the end of a graph with one output.
     *
     * @throws Problem where it is not that of a classifier
     */
    static Head of(ComputationGraph graph) {
        List<String> outputs = graph.getConfiguration().getNetworkOutputs();
        if (outputs.size() != 1) {
            throw new Problem("The network has " + outputs.size() + " outputs (" + String.join(", ", outputs)
                    + "); Espalier takes "
                    + "networks with one. Save the part that leads to the one that names the class.");
        }
        String name = outputs.get(0);
        Set<String> skipped = new HashSet<>();
        IActivation function = new ActivationIdentity();
        while (true) {
            GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
            if (vertex instanceof PreprocessorVertex) {
                skipped.add(name);
                name = graph.getConfiguration().getVertexInputs().get(name).get(0);
                continue;
            }
            Layer layer = vertex instanceof LayerVertex layerVertex
                    ? SourceGraph.unwrapped(layerVertex.getLayerConf().getLayer()) : null;
            boolean replaced = layer instanceof LossLayer || layer instanceof ActivationLayer;
            boolean dense = layer != null
                    && (layer.getClass() == DenseLayer.class && !((DenseLayer) layer).hasLayerNorm()
                            || layer.getClass() == OutputLayer.class);
            if (layer instanceof BaseOutputLayer && !dense) {
                throw new Problem("The network ends in \"" + name + "\", a " + layer.getClass().getSimpleName()
                        + "; Espalier takes " + "networks that end in one probability for each class.");
            }
            IActivation own = replaced || dense ? activation(layer) : new ActivationIdentity();
            if (!plain(own) && (!plain(function) || !probability(own))) {
                return new Head(name, false, function instanceof ActivationSigmoid, skipped);
            }
            function = plain(own) ? function : own;
            if (!replaced) {
                return new Head(name, dense, function instanceof ActivationSigmoid, skipped);
            }
            skipped.add(name);
            name = graph.getConfiguration().getVertexInputs().get(name).get(0);
        }
    }

    private static IActivation activation(Layer layer) {
        return layer instanceof ActivationLayer activation ? activation.getActivationFn()
                : ((FeedForwardLayer) layer).getActivationFn();
    }

    private static boolean plain(IActivation function) {
        return function instanceof ActivationIdentity;
    }

    private static boolean probability(IActivation function) {
        return function instanceof ActivationSoftmax || function instanceof ActivationSigmoid;
    }
}
