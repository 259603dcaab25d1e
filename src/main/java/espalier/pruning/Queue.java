package espalier.pruning;

import espalier.importance.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Groups from the least important on. Where several matter alike, the one that brings its layer nearest to a width that
 * runs fast: vector registers hold {@value #FAST} values at least, and a layer of one filter more takes the time of
 * {@value #FAST} more.
 *
 * <p>Alike are those whose importance differs by less than {@value #ALIKE} of the usual: class-aware scores of ten
 * pictures a class tell no smaller differences, and layers that were scaled to be comparable are never exactly equal.
 */
final class Queue {

    static final int FAST = 8;
    static final double ALIKE = 0.01;

    private final List<FilterGroup> left;
    private final Ranking ranking;
    private final boolean prefersFastWidths;
    private final double alike;

    Queue(List<FilterGroup> groups, Ranking ranking, boolean prefersFastWidths) {
        this.ranking = ranking;
        this.prefersFastWidths = prefersFastWidths;
        left = new ArrayList<>(groups);
        left.sort(Comparator.comparingDouble(group -> group.importance(ranking)));
        alike = ALIKE * left.stream().mapToDouble(group -> group.importance(ranking)).filter(Double::isFinite)
                .map(Math::abs).average().orElse(0);
    }

    /** Those that were not taken yet, the least important first. */
    List<FilterGroup> left() {
        return left;
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** Takes the next, given how wide the layers are without those taken before. */
    FilterGroup next(Map<String, Integer> widths) {
        if (!prefersFastWidths) {
            return left.remove(0);
        }
        double least = left.get(0).importance(ranking);
        int best = 0;
        for (int i = 1; i < left.size() && left.get(i).importance(ranking) <= least + alike; i++) {
            if (surplus(left.get(i), widths) < surplus(left.get(best), widths)) {
                best = i;
            }
        }
        return left.remove(best);
    }

    /** How many filters a layer has above the last width that runs fast. */
    private static int surplus(FilterGroup group, Map<String, Integer> widths) {
        int width = widths.get(group.filters().get(0).layer());
        return width % FAST == 0 ? FAST : width % FAST;
    }
}
