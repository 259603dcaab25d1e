package espalier.app.overview;

import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A block of the network's drawing: a layer that changes the shape of what flows through. Batch norm, activations and
 * dropout belong to the block before them.
 *
 * @param layer  as it is now
 * @param before its channels in the unpruned network; the same where nothing was taken out
 * @param inputs the numbers of the blocks that it reads
 */
record DiagramColumn(LayerInfo layer, int before, List<Integer> inputs) {

    /** The blocks of a network, in the order in which they run. */
    static List<DiagramColumn> of(List<LayerInfo> layers, List<LayerInfo> unpruned) {
        Map<String, LayerInfo> original = unpruned.stream()
                .collect(Collectors.toMap(LayerInfo::name, Function.identity()));
        Map<String, Integer> blocks = new HashMap<>();
        List<DiagramColumn> columns = new ArrayList<>();
        for (LayerInfo layer : layers) {
            List<Integer> inputs = layer.inputs().stream().map(blocks::get).distinct().toList();
            if (isDrawn(layer) || inputs.size() != 1) {
                LayerInfo old = original.get(layer.name());
                columns.add(new DiagramColumn(layer, old == null ? layer.channels() : old.channels(), inputs));
                blocks.put(layer.name(), columns.size() - 1);
            } else {
                blocks.put(layer.name(), inputs.get(0));
            }
        }
        return columns;
    }

    /** How many channels were taken out. */
    int removed() {
        return Math.max(0, before - layer.channels());
    }

    /** The room it takes beside others; a convolution's is 1. */
    double weight() {
        return switch (layer.kind()) {
            case POOLING, GLOBAL_POOLING, RESIZING, ADD, CONCATENATE -> 0.42;
            default -> 1;
        };
    }

    /** Whether its height tells its channels; others are joints between such blocks. */
    boolean isBlock() {
        return weight() == 1;
    }

    private static boolean isDrawn(LayerInfo layer) {
        return switch (layer.kind()) {
            case BATCH_NORM, ACTIVATION, DROPOUT, SHORTCUT -> false;
            default -> layer.kind() != LayerKind.OTHER || layer.parameters() > 0;
        };
    }
}
