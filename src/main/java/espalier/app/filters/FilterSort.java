package espalier.app.filters;

import espalier.importance.NetworkScores.LayerScores;
import espalier.importance.SimilarityOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The order of a layer's filters in the heatmap. */
enum FilterSort {
    /** As they are in the network. */
    LAYER("Layer order", "Filters as they are numbered in the network"),
    /** Those that matter to most classes first. */
    SCORE("Score", "Filters that matter to the most classes first; where scores tie, the stronger first"),
    /** Those that matter to the chosen class first. */
    CLASS("Class", "Filters that matter most for the chosen class first: choose it by its name beside the heatmap"),
    /** Those that serve the same classes side by side. */
    SIMILARITY("Similarity",
            "Filters that serve the same classes side by side: ordered by the angle of their first two principal "
                    + "components (Friendly 2002, Corrgrams)");

    private final String title;
    private final String explanation;

    FilterSort(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }

    /**
     * The filters in this order.
     *
     * @param label the chosen class, or −1
     */
    int[] order(LayerScores layer, int label) {
        return switch (this) {
            case LAYER -> IntStream.range(0, layer.filters()).toArray();
            case SCORE -> sorted(layer.filters(),
                    largestFirst(k -> layer.scores()[k]).thenComparing(largestFirst(layer::continuousTotal)));
            case CLASS -> label < 0 || label >= layer.perClass().length ? SCORE.order(layer, label)
                    : sorted(layer.filters(), largestFirst(k -> layer.perClass()[label][k])
                            .thenComparing(largestFirst(k -> layer.continuous()[label][k])));
            case SIMILARITY -> SimilarityOrder.of(layer);
        };
    }

    private static Comparator<Integer> largestFirst(java.util.function.ToDoubleFunction<Integer> value) {
        return Comparator.comparingDouble(value).reversed();
    }

    private static int[] sorted(int filters, Comparator<Integer> by) {
        return IntStream.range(0, filters).boxed().sorted(by).mapToInt(Integer::intValue).toArray();
    }
}
