package espalier.compensation;

import espalier.basics.Progress;
import espalier.data.Batch;
import espalier.data.ClassWeights;
import espalier.data.Dataset;
import espalier.engine.Elimination;
import espalier.engine.LinearLayer;
import espalier.engine.Moments;
import espalier.engine.Stages;
import espalier.network.ChannelTrace;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the layers that read a filter's channel lose without it, once their other weights are fitted anew: a share of
 * the variance of their outputs. Filters that one layer makes, or several together, are taken out one after the other,
 * the cheapest first, so that a filter whose work others can do is cheap until those others are gone.
 */
public final class RemovalCosts {

    private static final double RIDGE = 1e-3;
    /** Steps until all filters of a layer are gone, so that wide layers take seconds, not minutes. */
    private static final int STEPS = 64;
    /** Beyond as many inputs of a layer, their moments would fill the memory: such a layer says nothing. */
    private static final int MOST_INPUTS = 8192;

    private final Network network;
    private final ChannelTrace trace;
    /** By the convolutions that make channels together, the groups of those channels. */
    private final Map<Set<String>, Space> spaces = new LinkedHashMap<>();

    /** Channels that the same convolutions make, and the layers that read them. */
    private static final class Space {

        private final Set<Integer> groups = new LinkedHashSet<>();
        private final Set<String> waiting = new LinkedHashSet<>();
        private final List<Reader> readers = new ArrayList<>();
    }

    /**
     * A layer that reads channels.
     *
     * @param blocks by group, the inputs that are its channels' values in a patch
     */
    private record Reader(Elimination elimination, Map<Integer, int[]> blocks) {

        double cost(int group) {
            return blocks.containsKey(group) ? elimination.cost(blocks.get(group)) / elimination.variance() : 0;
        }

        void remove(List<Integer> groups) {
            int[] block = groups.stream().filter(blocks::containsKey)
                    .flatMapToInt(group -> Arrays.stream(blocks.get(group))).sorted().toArray();
            if (block.length > 0) {
                elimination.remove(block);
            }
        }
    }

    private RemovalCosts(Network network) {
        this.network = network;
        trace = new ChannelTrace(network, false);
        Map<Integer, Set<String>> makers = new LinkedHashMap<>();
        for (LayerInfo layer : network.convolutions()) {
            for (int group : trace.outputsOf(layer.name())) {
                makers.computeIfAbsent(group, id -> new LinkedHashSet<>()).add(layer.name());
            }
        }
        makers.forEach((group, layers) -> spaces.computeIfAbsent(layers, key -> new Space()).groups.add(group));
    }

    /**
     * The costs of all filters, by some hundreds of training pictures, in proportion to what their classes matter.
     *
     * @param seed of the choice of pictures and positions
     * @return by convolution, for each filter: what was lost when it went, 0 or more, never less than before it
     */
    public static Map<String, double[]> of(Network network, Dataset data, ClassWeights weights, long seed,
            Progress progress) {
        Batch pictures = Compensation.pictures(network, data, weights, seed);
        return new RemovalCosts(network).costs(pictures, Compensation.PLACES_PER_PICTURE, seed, progress);
    }

    private Map<String, double[]> costs(Batch pictures, int places, long seed, Progress progress) {
        Map<Integer, Double> costs = new HashMap<>();
        Map<String, LinearLayer> layers = new LinkedHashMap<>(network.linearLayers());
        layers.entrySet().removeIf(
                entry -> passesOn(entry.getKey(), entry.getValue()) || entry.getValue().patch() > MOST_INPUTS);
        layers.keySet().forEach(name -> spacesOf(name).forEach(space -> space.waiting.add(name)));
        layers.keySet().removeIf(name -> spacesOf(name).isEmpty());
        try (Stages stages = network.stages(pictures, layers.values().stream().map(LinearLayer::input).toList())) {
            int done = 0;
            for (Map.Entry<String, LinearLayer> entry : layers.entrySet()) {
                progress.checkpoint();
                String name = entry.getKey();
                LinearLayer layer = entry.getValue();
                int[] looked = Compensation.places(positions(name), pictures.size(), places, seed + done);
                List<Moments> moments = IntStream.range(0, layer.groups())
                        .mapToObj(group -> Moments
                                .of(new PatchRows(stages, layer, group, Optional.empty(), looked, new float[0], true)))
                        .toList();
                stages.release(layer.input());
                for (Space space : spacesOf(name)) {
                    for (int group = 0; group < layer.groups(); group++) {
                        space.readers.add(new Reader(new Elimination(moments.get(group), layer.weights(group), RIDGE),
                                blocks(name, layer, group, space)));
                    }
                    space.waiting.remove(name);
                    if (space.waiting.isEmpty()) {
                        empty(space, costs, progress);
                    }
                }
                progress.update(++done / (double) layers.size(), "Ranking filters: what " + name + " would lose");
            }
        }
        Map<String, double[]> byFilter = new LinkedHashMap<>();
        network.convolutions().forEach(layer -> byFilter.put(layer.name(), Arrays.stream(trace.outputsOf(layer.name()))
                .mapToDouble(group -> costs.getOrDefault(group, 0.0)).toArray()));
        return byFilter;
    }

    /** Whether what a layer reads goes with what it makes: then those lose it that read that. */
    private boolean passesOn(String name, LinearLayer layer) {
        return layer.groups() > 1 && !network.layer(name).weighsInputs(trace.inputsOf(name).length);
    }

    private int positions(String layer) {
        return network.layer(layer).height() * network.layer(layer).width();
    }

    private List<Space> spacesOf(String layer) {
        int[] read = trace.inputsOf(layer);
        Set<Integer> groups = new HashSet<>();
        Arrays.stream(read == null ? new int[0] : read).forEach(groups::add);
        return spaces.values().stream().filter(space -> space.groups.stream().anyMatch(groups::contains)).toList();
    }

    /** A patch has all channels of a pixel beside each other, one pixel after the other. */
    private Map<Integer, int[]> blocks(String name, LinearLayer layer, int part, Space space) {
        int[] read = trace.inputsOf(name);
        Map<Integer, List<Integer>> blocks = new TreeMap<>();
        for (int i = 0; i < layer.patch(); i++) {
            int group = read[part * layer.channels() + i % layer.channels()];
            if (space.groups.contains(group)) {
                blocks.computeIfAbsent(group, id -> new ArrayList<>()).add(i);
            }
        }
        Map<Integer, int[]> arrays = new HashMap<>();
        blocks.forEach((group, inputs) -> arrays.put(group, inputs.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    /** Takes all groups of a space out, the cheapest first, and notes what each costs. */
    private static void empty(Space space, Map<Integer, Double> costs, Progress progress) {
        List<Integer> left = new ArrayList<>(space.groups);
        int atOnce = Math.max(1, left.size() / STEPS);
        double highest = 0;
        while (!left.isEmpty()) {
            progress.checkpoint();
            Map<Integer, Double> now = new HashMap<>();
            left.parallelStream().map(
                    group -> Map.entry(group, space.readers.stream().mapToDouble(reader -> reader.cost(group)).sum()))
                    .toList().forEach(entry -> now.put(entry.getKey(), entry.getValue()));
            left.sort(Comparator.comparingDouble(now::get));
            List<Integer> next = new ArrayList<>(left.subList(0, Math.min(atOnce, left.size())));
            for (int group : next) {
                highest = Math.max(highest, now.get(group));
                costs.put(group, highest);
            }
            left.removeAll(next);
            space.readers.forEach(reader -> reader.remove(next));
        }
        space.readers.forEach(reader -> reader.elimination().close());
        space.readers.clear();
    }
}
