package espalier.network;

import espalier.basics.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The layer that makes a network's logits, or what becomes them behind layers that keep classes apart.
 *
 * @param maker   a dense layer or a convolution
 * @param passing the layers behind it
 */
public record Head(Network network, LayerInfo maker, List<String> passing) {

    private static final Set<LayerKind> MAKERS = Set.of(LayerKind.DENSE, LayerKind.OUTPUT, LayerKind.CONVOLUTION);
    private static final Set<LayerKind> KEEP_APART = Set.of(LayerKind.ACTIVATION, LayerKind.GLOBAL_POOLING,
            LayerKind.POOLING, LayerKind.DROPOUT);

    /**
     * Finds it.
     *
     * @param consequence what cannot be done where there is none, and what to do instead
     * @throws Problem where the logits come about in another way
     */
    static Head of(Network network, String consequence) {
        List<LayerInfo> layers = network.layers();
        LayerInfo layer = layers.get(layers.size() - 1);
        List<String> passing = new ArrayList<>();
        while (!MAKERS.contains(layer.kind()) || layer.groups() > 1) {
            if (layer.flattens() || !KEEP_APART.contains(layer.kind())) {
                throw new Problem(network.description().name() + " makes its answers in a way of its own (\""
                        + layer.name() + "\"), so " + consequence + ".");
            }
            passing.add(layer.name());
            layer = network.layer(layer.inputs().get(0));
            if (network.readers(layer.name()).size() > 1) {
                throw new Problem(network.description().name() + " reads its answers (\"" + layer.name()
                        + "\") elsewhere too, so " + consequence + ".");
            }
        }
        return new Head(network, layer, List.copyOf(passing));
    }

    /**
     * A smaller network that answers with some of its classes only: its logits for them are those of the whole.
     *
     * @param classes the numbers of those that stay, in their new order
     * @throws Problem where there is no such class, or what makes the logits cannot be cut
     */
    public static Network withClasses(Network network, int[] classes) {
        int all = network.classes();
        if (classes.length == 0 || IntStream.of(classes).anyMatch(label -> label < 0 || label >= all)) {
            throw new Problem(network.description().name() + " tells " + all
                    + " classes apart, so it cannot be cut down to the classes of the numbers "
                    + Arrays.toString(classes) + ". Choose some of its own.");
        }
        return of(network, "single classes cannot be taken from its answers: keep all of them").with(classes,
                IntStream.of(classes).mapToObj(network.description().classNames()::get).toList());
    }

    /**
     * The same network with a new last layer, for other classes: its weights are random, all others are what they were.
     *
     * @param classNames of the new classes, two or more
     * @param seed       of the new weights
     * @throws Problem where the layer that makes the logits cannot be replaced
     */
    public static Network anew(Network network, List<String> classNames, long seed) {
        Head head = of(network, "that layer cannot be replaced: begin with another network, or with an architecture");
        // Which rows are taken does not matter, as they are drawn anew.
        Network other = head.with(IntStream.range(0, classNames.size()).map(i -> i % network.classes()).toArray(),
                classNames);
        other.reinitialise(List.of(head.maker.name()), seed);
        return other;
    }

    private Network with(int[] classes, List<String> names) {
        Map<String, int[]> outputs = passing.stream()
                .collect(Collectors.toMap(name -> name, name -> classes, (a, b) -> a, LinkedHashMap::new));
        outputs.put(maker.name(), classes);
        Description before = network.description();
        return network.slice(outputs, Map.of()).withDescription(
                new Description(before.name(), names, before.inputSize(), before.normalisation(), before.provenance()));
    }
}
