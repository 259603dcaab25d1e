package espalier.engine.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Running layers as DL4J expects them of a configuration. */
final class Ready {

    private Ready() {}

    /** The layer with its place in the graph and its part of the graph's parameters. */
    static Layer layer(AbstractLayer<?> layer, Collection<TrainingListener> listeners, int index, INDArray parameters,
            boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(layer.conf().getLayer().initializer().init(layer.conf(), parameters, initialize));
        return layer;
    }
}
