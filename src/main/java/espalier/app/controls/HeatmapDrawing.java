package espalier.app.controls;

import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.controls.HeatmapData.Totals;
import java.util.Collections;
import java.util.Comparator;
import java.util.function.IntFunction;
import javafx.geometry.VPos;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import javafx.scene.text.TextAlignment;

/**
 * Draws what is around the cells of a heatmap and over them: names, numbers, marks, hatching, bars.
 *
 * @param look           gives colours and letters
 * @param places         the column shown at each place
 * @param selectedRow    or −1
 * @param selectedColumn or −1
 */
record HeatmapDrawing(Plot look, HeatmapGeometry geometry, HeatmapData data, int[] places, Totals totals,
        IntFunction<ColumnMark> marks, int selectedRow, int selectedColumn) {

    private static final int HATCH = 6;

    void draw(Pen graphics) {
        names(graphics);
        numbers(graphics);
        marks(graphics);
        if (geometry.totals() > 0) {
            totals(graphics);
        }
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }

    private void names(Pen graphics) {
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.setTextBaseline(VPos.CENTER);
        int step = geometry.down().labelStep(Words.height(look.font()));
        for (int row = 0; row < data.rows().size(); row += step) {
            graphics.setFill(row == selectedRow ? look.text() : look.muted());
            graphics.fillText(Words.elided(data.rows().get(row), look.font(), geometry.left() - 8), geometry.left() - 8,
                    geometry.y(row) + Math.max(1, geometry.down().size(row)) / 2.0);
        }
    }

    private void numbers(Pen graphics) {
        // By letters: to measure thousands of names at each painting takes too long.
        String longest = Collections.max(data.columns(), Comparator.comparingInt(String::length));
        int step = geometry.across().labelStep(Words.width(longest, look.font()) + 6);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
        double baseline = Math.round(geometry.bottom() + 3 + Words.ascent(look.font()));
        for (int place = 0; place < places.length; place += step) {
            graphics.setFill(places[place] == selectedColumn ? look.text() : look.muted());
            String number = data.columns().get(places[place]);
            double middle = geometry.x(place) + Math.max(1, geometry.across().size(place)) / 2.0;
            // On whole pixels, where letters are sharp.
            graphics.fillText(number, Math.round(middle - Words.width(number, look.font()) / 2), baseline);
        }
    }

    private void marks(Pen graphics) {
        hatch(graphics);
        for (int place = 0; place < places.length; place++) {
            ColumnMark mark = marks.apply(places[place]);
            double x = geometry.x(place);
            double width = Math.max(1, geometry.across().size(place));
            double middle = x + (width - 1) / 2;
            double half = Math.min(3, Math.max(1, width / 2 - 1));
            double y = geometry.top() - 8;
            if (mark == ColumnMark.MUST_STAY) {
                graphics.setFill(look.accent());
                graphics.fillOval(middle - half, y - half, 2 * half, 2 * half);
            } else if (mark == ColumnMark.MUST_GO) {
                graphics.setStroke(look.text());
                graphics.setLineWidth(1.5);
                graphics.strokeLine(middle - half, y - half, middle + half, y + half);
                graphics.strokeLine(middle - half, y + half, middle + half, y - half);
            }
        }
    }

    /** Neighbours in one go, as several columns may share a pixel. */
    private void hatch(Pen graphics) {
        graphics.setFill(hatch(look.ground()));
        int from = 0;
        while (from < places.length) {
            int to = from;
            while (to < places.length && marks.apply(places[to]).isHatched()) {
                to++;
            }
            if (to > from) {
                graphics.fillRect(geometry.x(from), geometry.top(), Math.max(1, geometry.x(to) - geometry.x(from)),
                        geometry.down().pixels());
            }
            from = Math.max(to, from + 1);
        }
    }

    private void totals(Pen graphics) {
        double top = geometry.totalsTop();
        double height = geometry.totals() - 1;
        double gap = geometry.across().size(0) >= 7 ? 1 : 0;
        for (int place = 0; place < places.length; place++) {
            double bar = Math.round(height * Math.max(0, Math.min(1, totals.values()[places[place]] / totals.max())));
            boolean goes = marks.apply(places[place]).isHatched();
            graphics.setFill(places[place] == selectedColumn ? look.accent() : goes ? look.faint() : look.muted());
            graphics.fillRect(geometry.x(place), top + height - bar, Math.max(1, geometry.across().size(place) - gap),
                    bar);
        }
        graphics.setStroke(look.line());
        graphics.setLineWidth(1);
        graphics.strokeLine(geometry.left(), top + height + 0.5, geometry.right(), top + height + 0.5);
        if (!Double.isNaN(totals.line()) && totals.line() <= totals.max()) {
            double y = Math.round(top + height - height * totals.line() / totals.max()) + 0.5;
            graphics.setStroke(look.accent());
            graphics.strokeLine(geometry.left(), y, geometry.right() + 4, y);
        }
        graphics.setFill(look.muted());
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(Words.elided(totals.title(), look.font(), geometry.left() - 8), geometry.left() - 8,
                top + height / 2);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.fillText(Legend.number(totals.max()), geometry.right() + 6, top + 5);
        graphics.fillText("0", geometry.right() + 6, top + height - 4);
    }

    /** Lines of the ground's colour over a veil of it: what is under them is still seen, and stands back. */
    private static ImagePattern hatch(Color ground) {
        WritableImage tile = new WritableImage(HATCH, HATCH);
        for (int y = 0; y < HATCH; y++) {
            for (int x = 0; x < HATCH; x++) {
                boolean line = (x + y) % HATCH < 2;
                tile.getPixelWriter().setColor(x, y, ground.deriveColor(0, 1, 1, line ? 0.95 : 0.55));
            }
        }
        return new ImagePattern(tile, 0, 0, HATCH, HATCH, false);
    }
}
