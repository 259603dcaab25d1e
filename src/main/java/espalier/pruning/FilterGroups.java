package espalier.pruning;

import espalier.basics.Problem;
import espalier.network.Cost;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network's filters in the groups in which they can be taken out, traced through the graph; what a network without some of them
 * costs; and that network itself. Plain data: may be used on any thread, but for {@link #without}, which reads the network.
 */
public final class FilterGroups {

    private final List<LayerInfo> layers;
    private final Map<String, int[]> outputs = new HashMap<>();
    private final Map<String, int[]> inputs = new HashMap<>();
    private final Map<Integer, FilterGroup> groups = new LinkedHashMap<>();

    private FilterGroups(Network network, ShortcutWidths shortcutWidths) {
        layers = network.layers();
        ChannelTrace trace = new ChannelTrace(network, shortcutWidths);
        Map<Integer, List<Filter>> members = new LinkedHashMap<>();
        for (LayerInfo layer : layers) {
            int[] made = trace.outputsOf(layer.name());
            outputs.put(layer.name(), made);
            if (trace.inputsOf(layer.name()) != null) {
                inputs.put(layer.name(), trace.inputsOf(layer.name()));
            }
            if (layer.isConvolution()) {
                for (int i = 0; i < made.length; i++) {
                    members.computeIfAbsent(made[i], id -> new ArrayList<>()).add(new Filter(layer.name(), i));
                }
            }
        }
        members.forEach((id, filters) -> groups.put(id, new FilterGroup(id, List.copyOf(filters), trace.reason(id))));
    }

    /** Traces the groups of a network, those of shortcuts among them. */
    public static FilterGroups trace(Network network) {
        return trace(network, ShortcutWidths.TIED);
    }

    /** Traces the groups of a network; those that a shortcut ties cannot be pruned where it is to stay untouched. */
    public static FilterGroups trace(Network network, ShortcutWidths shortcutWidths) {
        return new FilterGroups(network, shortcutWidths);
    }

    /** All groups, in the order of their first filters. */
    public List<FilterGroup> all() {
        return List.copyOf(groups.values());
    }

    /** The group that a filter is in. */
    public FilterGroup of(Filter filter) {
        return groups.get(outputs.get(filter.layer())[filter.index()]);
    }

    /** By convolution, how many filters would stay without these groups, in the order in which they run. */
    public Map<String, Integer> widthsWithout(Set<Integer> removed) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        layers.stream().filter(LayerInfo::isConvolution)
                .forEach(layer -> widths.put(layer.name(), kept(outputs.get(layer.name()), removed)));
        return widths;
    }

    /** By convolution, which of its filters would stay without these groups, ascending. */
    public Map<String, int[]> survivors(Set<Integer> removed) {
        Map<String, int[]> survivors = new LinkedHashMap<>();
        layers.stream().filter(LayerInfo::isConvolution)
                .forEach(layer -> survivors.put(layer.name(), keptIndices(outputs.get(layer.name()), removed)));
        return survivors;
    }

    /** What the network would cost without these groups. */
    public Cost costWithout(Set<Integer> removed) {
        long parameters = 0;
        long macs = 0;
        long convolution = 0;
        for (LayerInfo layer : layers) {
            int before = layer.channels();
            int after = kept(outputs.get(layer.name()), removed);
            long pixels = (long) layer.height() * layer.width();
            long weights = layer.macs() / pixels;
            long others = (layer.parameters() - weights) / before * after;
            long left = weights / before * after;
            if (inputs.containsKey(layer.name()) && layer.kind() != LayerKind.DEPTHWISE_CONVOLUTION) {
                int[] read = inputs.get(layer.name());
                left = left / read.length * kept(read, removed);
            }
            parameters += left + others;
            macs += left * pixels;
            if (layer.kind() == LayerKind.CONVOLUTION || layer.kind() == LayerKind.DEPTHWISE_CONVOLUTION) {
                convolution += left;
            }
        }
        return new Cost(parameters, macs, convolution);
    }

    private static int kept(int[] channels, Set<Integer> removed) {
        int kept = 0;
        for (int channel : channels) {
            kept += removed.contains(channel) ? 0 : 1;
        }
        return kept;
    }

    /**
     * A really smaller network. Where the removed filters' outputs, after their activations, were zero, its outputs are the same.
     *
     * @param network the network that these groups were traced in; stays as it is
     * @param removed ids of groups
     * @throws Problem when a group cannot be pruned, or a convolution would be left without a filter
     */
    public Network without(Network network, Set<Integer> removed) {
        for (int id : removed) {
            FilterGroup group = groups.get(id);
            if (!group.isPrunable()) {
                throw new Problem("Filter " + group.filters().get(0) + " cannot be pruned: " + group.reason() + ".");
            }
        }
        widthsWithout(removed).forEach((layer, width) -> {
            if (width == 0) {
                throw new Problem("Pruning would leave the layer \"" + layer + "\" without a filter. Prune less.");
            }
        });
        Map<String, int[]> keptOutputs = new HashMap<>();
        Map<String, int[]> keptInputs = new HashMap<>();
        outputs.forEach((layer, channels) -> keptOutputs.put(layer, keptIndices(channels, removed)));
        inputs.forEach((layer, channels) -> keptInputs.put(layer, keptIndices(channels, removed)));
        return network.slice(keptOutputs, keptInputs);
    }

    private static int[] keptIndices(int[] channels, Set<Integer> removed) {
        return IntStream.range(0, channels.length).filter(i -> !removed.contains(channels[i])).toArray();
    }
}
