package espalier.app.overview;

import espalier.app.Theme;
import espalier.app.controls.HeatmapData;
import espalier.app.controls.HeatmapImage;
import espalier.app.controls.Pen;
import espalier.app.controls.Words;
import espalier.drawing.ColourMap;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.LayerInfo;
import espalier.network.LayerKind;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.geometry.VPos;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * The heatmaps below the network's drawing: for each convolution its classes down and its filters across, those that
 * matter to the most classes first. A pixel shows the mean of the cells that fall on it.
 */
final class ScoreStrips {

    /** Of a strip, in pixels. */
    static final int HEIGHT = 40;

    private static final int WIDEST = 104;
    private static final int GAP = 8;
    private static final int BAR = 8;

    private final Map<String, Image> images = new HashMap<>();
    private NetworkScores of;
    private ColourMap colours;

    /**
     * Draws what belongs below one block: a convolution's strip, what is down and across below the picture, the
     * colours' numbers below the classifier.
     *
     * @param x    the block's middle
     * @param room that it has
     */
    @SuppressWarnings("ReferenceEquality") // New scores are another object.
    void draw(Pen graphics, NetworkScores scores, LayerInfo layer, double x, double top, double room, Color words,
            Font font) {
        if (scores == null) {
            return;
        }
        ColourMap now = Theme.valueColoursProperty().get();
        if (scores != of || now != colours) {
            images.clear();
            of = scores;
            colours = now;
        }
        graphics.setFill(words);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        double line = Words.height(font);
        if (layer.kind() == LayerKind.INPUT) {
            graphics.fillText(Words.elided("classes ↓", font, room), x, top + HEIGHT / 2.0 - line / 2);
            graphics.fillText(Words.elided("filters →", font, room), x, top + HEIGHT / 2.0 + line / 2);
        } else if (layer.kind() == LayerKind.OUTPUT) {
            legend(graphics, x, top + (HEIGHT - BAR - line) / 2, Math.min(WIDEST, room) - 3 * GAP, line);
        } else {
            strip(graphics, scores, layer, x, top, (int) Math.min(WIDEST, room - GAP));
        }
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setTextAlign(TextAlignment.CENTER);
    }

    private void strip(Pen graphics, NetworkScores scores, LayerInfo layer, double x, double top, int width) {
        LayerScores shown = scores.layers().stream()
                .filter(known -> known.layer().equals(layer.name()) && known.filters() == layer.channels()).findFirst()
                .orElse(null);
        if (shown != null && width > 0) {
            Image image = images.computeIfAbsent(shown.layer() + " " + width, key -> image(scores, shown, width));
            graphics.setImageSmoothing(false);
            graphics.drawImage(image, Math.round(x - width / 2.0), Math.round(top), width, HEIGHT);
        }
    }

    private static Image image(NetworkScores scores, LayerScores layer, int width) {
        HeatmapData data = new HeatmapData(scores.classNames(), Collections.nCopies(layer.filters(), ""),
                layer.perClass(), 0, 1);
        return HeatmapImage.of(data, byScore(layer), Theme.valueColoursProperty().get(), width, HEIGHT);
    }

    /** The filters, the one that matters to the most classes first. */
    static int[] byScore(LayerScores layer) {
        return IntStream.range(0, layer.filters()).boxed()
                .sorted((a, b) -> Float.compare(layer.scores()[b], layer.scores()[a])).mapToInt(Integer::intValue)
                .toArray();
    }

    private static void legend(Pen graphics, double x, double top, double width, double line) {
        if (width < 24) {
            return;
        }
        Color words = (Color) graphics.getFill();
        double left = Math.round(x - width / 2);
        for (int i = 0; i < width; i++) {
            int argb = Theme.valueColoursProperty().get().argb(i / (width - 1));
            graphics.setFill(Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF));
            graphics.fillRect(left + i, Math.round(top), 1, BAR);
        }
        graphics.setFill(words);
        graphics.fillText("0", left + 3, top + BAR + line / 2 + 1);
        graphics.fillText("1", left + width - 3, top + BAR + line / 2 + 1);
    }
}
