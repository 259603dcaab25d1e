package espalier.network;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The front of a network, which stays as it is while the rest is trained: all up to one value, through which everything
 * passes.
 *
 * @param value        the name of the layer that gives it; empty where nothing stays as it is
 * @param convolutions how many of the network's convolutions are in it
 */
public record Front(String value, int convolutions) {

    /** Nothing stays as it is. */
    public static final Front NONE = new Front("", 0);
    /** What {@link #of} takes for all but the layer that makes the answers. */
    public static final String ALL_BUT_HEAD = "head";
    private static final String NOTHING = "none";

    /** Layers that belong to the one before them. */
    private static final Set<LayerKind> FOLLOWING = Set.of(LayerKind.BATCH_NORM, LayerKind.ACTIVATION);

    /** Whether nothing stays as it is. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    /**
     * All fronts that a network can have, the shortest first; the last is all but the layer that makes the answers. A
     * convolution's batch norm and activation are in the front with it.
     *
     * @throws Problem where the layer that makes the answers cannot be told
     */
    public static List<Front> all(Network network) {
        List<LayerInfo> layers = network.layers();
        Head head = Head.of(network, "no part of it can stay as it is: train all of it");
        int end = layers.indexOf(head.maker());
        List<Front> fronts = new ArrayList<>();
        int convolutions = 0;
        for (int i = 1; i < end; i++) {
            LayerInfo layer = layers.get(i);
            convolutions += layer.hasKernelWeights() ? 1 : 0;
            if (layer.kind() != LayerKind.DROPOUT && passesEverything(layers, i)
                    && !isFollowed(network.readers(layer.name()))) {
                fronts.add(new Front(layer.name(), convolutions));
            }
        }
        return fronts;
    }

    /**
     * A front in the words of a person.
     *
     * @param text {@code none}, {@code head} for all but the layer that makes the answers, the number of convolutions,
     *                 or the name of a layer; the front is as much longer as is needed for everything to pass through
     *                 its end
     * @throws Problem where the network has no such layer, or no such front
     */
    public static Front of(Network network, String text) {
        if (text.isBlank() || text.equals(NOTHING)) {
            return NONE;
        }
        List<Front> fronts = all(network);
        String name = network.description().name();
        if (fronts.isEmpty()) {
            throw new Problem(name + " has nothing before its last layer. Train all of it: --freeze none.");
        }
        Front longest = fronts.get(fronts.size() - 1);
        List<String> names = network.layers().stream().map(LayerInfo::name).toList();
        boolean number = text.matches("\\d{1,6}") && !names.contains(text);
        if (!number && !text.equals(ALL_BUT_HEAD)) {
            network.layer(text);
        }
        return text.equals(ALL_BUT_HEAD) ? longest
                : number && Integer.parseInt(text) == 0 ? NONE
                        : fronts.stream()
                                .filter(front -> number ? front.convolutions() >= Integer.parseInt(text)
                                        : names.indexOf(front.value()) >= names.indexOf(text))
                                .findFirst()
                                .orElseThrow(() -> new Problem(name + " can be frozen up to \"" + longest.value()
                                        + "\" (" + longest.convolutions() + " convolutions), not as far as \"" + text
                                        + "\". Freeze less, or give " + ALL_BUT_HEAD + " for all but the last layer."));
    }

    private static boolean isFollowed(List<LayerInfo> readers) {
        return readers.size() == 1 && FOLLOWING.contains(readers.get(0).kind());
    }

    private static boolean passesEverything(List<LayerInfo> layers, int index) {
        Set<String> known = new HashSet<>();
        layers.subList(index, layers.size()).forEach(layer -> known.add(layer.name()));
        return layers.stream().skip(index + 1L).allMatch(layer -> known.containsAll(layer.inputs()));
    }
}
