package espalier.explain;

import espalier.basics.Problem;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.List;
import java.util.Optional;

/** The layers that maps can be taken from: those with height and width. */
public final class MapLayers {

    private MapLayers() {}

    /** Whether a map can be taken from a layer. */
    public static boolean hasMap(LayerInfo layer) {
        return layer.height() * layer.width() > 1 && layer.kind() != LayerKind.INPUT;
    }

    /** The layers that maps can be taken from, in the order in which they run; empty where there is none. */
    public static List<String> of(Network network) {
        return of(network.layers());
    }

    /** Of a network's layers those that maps can be taken from, in their order. */
    public static List<String> of(List<LayerInfo> layers) {
        return layers.stream().filter(MapLayers::hasMap).map(LayerInfo::name).toList();
    }

    /**
     * The layer that maps are usually taken from: the last with a map, before any pool that follows it.
     *
     * @throws Problem where no layer has a map
     */
    public static String usual(Network network) {
        return usual(network.layers()).orElseThrow(() -> none(network));
    }

    /** As {@link #usual(Network)}, of a network's layers; empty where none has a map. */
    public static Optional<String> usual(List<LayerInfo> layers) {
        return layers.stream().filter(MapLayers::hasMap)
                .filter(layer -> layer.kind() != LayerKind.POOLING && layer.kind() != LayerKind.DROPOUT)
                .map(LayerInfo::name).reduce((first, second) -> second);
    }

    /**
     * The layer of a name.
     *
     * @throws Problem where there is no such layer, or it has no map
     */
    public static LayerInfo require(Network network, String layer) {
        List<String> names = of(network);
        if (names.isEmpty()) {
            throw none(network);
        }
        if (!names.contains(layer)) {
            boolean known = network.layers().stream().anyMatch(info -> info.name().equals(layer));
            throw new Problem((known
                    ? "The layer \"" + layer + "\" of " + network.description().name()
                            + " has no height and width, so there is no map to draw."
                    : "There is no layer \"" + layer + "\" in " + network.description().name() + ".")
                    + " Choose one of " + String.join(", ", names) + ".");
        }
        return network.layer(layer);
    }

    private static Problem none(Network network) {
        return new Problem(network.description().name()
                + " cannot be explained by maps: it has no convolution or other layer whose "
                + "output has height and width. Open a convolutional network.");
    }
}
