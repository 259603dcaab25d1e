package espalier.app.controls;

import espalier.app.controls.HeatmapData.ColumnMark;
import espalier.app.controls.HeatmapData.Totals;
import espalier.drawing.ColourMap;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Rectangle;

/**
 * Rows × columns of values as colours, with names, numbers, bars of totals under the columns and a key to the colours.
 * A cell is chosen with the mouse or the arrow keys; Home, End, Page Up and Page Down go to the ends. One picture shows
 * all cells, so that a thousand rows by thousands of columns are no trouble.
 *
 * <p>Columns are known by their own numbers whatever the order in which they stand.
 */
public final class Heatmap extends Plot {

    private final ObjectProperty<HeatmapData> data = new SimpleObjectProperty<>(this, "data", HeatmapData.EMPTY);
    private final ObjectProperty<int[]> order = new SimpleObjectProperty<>(this, "order");
    private final ObjectProperty<ColourMap> colours = new SimpleObjectProperty<>(this, "colours", ColourMap.VIRIDIS);
    private final ObjectProperty<Totals> totals = new SimpleObjectProperty<>(this, "totals", Totals.NONE);
    private final ObjectProperty<IntFunction<ColumnMark>> marks = new SimpleObjectProperty<>(this, "marks",
            column -> ColumnMark.PLAIN);
    private final ObjectProperty<ReadOut> readOut = new SimpleObjectProperty<>(this, "readOut", this::plainReadOut);
    private final IntegerProperty selectedRow = new SimpleIntegerProperty(this, "selectedRow", -1);
    private final IntegerProperty selectedColumn = new SimpleIntegerProperty(this, "selectedColumn", -1);

    private final ImageView cells = new ImageView();
    private final Legend legend = new Legend(Orientation.VERTICAL);
    private final Rectangle columnOuter = frame("selection-outer");
    private final Rectangle columnInner = frame("selection-inner");
    private final Rectangle rowOuter = frame("selection-outer");
    private final Rectangle rowInner = frame("selection-inner");
    private final Rectangle hovered = frame("hovered");
    private final Label readOutLabel = new Label();
    private HeatmapGeometry geometry = HeatmapGeometry.of(HeatmapData.EMPTY, false, false, font(), 0, 0);
    private int[] placeOfColumn = new int[0];
    private Painted painted;

    /** What the picture of the cells was made of. */
    private record Painted(HeatmapData data, int[] order, ColourMap colours, int width, int height) {}

    /** What is said of a cell under the mouse. */
    @FunctionalInterface
    public interface ReadOut {
        /**
         * A short text.
         *
         * @param row    −1 for the column as a whole
         * @param column −1 for the row as a whole
         */
        String of(int row, int column);
    }

    /** A heatmap with nothing in it. */
    public Heatmap() {
        getStyleClass().add("heatmap");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        cells.setSmooth(false);
        cells.setMouseTransparent(true);
        getChildren().add(0, cells);
        readOutLabel.getStyleClass().add("read-out");
        readOutLabel.setMouseTransparent(true);
        hide(readOutLabel, hovered, columnInner, columnOuter, rowInner, rowOuter);
        getChildren().addAll(legend, rowOuter, rowInner, columnOuter, columnInner, hovered, readOutLabel);
        for (Node node : getChildren()) {
            node.setManaged(false);
        }
        data.addListener((property, old, now) -> order.set(now.ownOrder()));
        legend.coloursProperty().bind(colours);
        redrawOn(data, order, colours, totals, marks, selectedRow, selectedColumn);
        readOut.addListener(change -> describe());
        selectedRow.addListener(change -> describe());
        selectedColumn.addListener(change -> describe());
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> hide(readOutLabel, hovered));
        setOnMousePressed(event -> {
            if (event.isPrimaryButtonDown()) {
                choose(event);
            }
        });
        setOnKeyPressed(this::move);
    }

    /** The values. Setting them puts the columns into their own order. */
    public ObjectProperty<HeatmapData> dataProperty() {
        return data;
    }

    /** The column shown at each place, all or some of them. */
    public ObjectProperty<int[]> orderProperty() {
        return order;
    }

    /** The colours. */
    public ObjectProperty<ColourMap> coloursProperty() {
        return colours;
    }

    /** The bars under the columns. */
    public ObjectProperty<Totals> totalsProperty() {
        return totals;
    }

    /** What becomes of each column. */
    public ObjectProperty<IntFunction<ColumnMark>> marksProperty() {
        return marks;
    }

    /** What is said of cells. */
    public ObjectProperty<ReadOut> readOutProperty() {
        return readOut;
    }

    /** The chosen row, or −1. */
    public IntegerProperty selectedRowProperty() {
        return selectedRow;
    }

    /** The chosen column by its own number, or −1. */
    public IntegerProperty selectedColumnProperty() {
        return selectedColumn;
    }

    /** The key to the colours, for its title. */
    public Legend legend() {
        return legend;
    }

    /** The middle of a cell, from this control's corner; for pop-ups and tests. */
    public javafx.geometry.Point2D middle(int row, int column) {
        int place = place(column);
        return new javafx.geometry.Point2D(geometry.x(place) + geometry.across().size(place) / 2.0,
                geometry.y(row) + geometry.down().size(row) / 2.0);
    }

    @Override
    public Optional<String> csv() {
        return data.get().isEmpty() ? Optional.empty() : Optional.of(data.get().csv(places()));
    }

    private int[] places() {
        return order.get() == null ? new int[0] : order.get();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 600;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 320;
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        HeatmapData shown = data.get();
        int[] places = places();
        placeOfColumn = new int[shown.columns().size()];
        Arrays.fill(placeOfColumn, -1);
        for (int place = 0; place < places.length; place++) {
            placeOfColumn[places[place]] = place;
        }
        geometry = HeatmapGeometry.of(shown, totals.get().values().length > 0, true, font(), width, height);
        double scale = getScene() == null || getScene().getWindow() == null ? 1
                : getScene().getWindow().getRenderScaleX();
        boolean empty = shown.isEmpty();
        cells.setVisible(!empty);
        legend.setVisible(!empty);
        if (empty) {
            hide(columnInner, columnOuter, rowInner, rowOuter, hovered, readOutLabel);
            return;
        }
        scale *= sharpness();
        paint(new Painted(shown, places, colours.get(), (int) Math.round(geometry.across().pixels() * scale),
                (int) Math.round(geometry.down().pixels() * scale)));
        cells.setFitWidth(geometry.across().pixels());
        cells.setFitHeight(geometry.down().pixels());
        cells.relocate(geometry.left(), geometry.top());
        legend.rangeProperty().set(new Legend.Range(legend.rangeProperty().get().title(), shown.min(), shown.max()));
        legend.resizeRelocate(geometry.right() + 12, geometry.top(), HeatmapGeometry.LEGEND - 12,
                Math.min(220, geometry.down().pixels()));
        new HeatmapDrawing(this, geometry, shown, places, totals.get(), marks.get(), selectedRow.get(),
                selectedColumn.get()).draw(graphics);
        showSelection();
    }

    /** Only where something of it has changed: marks and the choice of a cell leave the picture as it is. */
    @SuppressWarnings("ReferenceEquality") // What changes is another object; to compare all values would take longer.
    private void paint(Painted wanted) {
        if (painted == null || painted.data() != wanted.data() || painted.order() != wanted.order()
                || painted.colours() != wanted.colours() || painted.width() != wanted.width()
                || painted.height() != wanted.height()) {
            cells.setImage(
                    HeatmapImage.of(wanted.data(), wanted.order(), wanted.colours(), wanted.width(), wanted.height()));
            painted = wanted;
        }
    }

    private void showSelection() {
        int place = place(selectedColumn.get());
        int row = selectedRow.get();
        if (place >= 0) {
            frame(columnOuter, geometry.x(place), geometry.top(), geometry.across().size(place),
                    geometry.down().pixels());
            frame(columnInner, geometry.x(place), geometry.top(), geometry.across().size(place),
                    geometry.down().pixels());
        } else {
            hide(columnInner, columnOuter);
        }
        if (row >= 0 && row < data.get().rows().size()) {
            frame(rowOuter, geometry.left(), geometry.y(row), geometry.across().pixels(), geometry.down().size(row));
            frame(rowInner, geometry.left(), geometry.y(row), geometry.across().pixels(), geometry.down().size(row));
        } else {
            hide(rowInner, rowOuter);
        }
    }

    private int place(int column) {
        return column >= 0 && column < placeOfColumn.length ? placeOfColumn[column] : -1;
    }

    private void hover(MouseEvent event) {
        int row = geometry.rowAt(event.getY());
        int place = geometry.placeAt(event.getX());
        boolean onName = event.getX() < geometry.left() && row >= 0;
        boolean onColumn = place >= 0 && event.getY() <= geometry.end();
        if (data.get().isEmpty() || !onName && !onColumn) {
            hide(readOutLabel, hovered);
            return;
        }
        int column = place < 0 ? -1 : places()[place];
        readOutLabel.setText(readOut.get().of(row, column));
        readOutLabel.applyCss();
        readOutLabel.autosize();
        double x = event.getX() + 14;
        double y = event.getY() + 16;
        readOutLabel
                .relocate(
                        Math.max(0,
                                x + readOutLabel.getWidth() > getWidth() ? event.getX() - 10 - readOutLabel.getWidth()
                                        : x),
                        y + readOutLabel.getHeight() > getHeight() ? event.getY() - 8 - readOutLabel.getHeight() : y);
        readOutLabel.setVisible(true);
        if (row >= 0 && place >= 0) {
            frame(hovered, geometry.x(place), geometry.y(row), geometry.across().size(place),
                    geometry.down().size(row));
        } else {
            hide(hovered);
        }
    }

    private void choose(MouseEvent event) {
        requestFocus();
        int row = geometry.rowAt(event.getY());
        int place = geometry.placeAt(event.getX());
        if (place >= 0 && event.getY() <= geometry.end()) {
            selectedColumn.set(places()[place]);
        }
        if (row >= 0 && event.getX() < geometry.right()) {
            selectedRow.set(row);
        }
    }

    private void move(KeyEvent event) {
        int places = places().length;
        int rows = data.get().rows().size();
        if (places == 0 || rows == 0) {
            return;
        }
        int place = place(selectedColumn.get());
        int row = selectedRow.get();
        switch (event.getCode()) {
            case LEFT -> selectPlace(Math.max(0, place - 1));
            case RIGHT -> selectPlace(Math.min(places - 1, place + 1));
            case HOME -> selectPlace(0);
            case END -> selectPlace(places - 1);
            case UP -> selectedRow.set(Math.max(0, row - 1));
            case DOWN -> selectedRow.set(Math.min(rows - 1, row + 1));
            case PAGE_UP -> selectedRow.set(0);
            case PAGE_DOWN -> selectedRow.set(rows - 1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void selectPlace(int place) {
        selectedColumn.set(places()[place]);
    }

    private void describe() {
        int row = selectedRow.get();
        int column = selectedColumn.get();
        boolean some = (row >= 0 || column >= 0) && row < data.get().rows().size()
                && column < data.get().columns().size();
        setAccessibleHelp(some ? readOut.get().of(row, column) : "");
    }

    private String plainReadOut(int row, int column) {
        String rowName = row < 0 ? "" : data.get().rows().get(row);
        String columnName = column < 0 ? "" : data.get().columns().get(column);
        String value = row < 0 || column < 0 ? "" : ": " + Legend.number(data.get().values()[row][column]);
        return rowName + (rowName.isEmpty() || columnName.isEmpty() ? "" : ", ") + columnName + value;
    }

    private static Rectangle frame(String style) {
        Rectangle rectangle = new Rectangle();
        rectangle.getStyleClass().add(style);
        rectangle.setMouseTransparent(true);
        return rectangle;
    }

    private static void frame(Rectangle rectangle, double x, double y, double width, double height) {
        rectangle.setX(x);
        rectangle.setY(y);
        rectangle.setWidth(Math.max(1, width));
        rectangle.setHeight(Math.max(1, height));
        rectangle.setVisible(true);
    }

    private static void hide(Node... nodes) {
        for (Node node : nodes) {
            node.setVisible(false);
        }
    }
}
