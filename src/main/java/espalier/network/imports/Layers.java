package espalier.network.imports;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/** DL4J's wrappers that only say how a layer is trained. */
final class Layers {

    private Layers() {}

    /** The layer itself. */
    static Layer unwrapped(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrapped(frozen.getLayer());
        }
        return layer instanceof FrozenLayerWithBackprop frozen ? unwrapped(frozen.getUnderlying()) : layer;
    }
}
