package espalier.workspace;

import espalier.network.Description;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the files of a run's networks say of where they come from. */
final class Provenance {

    private static final String PARENTS = "parent's ";
    /** What belongs to one step of a network's past: of a step before, it is kept as the parent's. */
    private static final Set<String> OF_A_STEP = Set.of("pruned", "parent", "command", "criterion", "data", "settings",
            "seed", "epochs", "test accuracy", "version", "date");

    private Provenance() {}

    /**
     * The description of a pruned network.
     *
     * @param parent       of the network that the run began with
     * @param fingerprint  of that network; may be empty
     * @param title        of the rate, behind the name: "×2"
     * @param achievedRate before ÷ after of what the recipe's mode compares
     * @param more         of this network alone, such as its accuracy
     */
    static Description pruned(Description parent, String fingerprint, Recipe recipe, String title, double achievedRate,
            Map<String, String> more) {
        Map<String, String> past = new LinkedHashMap<>();
        past.put("pruned", String.format(Locale.ROOT, "%s (%s: %.3f), criterion %s", title,
                recipe.settings().rateOf().beforeAfter(), achievedRate, recipe.settings().ranking().criterion()));
        past.put("parent", parent.name() + (fingerprint.isEmpty() ? "" : ", parameters " + fingerprint) + ", file "
                + recipe.network());
        past.put("criterion", recipe.settings().ranking().criterion());
        past.put("data", recipe.data());
        past.put("settings", recipe.settings().toString());
        past.put("seed", Long.toString(recipe.seed()));
        past.putAll(more);
        past.put("version", recipe.version());
        past.put("date", recipe.date());
        parent.provenance().forEach((key, value) -> past
                .put(OF_A_STEP.contains(key) || key.startsWith(PARENTS) ? PARENTS + key : key, value));
        return new Description(parent.name() + " " + title, parent.classNames(), parent.inputSize(),
                parent.normalisation(), past);
    }
}
