package espalier.network.imports;

import espalier.data.Normalisation;
import espalier.data.PictureSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network of another program as DL4J reads it, before it is rebuilt.
 *
 * @param program       what wrote it, for a person: "DeepLearning4J"
 * @param graph         with its parameters
 * @param size          of the pictures that it takes
 * @param colours       1 for grey pictures, 3 for coloured ones
 * @param types         the shape of every vertex's output
 * @param normalisation what the file says is done to pixels first; empty where it says nothing
 * @param notes         what a person should know of the reading, in sentences
 */
record SourceGraph(String program, ComputationGraph graph, PictureSize size, int colours, Map<String, InputType> types,
        Optional<Normalisation> normalisation, List<String> notes) {

    /** A layer without DL4J's wrappers, which only say how it is trained. */
    static Layer unwrapped(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrapped(frozen.getLayer());
        }
        return layer instanceof FrozenLayerWithBackprop frozen ? unwrapped(frozen.getUnderlying()) : layer;
    }
}
