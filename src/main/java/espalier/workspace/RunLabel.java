package espalier.workspace;

import espalier.basics.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person says of a run: written beside it, in a file of its own, so that it can be changed while the run is
 * under way.
 *
 * @param name that the person gave; empty where none
 * @param note of any length
 * @param tags words to find it by
 */
public record RunLabel(String name, String note, List<String> tags) {

    /** Of a run that nobody said anything of. */
    public static final RunLabel NONE = new RunLabel("", "", List.of());

    private static final String FILE = "label.json";
    private static final Logger LOG = LoggerFactory.getLogger(RunLabel.class);

    /** Copies what could change; what a file lacks is empty. */
    public RunLabel {
        name = Objects.requireNonNullElse(name, "").strip();
        note = Objects.requireNonNullElse(note, "").strip();
        tags = tags == null ? List.of()
                : tags.stream().map(String::strip).filter(tag -> !tag.isEmpty()).distinct().toList();
    }

    /** What is said of the run in a folder; nothing, and the log says why, where the file is damaged. */
    static RunLabel of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file) ? JsonFiles.read(file, RunLabel.class, "what is said of a run") : NONE;
        } catch (Problem e) {
            LOG.warn("{}", e.getMessage(), e);
            return NONE;
        }
    }

    /**
     * Writes it into a run's folder.
     *
     * @throws Problem where it cannot be written
     */
    public void save(Path folder) {
        JsonFiles.write(folder.resolve(FILE), this);
    }
}
