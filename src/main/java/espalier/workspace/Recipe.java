package espalier.workspace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import espalier.basics.About;
import espalier.basics.Problem;
import espalier.network.Description;
import espalier.pruning.PruningSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that repeats a run: with the same version it gives the same result.
 *
 * @param command  what the command line calls it: {@code prune}
 * @param network  the file of the network that the run began with
 * @param data     the specification of the data set: {@code shapes}, {@code cifar10:FOLDER}, {@code folder:FOLDER}
 * @param settings of the run, its seed among them
 * @param version  of the program that ran it
 * @param date     when the run began, as ISO 8601 in UTC
 */
public record Recipe(String command, String network, String data, PruningSettings settings, String version,
        String date) {

    /** Where a run keeps its recipe. */
    private static final String IN_RUN = "recipe";
    private static final String PARENTS = "parent's ";
    /** What belongs to one step of a network's past: of a step before, it is kept as the parent's. */
    private static final Set<String> OF_A_STEP = Set.of("pruned", "parent", "command", "criterion", "data", "settings",
            "seed", "epochs", "fine-tuning pictures", "test accuracy", "test accuracy, cut",
            "test accuracy, compensated", "test accuracy, fine-tuned", "weighted test accuracy", "version", "date");

    /** Names what is missing. */
    public Recipe {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(settings, "settings");
        version = version == null ? "" : version;
        date = date == null ? "" : date;
    }

    /** The recipe of a pruning run that begins now, with this program. */
    public static Recipe prune(String network, String data, PruningSettings settings) {
        return new Recipe("prune", network, data, settings, About.version(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /**
     * Reads a recipe, or the recipe in a run's {@code run.json}.
     *
     * @throws Problem when the file is missing or is no recipe
     */
    public static Recipe read(Path file) {
        return JsonFiles.read(file, JsonFiles.has(file, IN_RUN) ? IN_RUN : "", Recipe.class, "a recipe");
    }

    /**
     * The fingerprint of the network that a run began with, where {@code file} is a run's {@code run.json} and says so.
     */
    public static Optional<String> parent(Path file) {
        return Optional.of(file).filter(run -> JsonFiles.has(run, IN_RUN) && JsonFiles.has(run, "parent"))
                .map(run -> JsonFiles.read(run, "parent", String.class, "a run")).filter(known -> !known.isEmpty());
    }

    /** Writes this recipe as JSON. */
    public void write(Path file) {
        JsonFiles.write(file, this);
    }

    /** The seed of everything random in the run. */
    @JsonIgnore
    public long seed() {
        return settings.seed();
    }

    /**
     * The description of a network that a run of this recipe made: where it comes from.
     *
     * @param parent       of the network that the run began with
     * @param fingerprint  of that network; may be empty
     * @param title        of the rate, behind the name: "×2"
     * @param achievedRate before ÷ after of what the mode compares
     * @param more         of this network alone, such as its accuracy
     */
    Description pruned(Description parent, String fingerprint, String title, double achievedRate,
            Map<String, String> more) {
        Map<String, String> past = new LinkedHashMap<>();
        past.put("pruned", String.format(Locale.ROOT, "%s (%s: %.3f), criterion %s", title,
                settings.rateOf().beforeAfter(), achievedRate, settings.ranking().criterion()));
        past.put("parent",
                parent.name() + (fingerprint.isEmpty() ? "" : ", parameters " + fingerprint) + ", file " + network);
        past.put("criterion", settings.ranking().criterion());
        past.put("data", data);
        past.put("settings", settings.toString());
        past.put("seed", Long.toString(seed()));
        past.putAll(more);
        past.put("version", version);
        past.put("date", date);
        parent.provenance().forEach((key, value) -> past
                .put(OF_A_STEP.contains(key) || key.startsWith(PARENTS) ? PARENTS + key : key, value));
        return new Description(parent.name() + " " + title, parent.classNames(), parent.inputSize(),
                parent.normalisation(), past);
    }
}
