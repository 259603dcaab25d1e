package espalier.network.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.basics.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Reads the names of classes from a file: one name on each line, in the order of the network's outputs; or a table with
 * commas whose first line names its columns, one of which ends in {@code index} and says which output is meant; or a
 * JSON object from output to name, as Keras has it for ImageNet. The last two may name some of the classes: the others
 * are numbered.
 */
public final class ClassNames {

    private static final List<String> USUAL = List.of("classes.txt", "labels.txt", "classes.csv", "classes.json");

    private ClassNames() {}

    /**
     * Reads the names of {@code count} classes.
     *
     * @throws Problem where the file cannot be read, or names too few, too many or the same class twice
     */
    public static List<String> read(Path file, int count) {
        try {
            String text = Files.readString(file);
            List<String> names = text.stripLeading().startsWith("{") ? ofJson(file, text, count)
                    : ofLines(file, text, count);
            Set<String> different = new HashSet<>();
            names.stream().filter(name -> !different.add(name)).findFirst().ifPresent(name -> {
                throw new Problem(file + " has the name \"" + name + "\" twice. Give every class a name of its own.");
            });
            return names;
        } catch (IOException e) {
            throw new Problem("The names of the classes cannot be read from " + file + ": " + AtomicFiles.reason(e)
                    + ". Give a text file with one name on each line.", e);
        }
    }

    /** The names from a file of a usual name that lies beside a network and has as many. */
    public static Optional<List<String>> beside(Path network, int count) {
        Path folder = network.toAbsolutePath().getParent();
        String own = network.getFileName().toString().replaceFirst("\\.[^.]*$", ".txt");
        for (String name : IntStream.range(-1, USUAL.size()).mapToObj(i -> i < 0 ? own : USUAL.get(i)).toList()) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try {
                    return Optional.of(read(file, count));
                } catch (Problem e) {
                    // It belongs to something else: the next.
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> ofJson(Path file, String text, int count) throws IOException {
        List<String> names = numbered(count);
        JsonNode root = new ObjectMapper().readTree(text);
        root.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            String name = value.isArray() ? StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText)
                    .collect(Collectors.joining(" ")) : value.asText();
            names.set(index(file, entry.getKey(), count), name);
        });
        return names;
    }

    private static List<String> ofLines(Path file, String text, int count) {
        List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        int column = lines.stream().findFirst().flatMap(first -> Csv.rows(first).stream().findFirst())
                .map(titles -> indexColumn(titles.cells())).orElse(-1);
        if (column >= 0) {
            return ofTable(file, Csv.rows(text), column, count);
        }
        if (lines.size() != count) {
            throw new Problem(file + " has " + lines.size() + " names, but the network tells " + count
                    + " classes apart. Give one name on each line, in the order of the network's outputs.");
        }
        return lines;
    }

    private static List<String> ofTable(Path file, List<Csv.Row> rows, int column, int count) {
        List<String> names = numbered(count);
        for (Csv.Row row : rows.subList(1, rows.size())) {
            List<String> cells = row.cells();
            if (cells.size() <= column) {
                throw new Problem(file + " has the line \"" + row.text() + "\", which lacks the number of the class.");
            }
            names.set(index(file, cells.get(column), count),
                    IntStream.range(0, cells.size()).filter(i -> i != column && !cells.get(i).isEmpty())
                            .mapToObj(cells::get).collect(Collectors.joining(" ")));
        }
        return names;
    }

    private static int indexColumn(List<String> titles) {
        return titles.size() < 2 ? -1 : IntStream.range(0, titles.size())
                .filter(i -> titles.get(i).toLowerCase(Locale.ROOT).endsWith("index")).findFirst().orElse(-1);
    }

    private static int index(Path file, String text, int count) {
        int index = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
        if (index < 0 || index >= count) {
            throw new Problem(file + " names the class \"" + text
                    + "\", but the network's classes have the numbers 0 to " + (count - 1) + ".");
        }
        return index;
    }

    private static List<String> numbered(int count) {
        return new ArrayList<>(
                Arrays.asList(IntStream.range(0, count).mapToObj(i -> "class " + i).toArray(String[]::new)));
    }
}
