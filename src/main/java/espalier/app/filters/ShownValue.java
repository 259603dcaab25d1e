package espalier.app.filters;

import espalier.app.controls.HeatmapData;
import espalier.importance.NetworkScores.LayerScores;
import java.util.List;
import java.util.stream.IntStream;

/** Which of the two class-aware values the heatmap shows. */
enum ShownValue {
    /** The paper's. */
    SHARE("Pictures", "share",
            "For how many of a class's pictures the filter matters: the share with |activation × gradient| > 0 "
                    + "where the filter's total is largest.\nA column adds up to the filter's score. (Class-Aware Pruning, section III-B)"),
    /** Its continuous companion, by row. */
    STRENGTH("Strength", "strength",
            "How strongly the loss of a class hangs on the filter: the mean of |activation × gradient| over "
                    + "pictures and positions,\ndivided by the sum over the layer's filters. A row adds up to 1. It tells filters apart that tie.");

    private final String title;
    private final String unit;
    private final String explanation;

    ShownValue(String title, String unit, String explanation) {
        this.title = title;
        this.unit = unit;
        this.explanation = explanation;
    }

    String title() {
        return title;
    }

    /** A word for the key to the colours. */
    String unit() {
        return unit;
    }

    String explanation() {
        return explanation;
    }

    /** A layer's values. */
    HeatmapData data(LayerScores layer, List<String> classNames) {
        List<String> columns = IntStream.range(0, layer.filters()).mapToObj(Integer::toString).toList();
        if (this == SHARE) {
            return new HeatmapData(classNames, columns, layer.perClass(), 0, 1);
        }
        float[][] shares = new float[classNames.size()][layer.filters()];
        float most = 0;
        for (int c = 0; c < shares.length; c++) {
            double sum = 0;
            for (float value : layer.continuous()[c]) {
                sum += value;
            }
            for (int k = 0; k < shares[c].length; k++) {
                shares[c][k] = sum > 0 ? (float) (layer.continuous()[c][k] / sum) : 0;
                most = Math.max(most, shares[c][k]);
            }
        }
        return new HeatmapData(classNames, columns, shares, 0, most > 0 ? most : 1);
    }
}
