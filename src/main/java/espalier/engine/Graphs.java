package espalier.engine;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Copies of DL4J graphs, by way of their JSON: in this release {@code clone} forgets the axis of a concatenation. */
public final class Graphs {

    private Graphs() {}

    /** An independent copy of a configuration. */
    public static ComputationGraphConfiguration copy(ComputationGraphConfiguration configuration) {
        return ComputationGraphConfiguration.fromJson(configuration.toJson());
    }

    /** An independent copy of a graph, with its parameters. */
    public static ComputationGraph copy(ComputationGraph graph) {
        ComputationGraph copy = new ComputationGraph(copy(graph.getConfiguration()));
        copy.init(graph.params().dup(), false);
        return copy;
    }
}
