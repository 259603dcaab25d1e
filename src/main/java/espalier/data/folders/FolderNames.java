package espalier.data.folders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.data.ImageNetClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names for classes whose folders are called by ids, as ImageNet's are by WordNet's ({@code n01440764}). They come from
 * a file in the data's folder or in the one above it:
 *
 * <ul> <li>{@code classes.txt}, {@code LOC_synset_mapping.txt} (as Kaggle has it), {@code words.txt} (as WordNet and
 * Tiny ImageNet): on each line an id, space, and what it is called; of several names with commas the first is taken;
 * <li>{@code imagenet_class_index.json} (as Keras has it): {@code {"0": ["n01440764", "tench"], …}}; or
 * {@code classes.json}: {@code {"n01440764": "tench", …}}. </ul>
 *
 * A file counts where it names every class. Where there is none, ImageNet's classes have the names that the program
 * knows.
 */
final class FolderNames {

    private static final Logger LOG = LoggerFactory.getLogger(FolderNames.class);
    private static final List<String> FILES = List.of("classes.txt", "LOC_synset_mapping.txt",
            "imagenet_class_index.json", "classes.json", "words.txt");
    /** A longer file is something else. */
    private static final long LONGEST = 20_000_000;

    private FolderNames() {}

    /** The names of classes, in the order of their folders' names; these where no file names them all. */
    static List<String> of(Path folder, List<String> ids) {
        Set<String> wanted = new HashSet<>(ids);
        Path above = folder.toAbsolutePath().normalize().getParent();
        return Stream.of(Optional.of(folder), Optional.ofNullable(above)).flatMap(Optional::stream)
                .flatMap(place -> FILES.stream().map(place::resolve)).map(file -> read(file, wanted))
                .filter(names -> names.size() == ids.size()).findFirst().map(names -> different(ids, names))
                .orElseGet(() -> ofImageNet(ids));
    }

    private static List<String> ofImageNet(List<String> ids) {
        List<String> names = ids.stream().flatMap(id -> ImageNetClasses.name(id).stream()).toList();
        return names.size() == ids.size() ? names : ids;
    }

    /** What a file calls those that are wanted; nothing where it is absent or cannot be understood. */
    private static Map<String, String> read(Path file, Set<String> wanted) {
        Map<String, String> names = new HashMap<>();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return names;
            }
            if (file.getFileName().toString().endsWith(".json")) {
                new ObjectMapper().readTree(file.toFile()).properties().forEach(entry -> {
                    JsonNode value = entry.getValue();
                    boolean numbered = value.isArray() && value.size() == 2;
                    add(names, wanted, numbered ? value.get(0).asText() : entry.getKey(),
                            (numbered ? value.get(1) : value).asText());
                });
            } else {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.strip().split("[\\s,;:]+", 2);
                    if (parts.length == 2) {
                        add(names, wanted, parts[0], parts[1]);
                    }
                }
            }
        } catch (IOException e) {
            // It may belong to something else: the folders' own names stay.
            LOG.info("No names of classes in {}", file, e);
            names.clear();
        }
        return names;
    }

    private static void add(Map<String, String> names, Set<String> wanted, String id, String text) {
        String name = text.split(",", 2)[0].strip();
        if (wanted.contains(id) && !name.isEmpty()) {
            names.put(id, name);
        }
    }

    /** Names that two classes share, as two of ImageNet's are called crane, have the id with them. */
    private static List<String> different(List<String> ids, Map<String, String> names) {
        Map<String, Integer> counts = new HashMap<>();
        names.values().forEach(name -> counts.merge(name, 1, Integer::sum));
        return ids.stream().map(id -> counts.get(names.get(id)) == 1 ? names.get(id) : names.get(id) + " (" + id + ")")
                .toList();
    }
}
