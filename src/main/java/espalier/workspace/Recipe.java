package espalier.workspace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import espalier.basics.About;
import espalier.basics.Problem;
import espalier.pruning.PruningSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

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
        return JsonFiles.has(file, "recipe") ? JsonFiles.read(file, RunRecord.class, "a run").recipe()
                : JsonFiles.read(file, Recipe.class, "a recipe");
    }

    /**
     * The fingerprint of the network that a run began with, where {@code file} is a run's {@code run.json} and says so.
     */
    public static Optional<String> parent(Path file) {
        return Optional.of(file).filter(run -> JsonFiles.has(run, "recipe"))
                .map(run -> JsonFiles.read(run, RunRecord.class, "a run").parent()).filter(known -> !known.isEmpty());
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
}
