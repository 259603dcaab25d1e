package espalier.app.controls;

import espalier.app.controls.ChartData.Look;
import espalier.app.controls.ChartData.Mark;
import espalier.app.controls.ChartData.Point;
import espalier.app.controls.ChartData.Scale;
import espalier.app.controls.ChartData.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/**
 * Points and lines over two axes, with intervals. The series of number 0 has the accent colour; the others differ by
 * dashes and marks, so that colour alone tells nothing. A point is selected with the mouse or the arrow keys.
 */
public final class Chart extends Plot {

    private static final double REACH = 14;
    private static final double STAR = 7;
    /** Clear of an interval's end. */
    private static final double STAR_ABOVE = 20;
    private static final double[][] DASHES = {{}, {6, 4}, {2, 3}, {9, 3, 2, 3}, {}};

    private final ObjectProperty<Optional<ChartData>> data = new SimpleObjectProperty<>(this, "data", Optional.empty());
    private final StringProperty selected = new SimpleStringProperty(this, "selected", "");
    private final ObjectProperty<Optional<Mark>> mark = new SimpleObjectProperty<>(this, "mark", Optional.empty());
    private final Label readOut = new Label();
    private ChartData.Range across;
    private ChartData.Range up;
    private double leastLeft;
    private double left;
    private double right;
    private double top;
    private double bottom;

    /** @param name for a screen reader */
    public Chart(String name) {
        getStyleClass().add("chart-plot");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(name);
        setMinSize(0, 0);
        readOut.getStyleClass().add("read-out");
        readOut.setManaged(false);
        readOut.setMouseTransparent(true);
        readOut.setVisible(false);
        getChildren().add(readOut);
        redrawOn(data, selected, mark, focusVisibleProperty());
        selected.addListener(change -> describe());
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> readOut.setVisible(false));
        setOnMousePressed(this::choose);
        setOnKeyPressed(this::move);
    }

    /**
     * Leaves at least so much room for the numbers at the left, so that charts under each other begin at the same
     * place.
     *
     * @param pixels 0 or more
     */
    public void setLeastLeft(double pixels) {
        leastLeft = pixels;
    }

    /** What is shown; empty while nothing is known. */
    public ObjectProperty<Optional<ChartData>> dataProperty() {
        return data;
    }

    /** The id of the network that is marked; empty for none. */
    public StringProperty selectedProperty() {
        return selected;
    }

    /** The point that stands out; empty for none. */
    public ObjectProperty<Optional<Mark>> markProperty() {
        return mark;
    }

    @Override
    public Optional<String> csv() {
        return data.get().map(ChartData::csv);
    }

    @Override
    public List<ChartKey> key() {
        return data.get().filter(shown -> shown.series().size() > 1).stream().flatMap(shown -> shown.series().stream())
                .map(series -> {
                    ChartKey key = new ChartKey();
                    key.show(List.of(series));
                    return key;
                }).toList();
    }

    /** Where a network's point is, from this control's corner; for tests. */
    public Optional<Point2D> place(String id) {
        return point(id).map(this::place);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 320;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 220;
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        across = null;
        if (data.get().isEmpty()) {
            return;
        }
        ChartData shown = data.get().get();
        across = ChartData.Range.of(shown.x(), points().stream().mapToDouble(Point::x).toArray());
        up = ChartData.Range.of(shown.y(),
                points().stream()
                        .flatMapToDouble(
                                point -> java.util.stream.DoubleStream.of(point.y(), point.low(), point.high()))
                        .toArray());
        double line = Math.ceil(Words.height(font()));
        left = Math.max(leastLeft, 10 + up.ticks().stream()
                .mapToDouble(tick -> Words.width(shown.y().number().apply(tick), font())).max().orElse(0));
        right = width - 14;
        top = 10 + (shown.y().title().isEmpty() ? 0 : line);
        bottom = height - 10 - (shown.x().title().isEmpty() ? line : 2 * line);
        drawAxes(graphics, shown, line);
        for (Series series : shown.series()) {
            drawSeries(graphics, series);
        }
        points().stream().filter(point -> point.id().equals(selected.get())).forEach(point -> ring(graphics, point));
        mark.get().ifPresent(best -> place(best.id()).ifPresent(place -> star(graphics, best, place)));
        if (isFocusVisible()) {
            graphics.setStroke(accent());
            graphics.setLineWidth(1);
            graphics.strokeRect(0.5, 0.5, width - 1, height - 1);
        }
    }

    private void drawAxes(Pen graphics, ChartData shown, double line) {
        graphics.setLineWidth(1);
        graphics.setLineDashes();
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setTextAlign(TextAlignment.RIGHT);
        for (double tick : up.ticks()) {
            double y = crisp(bottom - up.share(tick) * (bottom - top));
            graphics.setStroke(line());
            graphics.strokeLine(left, y, right, y);
            graphics.setFill(muted());
            graphics.fillText(shown.y().number().apply(tick), left - 6, y);
        }
        graphics.setTextBaseline(VPos.TOP);
        graphics.setTextAlign(TextAlignment.CENTER);
        double free = Double.NEGATIVE_INFINITY;
        for (double tick : across.ticks()) {
            double x = crisp(left + across.share(tick) * (right - left));
            String number = shown.x().number().apply(tick);
            double half = Words.width(number, font()) / 2;
            graphics.setStroke(line());
            graphics.strokeLine(x, bottom, x, bottom + 4);
            if (x - half > free) {
                graphics.setFill(muted());
                graphics.fillText(number, x, bottom + 6);
                free = x + half + 4;
            }
        }
        graphics.setFill(muted());
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.fillText(Words.elided(shown.y().title(), font(), right), 0, 0);
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.fillText(Words.elided(shown.x().title(), font(), right - left), right, bottom + 8 + line);
        graphics.setTextAlign(TextAlignment.LEFT);
    }

    private void drawSeries(Pen graphics, Series series) {
        boolean marked = series.points().stream().anyMatch(point -> point.id().equals(selected.get()) && point.x() > 1);
        Color colour = series.number() == 0 ? accent() : marked ? text() : muted();
        graphics.setStroke(colour);
        graphics.setFill(colour);
        List<Point> known = series.points().stream().filter(Point::isKnown).toList();
        if (series.joined()) {
            boolean strong = series.look() == Look.FULL && (series.number() == 0 || marked);
            graphics.setLineWidth(series.look() == Look.LINE ? 1 : strong ? 2 : 1.3);
            graphics.setLineDashes(switch (series.look()) {
                case FULL -> DASHES[series.number() % DASHES.length];
                case HOLLOW -> DASHES[1];
                case CROSS -> DASHES[2];
                case LINE -> DASHES[0];
            });
            for (int i = 1; i < known.size(); i++) {
                Point2D from = place(known.get(i - 1));
                Point2D to = place(known.get(i));
                graphics.strokeLine(from.getX(), from.getY(), to.getX(), to.getY());
            }
            graphics.setLineDashes();
        }
        for (Point point : known) {
            Point2D place = place(point);
            if (!Double.isNaN(point.low())) {
                drawInterval(graphics, point, place.getX());
            }
            graphics.setStroke(colour);
            ChartKey.drawMark(graphics, series.number(), series.look(), ground(), place.getX(), place.getY());
        }
    }

    private void drawInterval(Pen graphics, Point point, double x) {
        double low = bottom - up.share(point.low()) * (bottom - top);
        double high = bottom - up.share(point.high()) * (bottom - top);
        graphics.setLineWidth(1.3);
        graphics.strokeLine(x, low, x, high);
        graphics.strokeLine(x - 4, low, x + 4, low);
        graphics.strokeLine(x - 4, high, x + 4, high);
    }

    private void ring(Pen graphics, Point point) {
        Point2D place = place(point);
        graphics.setLineWidth(2);
        graphics.setStroke(text());
        graphics.strokeOval(place.getX() - 7, place.getY() - 7, 14, 14);
    }

    /** A star with its words, above the point or below it, where there is room. */
    private void star(Pen graphics, Mark shown, Point2D place) {
        double line = Math.ceil(Words.height(font()));
        boolean above = place.getY() - top > STAR_ABOVE + line;
        double y = above ? place.getY() - STAR_ABOVE : place.getY() + STAR_ABOVE;
        double[] xs = new double[10];
        double[] ys = new double[10];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? STAR : STAR * 0.42;
            xs[i] = place.getX() + radius * Math.sin(i * Math.PI / 5);
            ys[i] = y - radius * Math.cos(i * Math.PI / 5);
        }
        graphics.setFill(shown.sure() ? text() : ground());
        graphics.fillPolygon(xs, ys, 10);
        graphics.setStroke(text());
        graphics.setLineWidth(1.2);
        graphics.strokePolygon(xs, ys, 10);
        graphics.setFill(text());
        graphics.setTextBaseline(VPos.CENTER);
        double half = Words.width(shown.words(), font()) / 2;
        if (above && place.getX() + STAR + 4 + 2 * half <= right + 14) {
            graphics.setTextAlign(TextAlignment.LEFT);
            graphics.fillText(shown.words(), place.getX() + STAR + 4, y);
        } else {
            // Lines mostly fall to the right: below the point there is room.
            graphics.setTextAlign(TextAlignment.CENTER);
            graphics.fillText(shown.words(), Math.max(left + half, Math.min(right + 14 - half, place.getX())),
                    above ? y - STAR - line / 2 : y + STAR + line / 2);
            graphics.setTextAlign(TextAlignment.LEFT);
        }
    }

    private List<Point> points() {
        return data.get().stream().flatMap(shown -> shown.series().stream()).flatMap(series -> series.points().stream())
                .filter(Point::isKnown)
                .filter(point -> data.get().orElseThrow().x().scale() == Scale.LINEAR || point.x() > 0)
                .filter(point -> data.get().orElseThrow().y().scale() == Scale.LINEAR || point.y() > 0).toList();
    }

    /** Of a network's points the one that is drawn last. */
    private Optional<Point> point(String id) {
        return points().stream().filter(point -> point.id().equals(id)).reduce((first, last) -> last);
    }

    private Point2D place(Point point) {
        return new Point2D(left + across.share(point.x()) * (right - left),
                bottom - up.share(point.y()) * (bottom - top));
    }

    private static double crisp(double value) {
        return Math.floor(value) + 0.5;
    }

    private Optional<Point> near(double x, double y) {
        if (across == null) {
            return Optional.empty();
        }
        // Of points on one another the last is on top.
        List<Point> reversed = new ArrayList<>(points());
        java.util.Collections.reverse(reversed);
        return reversed.stream().min(Comparator.comparingDouble(point -> place(point).distance(x, y)))
                .filter(point -> place(point).distance(x, y) <= REACH);
    }

    private void hover(MouseEvent event) {
        Optional<Point> near = near(event.getX(), event.getY());
        readOut.setVisible(near.isPresent());
        near.ifPresent(point -> {
            readOut.setText(text(point));
            readOut.applyCss();
            readOut.autosize();
            Point2D place = place(point);
            double x = Math.max(0, Math.min(getWidth() - readOut.getWidth(), place.getX() - readOut.getWidth() / 2));
            double above = place.getY() - readOut.getHeight() - 10;
            readOut.relocate(x, above >= 0 ? above : place.getY() + 12);
        });
    }

    private String text(Point point) {
        return point.text() + mark.get().filter(shown -> shown.id().equals(point.id()))
                .map(shown -> "\n" + shown.text()).orElse("");
    }

    private void choose(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        near(event.getX(), event.getY()).ifPresent(point -> selected.set(point.id()));
    }

    private void move(KeyEvent event) {
        int step = switch (event.getCode()) {
            case LEFT -> -1;
            case RIGHT -> 1;
            default -> 0;
        };
        List<String> order = points().stream().sorted(Comparator.comparingDouble(Point::x)).map(Point::id).distinct()
                .toList();
        if (step == 0 || order.isEmpty()) {
            return;
        }
        int now = order.indexOf(selected.get());
        selected.set(order.get(now < 0 ? 0 : Math.max(0, Math.min(order.size() - 1, now + step))));
        event.consume();
    }

    private void describe() {
        setAccessibleHelp(point(selected.get()).map(this::text).orElse(""));
    }
}
