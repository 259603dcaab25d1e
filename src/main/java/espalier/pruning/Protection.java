package espalier.pruning;

import espalier.basics.Problem;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stays whatever the ranking says. What an older recipe lacks is as it was then.
 *
 * @param floor           the least width of a convolution at each rate, as a share of the width that it would have if
 *                            all were thinned alike (its filters ÷ √rate, or ÷ rate where shortcuts keep their widths),
 *                            0 to 1; where a threshold decides, of its own width; one filter always stays. Without it a
 *                            global ranking can leave one layer so thin that nothing passes. Not used where single
 *                            weights go
 * @param protectedLayers names of convolutions of which nothing is taken
 * @param leastFilters    by convolution, how many filters stay whatever the floor says
 * @param marks           filters of the unpruned network that stay or go whatever the criterion says
 * @param shortcutWidths  what happens to filters whose outputs are added
 */
public record Protection(double floor, Set<String> protectedLayers, Map<String, Integer> leastFilters, Marks marks,
        ShortcutWidths shortcutWidths) {

    /** Checks ranges. */
    public Protection {
        protectedLayers = protectedLayers == null ? Set.of()
                : Collections.unmodifiableSet(new TreeSet<>(protectedLayers));
        leastFilters = leastFilters == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(leastFilters));
        marks = marks == null ? Marks.NONE : marks;
        shortcutWidths = shortcutWidths == null ? ShortcutWidths.TIED : shortcutWidths;
        if (!(floor >= 0 && floor <= 1)) {
            throw new Problem("The floor " + floor + " must be between 0 and 1.");
        }
        leastFilters.forEach((layer, least) -> {
            if (least < 1) {
                throw new Problem(
                        "The least number of filters of \"" + layer + "\" is " + least + "; it must be 1 or more.");
            }
        });
    }

    /**
     * What happens to filters whose outputs a shortcut adds to others', as in residual networks: those widths must stay
     * equal.
     */
    public enum ShortcutWidths {

        /**
         * Filters whose outputs are added are one group, and go together: the step beyond the class-aware pruning
         * paper.
         */
        TIED("shortcut widths pruned as tied groups"),

        /**
         * Filters whose outputs are added stay. In a residual network of basic blocks only the first convolution of
         * each block is pruned then, as in the class-aware pruning paper.
         */
        UNTOUCHED("shortcut widths left as they are");

        private final String words;

        ShortcutWidths(String words) {
            this.words = words;
        }

        /** For people to read. */
        @Override
        public String toString() {
            return words;
        }
    }
}
