package espalier.app.filters;

import espalier.importance.FilterValue;
import espalier.importance.NetworkScores.LayerScores;
import espalier.importance.SimilarityOrder;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The order of a layer's filters in the heatmap. */
enum FilterSort {
    /** As they are in the network. */
    LAYER("Layer order", "Filters as they are numbered in the network"),
    /** Those that matter to most classes first. */
    SCORE("Score", "Filters that matter to the most classes first; where scores tie, the stronger first"),
    /** Those without which losses would change most first. */
    LOSS("Loss change",
            "Filters without which the losses of the classes would change most first, for better or worse: "
                    + "by the mean over the classes of |ΔL|"),
    /** Those that matter to the chosen class first, by the value that is shown. */
    CLASS("Class",
            "Filters with the largest shown value of the chosen class first: choose it by its name beside the heatmap"),
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
     * @param shown by which classes are told apart
     * @param label the chosen class, or −1
     */
    int[] order(LayerScores layer, FilterValue shown, int label) {
        return switch (this) {
            case LAYER -> IntStream.range(0, layer.filters()).toArray();
            case SCORE -> sorted(layer.filters(),
                    largestFirst(k -> layer.scores()[k]).thenComparing(largestFirst(layer::continuousTotal)));
            case LOSS -> sorted(layer.filters(), largestFirst(layer::meanLossChange));
            case CLASS -> {
                if (label < 0 || label >= layer.perClass().length) {
                    yield SCORE.order(layer, shown, label);
                }
                float[] values = shown.of(layer)[label];
                yield sorted(layer.filters(),
                        largestFirst(k -> values[k]).thenComparing(largestFirst(k -> layer.continuous()[label][k])));
            }
            case SIMILARITY -> SimilarityOrder.of(shown.of(layer));
        };
    }

    private static Comparator<Integer> largestFirst(ToDoubleFunction<Integer> value) {
        return Comparator.comparingDouble(value).reversed();
    }

    private static int[] sorted(int filters, Comparator<Integer> by) {
        return IntStream.range(0, filters).boxed().sorted(by).mapToInt(Integer::intValue).toArray();
    }
}
