package espalier.importance;

import espalier.basics.Figures;
import espalier.basics.RankCorrelation;
import espalier.importance.NetworkScores.LayerScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What can be said of a filter and a class in one number; all three come from one pass over the scoring pictures. */
public enum FilterValue {
    /** The paper's. */
    SHARE("Share of pictures", "share",
            "For how many of a class's pictures the filter matters: the share with |activation × gradient| > 0 "
                    + "where the filter's total is largest. A column adds up to the filter's score, the number of classes that "
                    + "it matters to. (Class-Aware Pruning, section III-B)"),
    /** Its continuous companion, by row. */
    STRENGTH("Share of strength", "strength",
            "How strongly the loss of a class hangs on single values of the filter's output: the mean of |activation × gradient| "
                    + "over pictures and positions, divided by the sum over the layer's filters. A row adds up to 1. It tells "
                    + "filters apart that tie. (θ of Class-Aware Pruning, section III-B)"),
    /** To first order, with its sign. */
    LOSS_CHANGE("Loss change", "ΔL, nats",
            "By how much the loss of a class would change if the filter were silenced, estimated: −Σ over positions of "
                    + "activation × gradient at its feature map behind batch norm and ReLU, in the mean over the class's pictures "
                    + "(Molchanov et al. 2017, equation 7). Above 0 the class needs the filter; below 0 the filter harms the "
                    + "class. In nats, the unit of the cross entropy: 0.69 nats halve the probability of the true class.");

    private static final int MOST_RANKED = 100_000;

    private final String title;
    private final String unit;
    private final String explanation;

    FilterValue(String title, String unit, String explanation) {
        this.title = title;
        this.unit = unit;
        this.explanation = explanation;
    }

    /** How it is named for a person. */
    public String title() {
        return title;
    }

    /** A word for the key to its colours. */
    public String unit() {
        return unit;
    }

    /** What it is, with formula and source. */
    public String explanation() {
        return explanation;
    }

    /** Whether values lie on both sides of 0. */
    public boolean isSigned() {
        return this == LOSS_CHANGE;
    }

    /**
     * The values of a layer.
     *
     * @return {@code [classes][filters]}; NaN where they are not known
     */
    public float[][] of(LayerScores layer) {
        return switch (this) {
            case SHARE -> layer.perClass();
            case STRENGTH -> layer.strength();
            case LOSS_CHANGE -> layer.hasLossChange() ? layer.lossChange() : unknown(layer);
        };
    }

    /** A value in a few letters: "70 %", "+0.031". */
    public String text(double value) {
        if (Double.isNaN(value)) {
            return Figures.UNKNOWN;
        }
        return this != LOSS_CHANGE ? Math.round(100 * value) + " %"
                : value == 0 ? "0" : (value < 0 ? "−" : "+") + significant(Math.abs(value));
    }

    /** Two digits that count: "0.031", "4.2e-5". */
    private static String significant(double size) {
        return String.format(Locale.ROOT, size < 1e-4 ? "%.1e" : "%.2g", size).replace("e-0", "e-");
    }

    /** How alike these values are in two scorings of the same filters and classes. */
    public Likeness likeness(NetworkScores a, NetworkScores b) {
        int filters = 0;
        int same = 0;
        List<float[]> x = new ArrayList<>();
        List<float[]> y = new ArrayList<>();
        for (LayerScores layer : a.layers()) {
            float[][] one = of(layer);
            float[][] other = of(b.layer(layer.layer()));
            x.addAll(List.of(one));
            y.addAll(List.of(other));
            filters += layer.filters();
            same += (int) IntStream.range(0, layer.filters())
                    .filter(k -> IntStream.range(0, one.length).allMatch(c -> one[c][k] == other[c][k])).count();
        }
        return new Likeness(filters, same, RankCorrelation.of(some(x), some(y)));
    }

    /** All of them, or of very many some, evenly spread. */
    private static double[] some(List<float[]> rows) {
        int step = 1 + rows.stream().mapToInt(row -> row.length).sum() / MOST_RANKED;
        double[] all = rows.stream().flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(k -> row[k]))
                .toArray();
        return IntStream.range(0, all.length).filter(i -> i % step == 0).mapToDouble(i -> all[i]).toArray();
    }

    private static float[][] unknown(LayerScores layer) {
        float[][] values = new float[layer.perClass().length][layer.filters()];
        for (float[] row : values) {
            Arrays.fill(row, Float.NaN);
        }
        return values;
    }

    /**
     * How alike the values of two scorings are.
     *
     * @param filters of all layers
     * @param same    how many of them have exactly the same value for every class
     * @param rho     Spearman's rank correlation over filters and classes; NaN where it is not defined
     */
    public record Likeness(int filters, int same, double rho) {}
}
