package espalier.app.overview;

import espalier.app.controls.Pen;
import espalier.app.controls.Words;
import espalier.app.overview.DiagramLayout.Column;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** The words above and below the blocks; where blocks are too narrow for their own, those alike share them. */
final class DiagramWords {

    /** Of the square that stands for the picture's size, in pixels. */
    static final double SQUARE = 20;

    private static final double OWN_SQUARE = 28;
    private static final double FROM_TO = 52;

    private final Pen graphics;
    private final DiagramLayout layout;
    private final Font font;
    private final Color text;
    private final Color muted;
    private final double line;

    DiagramWords(Pen graphics, DiagramLayout layout, Font font, Color text, Color muted) {
        this.graphics = graphics;
        this.layout = layout;
        this.font = font;
        this.text = text;
        this.muted = muted;
        this.line = Math.ceil(Words.height(font));
    }

    /**
     * Draws all words.
     *
     * @param names  the middle of the line of names
     * @param counts the middle of the line of numbers, with the squares below
     */
    void draw(double names, double counts) {
        for (List<Integer> run : layout.runs()) {
            graphics.setFill(text);
            names(run, names);
            graphics.setFill(text);
            counts(run, counts);
            sizes(run, counts + line / 2 + 4);
        }
    }

    private Column column(int index) {
        return layout.columns().get(index);
    }

    private void names(List<Integer> run, double y) {
        if (run.size() == 1 || fit(run, this::name)) {
            run.forEach(i -> graphics.fillText(Words.elided(name(i), font, layout.room(i)), layout.middle(i), y));
            return;
        }
        String both = name(run.get(0)) + " … " + name(run.get(run.size() - 1));
        graphics.fillText(Words.elided(both, font, span(run) - 4), middle(run), y);
        graphics.setStroke(muted.deriveColor(0, 1, 1, .5));
        graphics.setLineWidth(1);
        double below = Math.round(y + line / 2) + .5;
        graphics.strokeLine(middle(run) - span(run) / 2 + 2, below, middle(run) + span(run) / 2 - 2, below);
    }

    private String name(int index) {
        LayerInfo layer = column(index).layer();
        return layer.kind() == LayerKind.INPUT ? "" : layer.name();
    }

    private void counts(List<Integer> run, double y) {
        if (run.size() == 1 || fit(run, this::count)) {
            run.forEach(i -> graphics.fillText(Words.elided(count(i), font, layout.room(i)), layout.middle(i), y));
        } else {
            graphics.fillText(Words.elided(together(run), font, span(run)), middle(run), y);
        }
    }

    private String count(int index) {
        Column column = column(index);
        return column.layer().kind() == LayerKind.INPUT ? "picture"
                : column.removed() > 0 && layout.room(index) > FROM_TO
                        ? column.before() + " → " + column.layer().channels()
                        : Integer.toString(column.layer().channels());
    }

    /** "16", "16 → 9", "16 → 4 to 12" */
    private String together(List<Integer> run) {
        IntStream channels = run.stream().mapToInt(i -> column(i).layer().channels());
        var range = channels.summaryStatistics();
        int before = column(run.get(0)).before();
        String now = range.getMin() == range.getMax() ? Integer.toString(range.getMax())
                : range.getMin() + " to " + range.getMax();
        return range.getMin() == before ? now : before + " → " + now;
    }

    private boolean fit(List<Integer> run, Function<Integer, String> words) {
        return run.stream().allMatch(i -> Words.width(words.apply(i), font) <= layout.room(i) - 2);
    }

    private double span(List<Integer> run) {
        int last = run.get(run.size() - 1);
        return layout.middle(last) - layout.middle(run.get(0)) + (layout.room(run.get(0)) + layout.room(last)) / 2;
    }

    private double middle(List<Integer> run) {
        int first = run.get(0);
        return layout.middle(first) - layout.room(first) / 2 + span(run) / 2;
    }

    private void sizes(List<Integer> run, double y) {
        if (run.stream().allMatch(i -> layout.room(i) >= OWN_SQUARE)) {
            run.forEach(i -> size(column(i).layer(), layout.middle(i), y, layout.room(i)));
        } else {
            size(column(run.get(0)).layer(), middle(run), y, span(run));
        }
    }

    /** A square as large, beside the picture's, as the layer's maps. */
    private void size(LayerInfo layer, double x, double y, double room) {
        graphics.setFill(muted);
        if (layer.height() == 1 && layer.width() == 1) {
            graphics.fillText(layer.kind() == LayerKind.OUTPUT ? "classes" : "", x, y + line / 2);
            return;
        }
        double scale = SQUARE / column(0).layer().height();
        double side = Math.max(2, layer.height() * scale);
        String words = layer.height() + "×" + layer.width();
        boolean beside = room > SQUARE + Words.width(words, font) + 6;
        double left = beside ? x - (side + 4 + Words.width(words, font)) / 2 : x - side / 2;
        graphics.setStroke(muted);
        graphics.setLineWidth(1);
        graphics.strokeRect(Math.round(left) + .5, y + .5, Math.round(side), Math.round(side));
        if (beside) {
            graphics.setTextAlign(TextAlignment.LEFT);
            graphics.fillText(words, left + side + 5, y + Math.max(side, line) / 2);
            graphics.setTextAlign(TextAlignment.CENTER);
        }
    }
}
