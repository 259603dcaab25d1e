package espalier.pruning;

import espalier.network.Cost;
import espalier.network.LayerInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network costs while groups are taken out one after another: each step touches only the layers that make or
 * read the group's channels, where counting anew would touch every channel of the network.
 */
final class RunningCost {

    private final Places places;
    private final int[] outputs;
    private final int[] inputs;
    private long parameters;
    private long macs;
    private long convolution;

    private RunningCost(Places places) {
        this.places = places;
        outputs = places.outputs.clone();
        inputs = places.inputs.clone();
        for (int i = 0; i < outputs.length; i++) {
            count(i, 1);
        }
    }

    /** In one layer with parameters, how many outputs and inputs are a group's channels. */
    private record Place(int layer, int outputs, int inputs) {}

    /** Where all channels of a network are made and read; the same for every count. */
    static final class Places {

        private final List<LayerInfo> layers;
        private final int[] outputs;
        /** 0 for layers whose weights do not grow with what they read. */
        private final int[] inputs;
        private final Map<Integer, List<Place>> byGroup = new HashMap<>();
        /** By group; equal where their places are. */
        private final Map<Integer, Integer> kinds = new HashMap<>();

        /**
         * @param made by layer, the group of each output
         * @param read by layer with weights, the group of each input
         */
        Places(List<LayerInfo> all, Map<String, int[]> made, Map<String, int[]> read) {
            layers = all.stream().filter(layer -> layer.parameters() > 0).toList();
            outputs = new int[layers.size()];
            inputs = new int[layers.size()];
            for (int i = 0; i < layers.size(); i++) {
                LayerInfo layer = layers.get(i);
                Map<Integer, int[]> counts = new HashMap<>();
                count(made.get(layer.name()), 0, counts);
                outputs[i] = made.get(layer.name()).length;
                if (read.containsKey(layer.name()) && layer.weighsInputs(read.get(layer.name()).length)) {
                    count(read.get(layer.name()), 1, counts);
                    inputs[i] = read.get(layer.name()).length;
                }
                int index = i;
                counts.forEach((group, of) -> byGroup.computeIfAbsent(group, id -> new ArrayList<>())
                        .add(new Place(index, of[0], of[1])));
            }
            Map<List<Place>, Integer> numbers = new HashMap<>();
            byGroup.forEach((group, its) -> {
                numbers.putIfAbsent(its, numbers.size());
                kinds.put(group, numbers.get(its));
            });
        }

        private static void count(int[] groups, int which, Map<Integer, int[]> counts) {
            for (int group : groups) {
                counts.computeIfAbsent(group, id -> new int[2])[which]++;
            }
        }

        /** A number that groups share whose channels are in the same places: taking one out costs what another does. */
        int kind(int group) {
            return kinds.get(group);
        }

        /** The cost of the whole network, to begin with. */
        RunningCost whole() {
            return new RunningCost(this);
        }
    }

    /** Takes a group out. */
    void remove(int group) {
        change(group, -1);
    }

    /** Puts a group back that was taken out. */
    void putBack(int group) {
        change(group, 1);
    }

    private void change(int group, int sign) {
        for (Place place : places.byGroup.getOrDefault(group, List.of())) {
            count(place.layer, -1);
            outputs[place.layer] += sign * place.outputs;
            inputs[place.layer] += sign * place.inputs;
            count(place.layer, 1);
        }
    }

    /** Adds what a layer costs as wide as it is now, or takes it off. */
    private void count(int i, int sign) {
        LayerInfo layer = places.layers.get(i);
        long weights = layer.weights();
        long others = layer.parameters() - weights;
        if (outputs[i] != places.outputs[i]) {
            weights = weights / places.outputs[i] * outputs[i];
            others = others / places.outputs[i] * outputs[i];
        }
        if (inputs[i] != places.inputs[i]) {
            weights = weights / places.inputs[i] * inputs[i];
        }
        parameters += sign * (weights + others);
        macs += sign * weights * layer.height() * layer.width();
        convolution += layer.hasKernelWeights() ? sign * weights : 0;
    }

    /** What the network costs now. */
    Cost cost() {
        return new Cost(parameters, macs, convolution);
    }

    /** By how much the size that a rate compares would shrink without a group that is there. */
    long saving(int group, RateOf rateOf) {
        long before = rateOf.of(cost());
        remove(group);
        long saved = before - rateOf.of(cost());
        putBack(group);
        return saved;
    }
}
