package espalier.explain;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.List;
import java.util.Optional;

/** {@link CamMethod#GRAD_CAM} by its earlier names; see {@link Explanations} and {@link MapLayers}. */
public final class GradCam {

    /** As {@link Explanations#PREDICTED}. */
    public static final int PREDICTED = Explanations.PREDICTED;

    private GradCam() {
    }

    /** As {@link Explanations#explain}. */
    public static List<Explanation> explain(Network network, Batch pictures, String layer, int[] classes,
            Progress progress) {
        return Explanations.explain(network, pictures, CamMethod.GRAD_CAM, layer, classes, progress);
    }

    /** As {@link MapLayers#of(Network)}. */
    public static List<String> layers(Network network) {
        return MapLayers.of(network);
    }

    /** As {@link MapLayers#of(List)}. */
    public static List<String> layers(List<LayerInfo> layers) {
        return MapLayers.of(layers);
    }

    /** As {@link MapLayers#usual(Network)}. */
    public static String usualLayer(Network network) {
        return MapLayers.usual(network);
    }

    /** As {@link MapLayers#usual(List)}. */
    public static Optional<String> usualLayer(List<LayerInfo> layers) {
        return MapLayers.usual(layers);
    }
}
