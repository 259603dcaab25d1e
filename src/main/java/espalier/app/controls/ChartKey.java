package espalier.app.controls;

import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Series;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;

/**
 * The key to a chart: the mark of each series beside its name; names that have no room are counted. Where a click on a
 * name means something, series can be hidden by it.
 */
public final class ChartKey extends Plot {

    private static final double MARK = 3.5;
    private static final double CROSS = 2.8;
    private static final double MARK_ROOM = 18;
    private static final double GAP = 6;
    /** "and 12 more" */
    private static final double REST = 70;

    /** What is left of the mark and name of a series that is hidden. */
    private static final double FAINT = 0.4;

    private List<Series> series = List.of();
    private Set<String> hidden = Set.of();

    /** An empty key. */
    public ChartKey() {
        setAccessibleRole(AccessibleRole.TEXT);
        setMinWidth(0);
    }

    /** Shows the key to some series, in this order; their points are not used. */
    public void show(List<Series> shown) {
        series = List.copyOf(shown);
        setAccessibleText(String.join("; ", shown.stream().map(Series::name).toList()));
        requestParentLayout();
        redraw();
    }

    /** Calls with the name of a series that is clicked. */
    public void setOnName(Consumer<String> clicked) {
        setCursor(Cursor.HAND);
        setOnMouseClicked(event -> {
            double x = GAP;
            for (Series one : series) {
                if (event.getX() >= x - GAP && event.getX() < x + width(one) - GAP) {
                    clicked.accept(one.name());
                    return;
                }
                x += width(one);
            }
        });
    }

    /** Draws the names of series that are hidden faintly. */
    public void setHidden(Set<String> names) {
        hidden = Set.copyOf(names);
        redraw();
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.ceil(Words.height(font())) + 4;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.ceil(series.stream().mapToDouble(this::width).sum() + GAP);
    }

    private double width(Series one) {
        return MARK_ROOM + Words.width(one.name(), font()) + GAP;
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        graphics.setTextBaseline(VPos.CENTER);
        double x = GAP;
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            if (x + width(one) - GAP > width - (i + 1 < series.size() ? REST : 0) && computePrefWidth(height) > width) {
                graphics.setFill(muted());
                graphics.fillText("and " + (series.size() - i) + " more", x, height / 2);
                break;
            }
            graphics.setGlobalAlpha(hidden.contains(one.name()) ? FAINT : 1);
            Color colour = one.number() == 0 ? accent() : muted();
            graphics.setFill(colour);
            graphics.setStroke(colour);
            if (one.look() == Look.LINE) {
                graphics.setLineWidth(1);
                graphics.strokeLine(x - 5, Math.floor(height / 2) + 0.5, x + 5, Math.floor(height / 2) + 0.5);
            } else {
                drawMark(graphics, one.number(), one.look(), ground(), x, height / 2);
            }
            graphics.setFill(one.number() == 0 ? text() : muted());
            graphics.fillText(one.name(), x + 9, height / 2);
            graphics.setGlobalAlpha(1);
            x += width(one);
        }
    }

    /**
     * The mark of a series, in the graphics' fill and stroke, which are to be one colour.
     *
     * @param ground what an outline is filled with
     */
    static void drawMark(Pen graphics, int number, Look look, Color ground, double x, double y) {
        switch (look) {
            case FULL -> drawMark(graphics, number, MARK, x, y);
            case HOLLOW -> {
                drawMark(graphics, number, MARK + 0.5, x, y);
                Paint colour = graphics.getFill();
                graphics.setFill(ground);
                drawMark(graphics, number, MARK - 1, x, y);
                graphics.setFill(colour);
            }
            case CROSS -> {
                graphics.setLineWidth(1.8);
                graphics.strokeLine(x - CROSS, y - CROSS, x + CROSS, y + CROSS);
                graphics.strokeLine(x - CROSS, y + CROSS, x + CROSS, y - CROSS);
            }
            case LINE -> {
                // Its line says all.
            }
        }
    }

    /** A disc, a square, a triangle, a diamond. */
    private static void drawMark(Pen graphics, int number, double size, double x, double y) {
        switch (number % 4) {
            case 0 -> graphics.fillOval(x - size, y - size, 2 * size, 2 * size);
            case 1 -> graphics.fillRect(x - size, y - size, 2 * size, 2 * size);
            case 2 -> graphics.fillPolygon(new double[] {x - size - 1, x + size + 1, x},
                    new double[] {y + size, y + size, y - size - 1}, 3);
            default -> graphics.fillPolygon(new double[] {x - size - 1, x, x + size + 1, x},
                    new double[] {y, y - size - 1, y, y + size + 1}, 4);
        }
    }
}
