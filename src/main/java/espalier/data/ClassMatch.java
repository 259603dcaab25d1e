package espalier.data;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which of a network's classes those of a data set are, told by their names. */
public final class ClassMatch {

    private ClassMatch() {}

    /**
     * For each of the data's classes, the network's class of that name. Letters may be large or small, and a network's
     * name may say more than the data's: {@code n01440764 tench} is {@code n01440764} and {@code tench}.
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
