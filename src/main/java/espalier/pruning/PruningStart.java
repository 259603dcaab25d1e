package espalier.pruning;

import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.network.Description;
import espalier.network.Head;
import espalier.network.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a run begins with: the network and pictures as they are given, or, where the settings drop the outputs of
 * classes that do not matter, a smaller classifier of those that do, with their pictures alone. From there on all is as
 * for any network of these classes.
 *
 * @param settings as given, with the classes named as they are in the data
 */
public record PruningStart(Network network, Dataset data, PruningSettings settings) {

    /**
     * Takes outputs out where the settings ask for it; a network that has the classes that matter alone stays as it is.
     * On the thread that owns the network, which is not changed.
     *
     * @throws espalier.basics.Problem where the network does not fit the data, fewer than two classes matter, or the
     *                                     network makes its answers in a way from which single ones cannot be taken
     */
    public static PruningStart of(Network whole, Dataset data, PruningSettings settings) {
        whole.requireFits(data);
        Dataset left = data(data, settings);
        List<String> names = data.classNames();
        if (left == data) {
            return new PruningStart(whole, data, settings);
        }
        int[] classes = settings.classes().weights().mattering(names);
        Network smaller = Head.withClasses(whole, classes);
        Description description = smaller.description();
        Map<String, String> past = new LinkedHashMap<>();
        past.put("outputs dropped",
                IntStream.range(0, names.size())
                        .filter(label -> IntStream.of(classes).noneMatch(stays -> stays == label)).mapToObj(names::get)
                        .collect(Collectors.joining(", ")));
        past.put("data", left.specification());
        return new PruningStart(
                smaller.withDescription(
                        description.with(description.name() + " of " + classes.length + " classes", past)),
                left, settings.with(PruningChoices.CLASSES, settings.classes().weights().among(names)));
    }

    /** The pictures that a run of these settings sees. */
    public static Dataset data(Dataset data, PruningSettings settings) {
        return settings.classes().dropOutputs()
                ? Datasets.only(data, settings.classes().weights().mattering(data.classNames())) : data;
    }
}
