package espalier.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows every channel from where it is made to where it is read. Each filter makes a channel of its own; batch norms,
 * activations, pools and depthwise convolutions pass channels on, a concatenation puts them side by side, a flattening
 * repeats each for every pixel, and an addition, a product or any other joint makes those that it joins one, and a
 * grouped convolution those that would leave its groups uneven. What is not understood pins the channels that it reads.
 */
public final class ChannelTrace {

    private final Map<String, LayerInfo> byName = new HashMap<>();
    /** By layer, the channel behind each of its outputs. */
    private final Map<String, int[]> outputs = new HashMap<>();
    /** By layer with weights, the channel behind each of its inputs. */
    private final Map<String, int[]> inputs = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();
    private final Map<Integer, String> pinned = new HashMap<>();
    private final List<Integer> added = new ArrayList<>();

    /**
     * Follows the channels of a network.
     *
     * @param pinsSums whether channels that an addition makes one stay
     */
    public ChannelTrace(Network network, boolean pinsSums) {
        List<LayerInfo> layers = network.layers();
        layers.forEach(this::follow);
        pin(outputs.get(layers.get(layers.size() - 1).name()), "it is one of the network's answers");
        if (pinsSums) {
            added.forEach(channel -> pin(new int[] {channel},
                    "a shortcut adds its output to others', and the widths of shortcuts are to stay"));
        }
    }

    private void follow(LayerInfo layer) {
        byName.put(layer.name(), layer);
        switch (layer.kind()) {
            case INPUT -> {
                outputs.put(layer.name(), fresh(layer.channels()));
                pin(outputs.get(layer.name()), "it is a colour of the picture");
            }
            case CONVOLUTION, DENSE, OUTPUT, SHORTCUT -> {
                inputs.put(layer.name(), read(layer));
                outputs.put(layer.name(), fresh(layer.channels()));
                if (layer.groups() > 1) {
                    tieGroups(layer, inputs.get(layer.name()), outputs.get(layer.name()));
                }
            }
            case DEPTHWISE_CONVOLUTION -> {
                int[] read = read(layer);
                inputs.put(layer.name(), read);
                outputs.put(layer.name(), repeatEach(read, layer.channels() / read.length));
            }
            case BATCH_NORM, ACTIVATION, POOLING, GLOBAL_POOLING, RESIZING, DROPOUT ->
                outputs.put(layer.name(), read(layer));
            case CONCATENATE -> outputs.put(layer.name(), concatenated(layer));
            case ADD -> {
                outputs.put(layer.name(), joined(layer));
                Arrays.stream(outputs.get(layer.name())).forEach(added::add);
            }
            case MULTIPLY, COMBINE -> outputs.put(layer.name(), joined(layer));
            case OTHER -> {
                layer.inputs().forEach(input -> pin(outputs.get(input), "the layer \"" + layer.name() + "\" ("
                        + layer.type() + ") reads it, and what that does with it is not known"));
                outputs.put(layer.name(), fresh(layer.channels()));
                pin(outputs.get(layer.name()),
                        "the layer \"" + layer.name() + "\" (" + layer.type() + ") is not known");
            }
        }
    }

    /**
     * A grouped convolution stays one: all that a group reads and makes goes together, or the same channel of all
     * groups, and the same filter of all.
     */
    private void tieGroups(LayerInfo layer, int[] read, int[] made) {
        int reads = read.length / layer.groups();
        int makes = made.length / layer.groups();
        boolean whole = layer.losesWholeGroups(read.length);
        for (int i = 0; i < read.length; i++) {
            join(read[whole ? i / reads * reads : i % reads], read[i]);
        }
        for (int o = 0; o < made.length; o++) {
            join(whole ? read[o / makes * reads] : made[o % makes], made[o]);
        }
    }

    private int[] read(LayerInfo layer) {
        int[] channels = outputs.get(layer.inputs().get(0));
        if (!layer.flattens()) {
            return channels;
        }
        // Height, then width, then channels: the whole list of channels again for every pixel.
        LayerInfo map = byName.get(layer.inputs().get(0));
        int pixels = map.height() * map.width();
        int[] flat = new int[channels.length * pixels];
        for (int p = 0; p < pixels; p++) {
            System.arraycopy(channels, 0, flat, p * channels.length, channels.length);
        }
        return flat;
    }

    private static int[] repeatEach(int[] channels, int times) {
        int[] result = new int[channels.length * times];
        for (int i = 0; i < result.length; i++) {
            result[i] = channels[i / times];
        }
        return result;
    }

    private int[] concatenated(LayerInfo layer) {
        return layer.inputs().stream().map(outputs::get).flatMapToInt(Arrays::stream).toArray();
    }

    private int[] joined(LayerInfo layer) {
        int[] first = outputs.get(layer.inputs().get(0));
        for (String input : layer.inputs()) {
            int[] other = outputs.get(input);
            for (int i = 0; i < first.length; i++) {
                join(first[i], other[i]);
            }
        }
        return first;
    }

    private int[] fresh(int count) {
        int[] channels = new int[count];
        for (int i = 0; i < count; i++) {
            channels[i] = parents.size();
            parents.add(channels[i]);
        }
        return channels;
    }

    private void pin(int[] channels, String reason) {
        for (int channel : channels) {
            pinned.putIfAbsent(root(channel), reason);
        }
    }

    private int root(int channel) {
        int root = channel;
        while (parents.get(root) != root) {
            root = parents.get(root);
        }
        parents.set(channel, root);
        return root;
    }

    private void join(int a, int b) {
        int rootA = root(a);
        int rootB = root(b);
        if (rootA != rootB) {
            parents.set(rootB, rootA);
            String reason = pinned.remove(rootB);
            if (reason != null) {
                pinned.putIfAbsent(rootA, reason);
            }
        }
    }

    /** The group behind each output of a layer: what is one number goes together. */
    public int[] outputsOf(String layer) {
        return roots(outputs.get(layer));
    }

    /** The group behind each input of a layer with weights; null for layers without. */
    public int[] inputsOf(String layer) {
        return inputs.containsKey(layer) ? roots(inputs.get(layer)) : null;
    }

    private int[] roots(int[] channels) {
        return Arrays.stream(channels).map(this::root).toArray();
    }

    /** Why a group cannot be pruned, for a person; empty where it can. */
    public String reason(int group) {
        return pinned.getOrDefault(group, "");
    }
}
