package espalier.importance;

import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.importance.Ranking.RankingScope;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All criteria: those that come with the program, then those that others add ({@link Criterion} says how). */
public final class Criteria {

    private static final String OWN = Criteria.class.getPackageName() + ".";

    private Criteria() {}

    /** All criteria, the usual one first. Of two with one name the one that comes with the program counts. */
    public static List<Criterion> all() {
        return found(new ArrayList<>());
    }

    private static List<Criterion> found(List<String> failures) {
        List<Criterion> all = new ArrayList<>(Plugins.load(Criterion.class, failures));
        all.removeIf(criterion -> isOutdated(criterion, failures));
        all.sort(Comparator.comparing(criterion -> !criterion.getClass().getName().startsWith(OWN)));
        Map<String, Criterion> byName = new LinkedHashMap<>();
        all.forEach(criterion -> byName.putIfAbsent(criterion.name(), criterion));
        return List.copyOf(byName.values());
    }

    /** Whether a plug-in was compiled when criteria were asked in another way. */
    private static boolean isOutdated(Criterion criterion, List<String> failures) {
        try {
            Method rank = criterion.getClass().getMethod("rank", Network.class, Dataset.class, Criterion.Request.class,
                    Progress.class);
            if (!Modifier.isAbstract(rank.getModifiers())) {
                return false;
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every criterion has this method", e);
        }
        failures.add("The plug-in " + criterion.getClass().getName()
                + " was made for an earlier version: rank(network, data, request, progress) is asked now, with the pictures "
                + "per class, the classes' weights and the seed in the request. Change and compile it, or ask who made it.");
        return true;
    }

    /** @throws Problem where there is none of that name; says so too when one could not be loaded */
    public static Criterion named(String name) {
        List<String> failures = new ArrayList<>();
        List<Criterion> all = found(failures);
        return all.stream().filter(criterion -> criterion.name().equals(name)).findFirst().orElseThrow(() -> {
            String known = "There is no criterion \"" + name + "\". Choose one of "
                    + String.join(", ", all.stream().map(Criterion::name).toList())
                    + ", or give the folder of the plug-in that has it with --plugins.";
            failures.add(0, known);
            return new Problem(String.join(" ", failures));
        });
    }

    /**
     * The ranking of a criterion, made comparable between layers.
     *
     * @param raw           as the criterion gave it for this network
     * @param normalisation how layers are scaled
     * @param scope         whether filters of different layers compete
     * @throws Problem where the criterion leaves a convolution out, or gives what is no number: a plug-in may
     */
    public static Ranking comparable(Criterion criterion, Ranking raw, Network network,
            LayerNormalisation normalisation, RankingScope scope) {
        for (LayerInfo layer : network.convolutions()) {
            double[] values = raw.importance().get(layer.name());
            if (values == null || values.length != layer.channels() || Arrays.stream(values).anyMatch(Double::isNaN)) {
                throw new Problem("The criterion \"" + criterion.name() + "\" does not rank the " + layer.channels()
                        + " filters of \"" + layer.name() + "\": "
                        + (values == null ? "it leaves the layer out"
                                : "it gives " + values.length + " values, or some that are no numbers")
                        + ". Choose another criterion.");
            }
        }
        LayerNormalisation scaling = normalisation == LayerNormalisation.USUAL ? criterion.normalisation()
                : normalisation;
        Ranking scaled = raw.byLayer(scaling::scaled);
        return scope == RankingScope.LOCAL ? scaled.byLayer(Ranking::places) : scaled;
    }
}
