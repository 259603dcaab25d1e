package espalier.app.filters;

import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.List;

/**
 * Where a filter's response is read: after the batch norm and the activation that follow it, which is what the next
 * layers see.
 */
final class ResponseValue {

    private ResponseValue() {}

    /** The name of the last layer that only passes a convolution's channels on, pixel by pixel. */
    static String of(List<LayerInfo> layers, String convolution) {
        String value = convolution;
        for (int i = 0; i < layers.size(); i++) {
            String current = value;
            List<LayerInfo> readers = layers.stream().filter(layer -> layer.inputs().contains(current)).toList();
            if (readers.size() != 1
                    || readers.get(0).kind() != LayerKind.BATCH_NORM && readers.get(0).kind() != LayerKind.ACTIVATION) {
                return value;
            }
            value = readers.get(0).name();
            if (readers.get(0).kind() == LayerKind.ACTIVATION) {
                return value;
            }
        }
        return value;
    }
}
