package espalier.network.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.data.Normalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the writers of ONNX files note beside the graph. Everyone has their own ways: there is no rule. */
final class OnnxMetadata {

    private static final List<String> KEYS = List.of("classes", "class_names", "classnames", "names", "labels");
    /** As Python prints a dictionary from number to name. */
    private static final Pattern NUMBERED = Pattern.compile("['\"]?(\\d+)['\"]?\\s*:\\s*(['\"])(.*?)\\2\\s*[,}]");
    /** As Python prints a list of names. */
    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*?)\\1\\s*[,\\]]");

    private OnnxMetadata() {}

    /** The names of the classes in the order of the outputs; empty where there are none. */
    static List<String> classNames(Map<String, String> metadata) {
        return metadata.entrySet().stream().filter(entry -> KEYS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .map(entry -> names(entry.getValue().strip())).filter(names -> names.size() > 1)
                .filter(names -> names.stream().distinct().count() == names.size()).findFirst().orElse(List.of());
    }

    /** The normalisation as this program's own export notes it, of pixels 0 to 1; empty where there is none. */
    static Optional<Normalisation> normalisation(Map<String, String> metadata) {
        float[] mean = numbers(metadata.getOrDefault("mean", ""));
        float[] deviation = numbers(metadata.getOrDefault("std", ""));
        boolean usable = mean.length == 3 && deviation.length == 3 && deviation[0] > 0 && deviation[1] > 0
                && deviation[2] > 0;
        return usable ? Optional.of(new Normalisation(mean, deviation)) : Optional.empty();
    }

    private static float[] numbers(String text) {
        try {
            float[] numbers = text.isEmpty() ? null : new ObjectMapper().readValue(text, float[].class);
            return numbers == null ? new float[0] : numbers;
        } catch (JsonProcessingException e) {
            // Somebody else's note.
            return new float[0];
        }
    }

    private static List<String> names(String text) {
        if (text.startsWith("{") || text.startsWith("[")) {
            List<String> read = json(text);
            return read.isEmpty() ? python(text) : read;
        }
        return Stream.of(text.split(text.contains("\n") ? "\n" : ",")).map(String::strip).toList();
    }

    private static List<String> json(String text) {
        try {
            JsonNode root = new ObjectMapper().readTree(text);
            Map<Integer, String> numbered = new TreeMap<>();
            root.properties()
                    .forEach(entry -> numbered.put(Integer.valueOf(entry.getKey()), entry.getValue().asText()));
            List<String> names = new ArrayList<>(numbered.values());
            root.elements().forEachRemaining(name -> {
                if (root.isArray()) {
                    names.add(name.asText());
                }
            });
            return names;
        } catch (JsonProcessingException | NumberFormatException e) {
            return List.of();
        }
    }

    private static List<String> python(String text) {
        List<String> names = new ArrayList<>();
        if (text.startsWith("[")) {
            for (Matcher matcher = QUOTED.matcher(text); matcher.find();) {
                names.add(matcher.group(2));
            }
            return names;
        }
        Map<Integer, String> numbered = new TreeMap<>();
        for (Matcher matcher = NUMBERED.matcher(text); matcher.find();) {
            numbered.put(Integer.valueOf(matcher.group(1)), matcher.group(3));
        }
        names.addAll(numbered.values());
        return names;
    }
}
