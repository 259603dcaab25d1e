package espalier.app.controls;

import espalier.basics.Csv;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;

/**
 * How many values there are of each size, with a line that is dragged, or moved with the arrow keys: what is below it
 * stands back. Part of the values can be told apart.
 */
public final class Histogram extends Plot {

    private static final int BINS_PER_STEP = 4;
    private static final int MOST_BINS = 60;
    private static final int SIDE = 12;

    private final ObjectProperty<Values> values = new SimpleObjectProperty<>(this, "values", Values.NONE);
    private final DoubleProperty threshold = new SimpleDoubleProperty(this, "threshold");

    /**
     * What is counted.
     *
     * @param all  of everything, 0 to {@code max}
     * @param part of what is told apart, contained in {@code all}
     * @param max  the largest value that there can be
     * @param step the threshold's step by key
     */
    public record Values(float[] all, float[] part, double max, double step) {

        /** Nothing. */
        public static final Values NONE = new Values(new float[0], new float[0], 1, 0.1);
    }

    /** An empty histogram. */
    public Histogram() {
        getStyleClass().add("histogram");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.SLIDER);
        setCursor(Cursor.H_RESIZE);
        redrawOn(values, threshold);
        threshold.addListener(change -> notifyAccessibleAttributeChanged(AccessibleAttribute.VALUE));
        setOnMousePressed(event -> {
            requestFocus();
            if (event.isPrimaryButtonDown()) {
                drag(event);
            }
        });
        setOnMouseDragged(event -> {
            if (event.isPrimaryButtonDown()) {
                drag(event);
            }
        });
        setOnKeyPressed(this::move);
    }

    /** What is counted. */
    public ObjectProperty<Values> valuesProperty() {
        return values;
    }

    /** Where the line stands. */
    public DoubleProperty thresholdProperty() {
        return threshold;
    }

    /** The x of a value, from this control's edge. */
    public double x(double value) {
        return SIDE + Math.round(value / values.get().max() * (getWidth() - 2 * SIDE));
    }

    /** A line for each bar. */
    @Override
    public Optional<String> csv() {
        int bins = bins();
        double width = values.get().max() / bins;
        int[] all = count(values.get().all(), bins);
        int[] part = count(values.get().part(), bins);
        StringBuilder csv = new StringBuilder(Csv.line(List.of("from", "to", "all", "part")));
        for (int bin = 0; bin < bins; bin++) {
            csv.append(Csv.line(List.of(Csv.number(bin * width), Csv.number((bin + 1) * width),
                    Integer.toString(all[bin]), Integer.toString(part[bin]))));
        }
        return Optional.of(csv.toString());
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case VALUE -> threshold.get();
            case MIN_VALUE -> 0.0;
            case MAX_VALUE -> values.get().max();
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 92;
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        double lineHeight = Math.ceil(Words.height(font()));
        double floor = height - lineHeight - 4;
        int bins = bins();
        int[] all = count(values.get().all(), bins);
        int[] part = count(values.get().part(), bins);
        int most = 1;
        for (int count : all) {
            most = Math.max(most, count);
        }
        double room = floor - lineHeight - 2;
        for (int bin = 0; bin < bins; bin++) {
            double from = x(bin * values.get().max() / bins);
            double to = x((bin + 1) * values.get().max() / bins);
            boolean below = (bin + 0.5) * values.get().max() / bins < threshold.get();
            bar(graphics, from, to, floor, all[bin], most, room, below, false);
            bar(graphics, from, to, floor, part[bin], most, room, below, true);
        }
        graphics.setStroke(line());
        graphics.setLineWidth(1);
        graphics.strokeLine(SIDE, floor + 0.5, width - SIDE, floor + 0.5);
        scale(graphics, floor);
        line(graphics, floor, lineHeight);
    }

    private void bar(Pen graphics, double from, double to, double floor, int count, int most, double room,
            boolean below, boolean isPart) {
        if (count > 0) {
            // By the square root, so that one filter is seen beside hundreds.
            double bar = Math.max(2, Math.round(room * Math.sqrt(count / (double) most)));
            graphics.setFill(isPart ? accent() : muted());
            graphics.setGlobalAlpha(below ? 0.35 : isPart ? 1 : 0.6);
            graphics.fillRect(from, floor - bar, Math.max(1, to - from - 1), bar);
            graphics.setGlobalAlpha(1);
        }
    }

    private void scale(Pen graphics, double floor) {
        double max = values.get().max();
        CellAxis axis = new CellAxis(Math.max(1, (int) max), (int) Math.max(1, getWidth() - 2 * SIDE));
        int step = axis.labelStep(Words.width(Integer.toString((int) max), font()) + 10);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.TOP);
        graphics.setFill(muted());
        for (int value = 0; value <= max; value += step) {
            graphics.fillText(Integer.toString(value), x(value), floor + 3);
        }
    }

    private void line(Pen graphics, double floor, double lineHeight) {
        double x = x(threshold.get());
        graphics.setStroke(isFocused() ? accent() : text());
        graphics.setLineWidth(2);
        graphics.strokeLine(x, lineHeight, x, floor);
        graphics.setFill(isFocused() ? accent() : text());
        graphics.fillRoundRect(x - 4, floor - room(floor, lineHeight) / 2 - 8, 8, 16, 4, 4);
        String number = number(threshold.get());
        graphics.setTextBaseline(VPos.TOP);
        double half = Words.width(number, font()) / 2;
        graphics.fillText(number, Math.max(half, Math.min(getWidth() - half, x)), 0);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }

    private static double room(double floor, double lineHeight) {
        return floor - lineHeight;
    }

    private int bins() {
        return (int) Math.max(1, Math.min(MOST_BINS, Math.round(values.get().max() * BINS_PER_STEP)));
    }

    private int[] count(float[] of, int bins) {
        int[] counts = new int[bins];
        for (float value : of) {
            counts[(int) Math.max(0, Math.min(bins - 1, value / values.get().max() * bins))]++;
        }
        return counts;
    }

    private void drag(MouseEvent event) {
        double share = (event.getX() - SIDE) / Math.max(1, getWidth() - 2 * SIDE);
        set(share * values.get().max());
    }

    private void move(KeyEvent event) {
        double step = values.get().step() * (event.isShiftDown() ? 10 : 1);
        switch (event.getCode()) {
            case LEFT, DOWN -> set(threshold.get() - step);
            case RIGHT, UP -> set(threshold.get() + step);
            case HOME -> set(0);
            case END -> set(values.get().max());
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void set(double value) {
        double step = values.get().step();
        threshold.set(Math.max(0, Math.min(values.get().max(), Math.round(value / step) * step)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
