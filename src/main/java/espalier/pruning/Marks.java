package espalier.pruning;

import espalier.importance.Filter;
import espalier.importance.Ranking;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a person decided of single filters, whatever the criterion says.
 *
 * @param keep   these stay, and with them their groups
 * @param remove these go first
 */
public record Marks(Set<Filter> keep, Set<Filter> remove) {

    /** Nothing is decided. */
    public static final Marks NONE = new Marks(Set.of(), Set.of());

    /** Copies the sets. */
    public Marks {
        keep = keep == null ? Set.of() : Set.copyOf(keep);
        remove = remove == null ? Set.of() : Set.copyOf(remove);
    }

    /**
     * The same marks in a smaller network, on those of their filters that are still there.
     *
     * @param survivors by convolution, which of its filters stayed, ascending
     */
    Marks after(Map<String, int[]> survivors) {
        return new Marks(after(keep, survivors), after(remove, survivors));
    }

    private static Set<Filter> after(Set<Filter> filters, Map<String, int[]> survivors) {
        return filters.stream()
                .map(filter -> new Filter(filter.layer(),
                        Arrays.binarySearch(survivors.get(filter.layer()), filter.index())))
                .filter(filter -> filter.index() >= 0).collect(Collectors.toUnmodifiableSet());
    }

    /** How many filters something was decided of. */
    public int count() {
        return keep.size() + remove.size();
    }

    /** A ranking where marked filters matter infinitely much, or infinitely little. */
    public Ranking applied(Ranking ranking) {
        if (count() == 0) {
            return ranking;
        }
        Map<String, double[]> changed = new HashMap<>();
        ranking.importance().forEach((layer, values) -> changed.put(layer, values.clone()));
        remove.forEach(filter -> changed.get(filter.layer())[filter.index()] = Double.NEGATIVE_INFINITY);
        keep.forEach(filter -> changed.get(filter.layer())[filter.index()] = Double.POSITIVE_INFINITY);
        return new Ranking(changed, ranking.scores());
    }
}
