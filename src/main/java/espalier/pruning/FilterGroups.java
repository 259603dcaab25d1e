package espalier.pruning;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.compensation.Compensation;
import espalier.compensation.Compensation.Kept;
import espalier.importance.Filter;
import espalier.importance.NetworkScores;
import espalier.importance.Ranking;
import espalier.network.ChannelTrace;
import espalier.network.Cost;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import espalier.network.Network;
import espalier.pruning.Protection.ShortcutWidths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A network's filters in the groups in which they can be taken out, traced through the graph; what a network without
 * some of them costs; and that network itself. Plain data: may be used on any thread, but for {@link #without}, which
 * reads the network.
 */
public final class FilterGroups {

    /**
     * Filters of one convolution that cannot be pruned.
     *
     * @param layer   the convolution
     * @param filters how many
     * @param reason  why, for a person: "the layer … reads it, …"
     */
    public record KeptFilters(String layer, int filters, String reason) {}

    private final List<LayerInfo> layers;
    private final Map<String, int[]> outputs = new HashMap<>();
    private final Map<String, int[]> inputs = new HashMap<>();
    private final Map<Integer, FilterGroup> groups = new LinkedHashMap<>();
    private final boolean shortcutsStay;
    private final RunningCost.Places places;

    private FilterGroups(Network network, ShortcutWidths shortcutWidths) {
        layers = network.layers();
        shortcutsStay = shortcutWidths == ShortcutWidths.UNTOUCHED
                && layers.stream().anyMatch(layer -> layer.kind() == LayerKind.ADD);
        ChannelTrace trace = new ChannelTrace(network, shortcutWidths == ShortcutWidths.UNTOUCHED);
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
        places = new RunningCost.Places(layers, outputs, inputs);
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

    /** A number for where a group's channels are made and read: those of one number change size and widths alike. */
    int places(FilterGroup group) {
        return places.kind(group.id());
    }

    /** The group that a filter is in. */
    public FilterGroup of(Filter filter) {
        return groups.get(outputs.get(filter.layer())[filter.index()]);
    }

    /**
     * What a group takes with it: the layers whose parameters go, in the order in which they run, those that only read
     * its channels with "in" behind them: "conv3 ⇒ norm3 ⇒ conv4 in".
     *
     * @param most the most layers that are told
     */
    public String chain(FilterGroup group, int most) {
        List<String> parts = layers.stream().filter(layer -> layer.parameters() > 0).map(layer -> {
            boolean made = contains(outputs.get(layer.name()), group.id());
            boolean read = inputs.containsKey(layer.name()) && contains(inputs.get(layer.name()), group.id());
            return made ? layer.name() : read ? layer.name() + " in" : "";
        }).filter(part -> !part.isEmpty()).toList();
        return parts.size() <= most ? String.join(" ⇒ ", parts)
                : String.join(" ⇒ ", parts.subList(0, most)) + " ⇒ … (" + parts.size() + " layers)";
    }

    /** All chains, in the order of their first filters, each with the number of groups that are alike in it. */
    public Map<String, Integer> chains() {
        Map<String, Integer> chains = new LinkedHashMap<>();
        all().forEach(group -> chains.merge(chain(group, Integer.MAX_VALUE), 1, Integer::sum));
        return chains;
    }

    private static boolean contains(int[] channels, int group) {
        return Arrays.stream(channels).anyMatch(channel -> channel == group);
    }

    /** What is done to the outputs of filters that go together, for a person: "added", "added or multiplied". */
    public String joint() {
        Map<LayerKind, String> words = new EnumMap<>(
                Map.of(LayerKind.ADD, "added", LayerKind.MULTIPLY, "multiplied", LayerKind.COMBINE, "combined"));
        words.keySet().retainAll(layers.stream().map(LayerInfo::kind).toList());
        if (layers.stream().anyMatch(layer -> layer.groups() > 1)) {
            words.put(LayerKind.CONVOLUTION, "convolved in groups");
        }
        return words.isEmpty() ? "added" : String.join(" or ", words.values());
    }

    /** Whether there are shortcuts whose widths are left as they are. */
    boolean shortcutsStay() {
        return shortcutsStay;
    }

    /** The filters that cannot be pruned, by convolution and reason, in the order in which they run. */
    public List<KeptFilters> kept() {
        Map<KeptFilters, Integer> counts = new LinkedHashMap<>();
        layers.stream().filter(LayerInfo::isConvolution).forEach(layer -> Arrays.stream(outputs.get(layer.name()))
                .mapToObj(groups::get).filter(group -> !group.isPrunable())
                .forEach(group -> counts.merge(new KeptFilters(layer.name(), 0, group.reason()), 1, Integer::sum)));
        return counts.entrySet().stream()
                .map(entry -> new KeptFilters(entry.getKey().layer(), entry.getValue(), entry.getKey().reason()))
                .toList();
    }

    /** The other convolutions whose filters go together with those of one, in the order in which they run. */
    public List<String> tiedTo(String convolution) {
        return Arrays.stream(outputs.get(convolution)).mapToObj(groups::get).flatMap(group -> group.filters().stream())
                .map(Filter::layer).filter(layer -> !layer.equals(convolution)).distinct().toList();
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
        RunningCost cost = places.whole();
        removed.forEach(cost::remove);
        return cost.cost();
    }

    /** The cost of the whole network, for taking groups out one after another. */
    RunningCost runningCost() {
        return places.whole();
    }

    private static int kept(int[] channels, Set<Integer> removed) {
        int kept = 0;
        for (int channel : channels) {
            kept += removed.contains(channel) ? 0 : 1;
        }
        return kept;
    }

    /**
     * A really smaller network. Where the removed filters' outputs, after their activations, were zero, its outputs are
     * the same.
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
        Kept kept = kept(removed);
        return network.slice(kept.outputs(), kept.inputs());
    }

    /** The same, compensated: what reads the removed filters is fitted anew to what {@code network} gives. */
    public Network without(Network network, Set<Integer> removed, Compensation compensation, Compensation.Mode mode,
            Progress progress) {
        Network smaller = without(network, removed);
        compensation.mend(smaller, kept(removed), mode, progress);
        return smaller;
    }

    /** What would be left of all layers' channels without these groups. */
    public Kept kept(Set<Integer> removed) {
        Map<String, int[]> keptOutputs = new HashMap<>();
        Map<String, int[]> keptInputs = new HashMap<>();
        outputs.forEach((layer, channels) -> keptOutputs.put(layer, keptIndices(channels, removed)));
        inputs.forEach((layer, channels) -> keptInputs.put(layer, keptIndices(channels, removed)));
        return new Kept(keptOutputs, keptInputs);
    }

    private static int[] keptIndices(int[] channels, Set<Integer> removed) {
        return IntStream.range(0, channels.length).filter(i -> !removed.contains(channels[i])).toArray();
    }

    /**
     * Filters that must go together, because something adds or multiplies their outputs, or because a convolution of
     * groups would be left with uneven ones.
     *
     * @param id      unique in its {@link FilterGroups}
     * @param filters one or more
     * @param reason  why the group cannot be pruned, for a person; empty where it can
     */
    public record FilterGroup(int id, List<Filter> filters, String reason) {

        /** The filters that go together with one of these, for a person: "conv1 #3, conv4 #3 and 7 more". */
        public String othersThan(Filter filter) {
            List<String> others = filters.stream().filter(other -> !other.equals(filter))
                    .map(other -> other.layer() + " #" + other.index()).toList();
            int most = 3;
            String first = String.join(", ", others.subList(0, Math.min(most, others.size())));
            return others.size() <= most ? first : first + " and " + (others.size() - most) + " more";
        }

        /** Whether the group may be taken out. */
        public boolean isPrunable() {
            return reason.isEmpty();
        }

        /** How much the group matters: the mean of its filters', and infinitely where one of them is to be kept. */
        public double importance(Ranking ranking) {
            if (filters.size() == 1) {
                return ranking.importance().get(filters.get(0).layer())[filters.get(0).index()];
            }
            double[] values = filters.stream()
                    .mapToDouble(filter -> ranking.importance().get(filter.layer())[filter.index()]).toArray();
            boolean kept = DoubleStream.of(values).anyMatch(value -> value == Double.POSITIVE_INFINITY);
            return kept ? Double.POSITIVE_INFINITY : DoubleStream.of(values).average().orElse(0);
        }

        /** The number of classes that the group matters to: the mean of its filters'. */
        public double classes(NetworkScores scores) {
            return filters.stream().mapToDouble(filter -> scores.layer(filter.layer()).scores()[filter.index()])
                    .average().orElse(0);
        }
    }
}
