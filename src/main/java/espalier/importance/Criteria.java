package espalier.importance;

import espalier.basics.Plugins;
import espalier.basics.Problem;
import java.util.ArrayList;
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
        all.sort(Comparator.comparing(criterion -> !criterion.getClass().getName().startsWith(OWN)));
        Map<String, Criterion> byName = new LinkedHashMap<>();
        all.forEach(criterion -> byName.putIfAbsent(criterion.name(), criterion));
        return List.copyOf(byName.values());
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
}
