package espalier.app.controls;

import espalier.drawing.ColourMap;
import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/** The key to a colour map: its colours with numbers beside them. */
public final class Legend extends Plot {

    private static final int BAR = 12;
    private static final int GAP = 5;

    private final Orientation orientation;
    private final ObjectProperty<ColourMap> colours = new SimpleObjectProperty<>(this, "colours", ColourMap.VIRIDIS);
    private final ObjectProperty<Range> range = new SimpleObjectProperty<>(this, "range", new Range("", 0, 1));

    /**
     * The ends of the scale.
     *
     * @param title what the numbers are, in a word or two; empty for none
     * @param min   the number at the lower end
     * @param max   the number at the upper end
     */
    public record Range(String title, double min, double max) {}

    /** A standing legend has its largest number on top, a lying one at the right. */
    public Legend(Orientation orientation) {
        this.orientation = orientation;
        getStyleClass().add("legend");
        redrawOn(colours, range);
    }

    /** The colours. */
    public ObjectProperty<ColourMap> coloursProperty() {
        return colours;
    }

    /** The numbers. */
    public ObjectProperty<Range> rangeProperty() {
        return range;
    }

    @Override
    protected double computePrefWidth(double height) {
        return orientation == Orientation.VERTICAL ? BAR + GAP + 30 : 160;
    }

    @Override
    protected double computePrefHeight(double width) {
        return orientation == Orientation.VERTICAL ? 160 : BAR + GAP + Math.ceil(Words.height(font()));
    }

    @Override
    protected double computeMinHeight(double width) {
        return orientation == Orientation.VERTICAL ? 60 : computePrefHeight(width);
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        boolean standing = orientation == Orientation.VERTICAL;
        double lineHeight = Math.ceil(Words.height(font()));
        String title = range.get().title();
        double top = standing ? Math.round(lineHeight / 2) + (title.isEmpty() ? 0 : lineHeight + 4) : 0;
        int length = (int) Math.max(1, standing ? height - top - lineHeight / 2 : width);
        for (int i = 0; i < length; i++) {
            graphics.setFill(colour(length == 1 ? 0 : i / (length - 1.0)));
            if (standing) {
                graphics.fillRect(0, top + length - 1 - i, BAR, 1);
            } else {
                graphics.fillRect(i, 0, 1, BAR);
            }
        }
        graphics.setFill(muted());
        if (standing && !title.isEmpty()) {
            graphics.setTextBaseline(VPos.TOP);
            graphics.fillText(Words.elided(title, font(), width), 0, 0);
        }
        for (double share : new double[] {0, 0.5, 1}) {
            double value = range.get().min() + share * (range.get().max() - range.get().min());
            if (standing) {
                graphics.setTextBaseline(VPos.CENTER);
                graphics.fillText(number(value), BAR + GAP, top + (1 - share) * length);
            } else {
                graphics.setTextBaseline(VPos.TOP);
                graphics.setTextAlign(
                        share == 0 ? TextAlignment.LEFT : share == 1 ? TextAlignment.RIGHT : TextAlignment.CENTER);
                graphics.fillText(number(value), share * length, BAR + GAP - 2);
            }
        }
        graphics.setTextAlign(TextAlignment.LEFT);
    }

    private Color colour(double share) {
        int argb = colours.get().argb(share);
        return Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
    }

    /** As short as it can be: "0", "0.5", "10", "1.2e-5". */
    static String number(double value) {
        double size = Math.abs(value);
        if (value < 0) {
            return "−" + number(size);
        }
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+0", "e");
        }
        String number = String.format(Locale.ROOT, size < 0.1 ? "%.3f" : size < 10 ? "%.2f" : "%.1f", value);
        return number.replaceAll("\\.?0+$", "");
    }
}
