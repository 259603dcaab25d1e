package espalier.report;

import espalier.basics.Figures;
import espalier.basics.Ticks;
import espalier.drawing.Svg;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the scores of a network's filters lie between 0 and the number of classes: a histogram, its bars divided by
 * layer.
 */
public final class ScorePicture {

    private static final int BINS = 20;
    private static final double LEFT = 64;
    private static final double TOP = 66;
    private static final double WIDTH = 400;
    private static final double HEIGHT = 220;
    private static final double LETTER = 7.2;

    private ScorePicture() {}

    /**
     * Draws the scores of all filters. The share axis ends at 25, 50 or 100 %, so that pictures of most networks
     * compare.
     *
     * @return the file's content, SVG
     */
    public static String of(String title, NetworkScores scores) {
        int classes = scores.classNames().size();
        double filters = scores.layers().stream().mapToInt(LayerScores::filters).sum();
        double right = LEFT + WIDTH;
        double bottom = TOP + HEIGHT;
        List<LayerScores> layers = scores.layers();
        double wide = LETTER * layers.stream().mapToInt(layer -> layer.layer().length()).max().orElse(0);
        boolean named = layers.size() <= HEIGHT / 20;
        Svg svg = new Svg(right + (named ? 44 + wide : 24), bottom + 52, title);
        svg.text(16, 24, "start", title);
        svg.text(16, 48, "start", "share of all filters");
        double highest = IntStream.range(0, BINS)
                .mapToDouble(b -> layers.stream().mapToInt(layer -> layer.histogram(BINS)[b]).sum()).max().orElse(0)
                / filters;
        double top = highest <= 0.25 ? 0.25 : highest <= 0.5 ? 0.5 : 1;
        for (double share : Ticks.linear(0, top, 5)) {
            double y = bottom - HEIGHT * share / top;
            svg.grid(LEFT, y, right, y);
            svg.text(LEFT - 8, y + 4.5, "end", Figures.fixed(100 * share, 0) + " %");
        }
        double bin = WIDTH / BINS;
        double[] heights = new double[BINS];
        for (int i = 0; i < layers.size(); i++) {
            String colour = Svg.colour(i);
            int[] counts = layers.get(i).histogram(BINS);
            for (int b = 0; b < BINS; b++) {
                double height = HEIGHT * counts[b] / filters / top;
                heights[b] += height;
                if (height > 0) {
                    svg.rectangle(LEFT + b * bin + 1, bottom - heights[b], bin - 2, height, colour);
                }
            }
            if (named) {
                double y = bottom - 20 * i;
                svg.rectangle(right + 16, y - 11, 11, 11, colour);
                svg.text(right + 34, y - 1, "start", layers.get(i).layer());
            }
        }
        for (double tick : Ticks.linear(0, classes, 10)) {
            svg.text(LEFT + WIDTH * tick / classes, bottom + 18, "middle", Figures.fixed(tick, 0));
        }
        svg.text(LEFT + WIDTH / 2, bottom + 40, "middle", "score: classes that a filter matters to");
        return svg.end();
    }
}
