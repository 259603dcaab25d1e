package espalier.data;

import espalier.basics.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds classes by their names, which people, data sets and networks write a little differently. */
public final class ClassNumbers {

    /** As many names are told of classes that there are. */
    private static final int NAMES_TOLD = 20;

    private ClassNumbers() {}

    /**
     * For each of the data's classes, the network's class of that name. Letters may be large or small, and a network's
     * name may say more than the data's: {@code n01440764 tench}, or {@code tench n01440764}, is {@code n01440764} and
     * {@code tench}.
     *
     * @return empty where a class has no counterpart, or two
     */
    public static Optional<int[]> of(List<String> data, List<String> network) {
        Map<String, Integer> byName = new HashMap<>();
        for (int i = 0; i < network.size(); i++) {
            String name = plain(network.get(i));
            int space = name.indexOf(' ');
            add(byName, name, i);
            if (space > 0) {
                add(byName, name.substring(0, space), i);
                add(byName, name.substring(space + 1).strip(), i);
            }
            if (name.matches(".+ n\\d{8}")) {
                int last = name.lastIndexOf(' ');
                add(byName, name.substring(last + 1), i);
                add(byName, name.substring(0, last).strip(), i);
            }
        }
        int[] result = new int[data.size()];
        boolean[] taken = new boolean[network.size()];
        for (int i = 0; i < result.length; i++) {
            int found = byName.getOrDefault(plain(data.get(i)), -1);
            if (found < 0 || taken[found]) {
                return Optional.empty();
            }
            taken[found] = true;
            result[i] = found;
        }
        return Optional.of(result);
    }

    /**
     * The number of a class, by its name or what {@link #of} takes for it.
     *
     * @throws Problem when there is none of that name; says which there are
     */
    static int require(String name, List<String> classNames) {
        int same = classNames.indexOf(name);
        return same >= 0 ? same
                : of(List.of(name), classNames).map(found -> found[0]).or(() -> saidShorter(name, classNames))
                        .orElseThrow(() -> new Problem(
                                "There is no class \"" + name + "\". The classes are " + told(classNames) + "."));
    }

    /** The one class whose name says less than {@code name} does. */
    private static Optional<Integer> saidShorter(String name, List<String> classNames) {
        int[] found = IntStream.range(0, classNames.size())
                .filter(i -> of(List.of(classNames.get(i)), List.of(name)).isPresent()).toArray();
        return found.length == 1 ? Optional.of(found[0]) : Optional.empty();
    }

    /** The names of classes in a sentence; of very many the first. */
    static String told(List<String> classNames) {
        return told(classNames, NAMES_TOLD);
    }

    /** The names of classes in a sentence; of more than {@code most} the first. */
    public static String told(List<String> classNames, int most) {
        String names = classNames.stream().limit(most).collect(Collectors.joining(", "));
        return classNames.size() <= most ? names : names + " and " + (classNames.size() - most) + " others";
    }

    /** Whether these are numbers in the place of names, as networks have that came without any: "class 7". */
    public static boolean areNumbers(List<String> classNames) {
        return classNames.stream().allMatch(name -> name.matches("(class )?\\d+"));
    }

    /** A name with its id of WordNet behind it rather than before it: {@code tench n01440764}. */
    public static String nameFirst(String name) {
        return name.matches("n\\d{8} .+") ? name.substring(10) + " " + name.substring(0, 9) : name;
    }

    private static void add(Map<String, Integer> byName, String name, int index) {
        Integer other = byName.putIfAbsent(name, index);
        if (other != null && other != index) {
            byName.put(name, -1);
        }
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
