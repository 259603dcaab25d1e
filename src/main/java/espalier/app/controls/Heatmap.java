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
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/**
 * Rows × columns of values as colours, with names, numbers, bars of totals under the columns and a key to the colours.
 * A cell is chosen with the mouse or the arrow keys; Home, End, Page Up and Page Down go to the ends. One picture shows
 * all cells, so that a thousand rows by thousands of columns are no trouble. Ctrl and the wheel, or + and −, lead
 * nearer and away, a drag moves what is seen then, and 0 or a double click shows all again.
 *
 * <p>Columns are known by their own numbers whatever the order in which they stand.
 */
public final class Heatmap extends Plot {

    /** By one step of the wheel. */
    private static final double NEARER = 1.4;

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
    private final CellFrames frames = new CellFrames();
    private final Label readOutLabel = new Label();
    private HeatmapGeometry geometry = HeatmapGeometry.of(HeatmapData.EMPTY, 0, false, false, font(), 0, 0);
    private int[] placeOfColumn = new int[0];
    private Painted painted;
    private final Button whole = new Button("All");
    private HeatmapZoom zoom = HeatmapZoom.whole(0, 0);
    /** What is seen: some of the rows, and of the columns in their order. */
    private HeatmapData seen = HeatmapData.EMPTY;
    private int[] seenPlaces = new int[0];
    private HeatmapZoom dragged;
    private double dragX;
    private double dragY;

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
        readOutLabel.setVisible(false);
        getChildren().addAll(legend, frames, readOutLabel);
        for (Node node : getChildren()) {
            node.setManaged(false);
        }
        whole.setId("whole-heatmap");
        whole.getStyleClass().addAll("small", "whole");
        whole.setTooltip(new Tooltip("Show all rows and columns again (0, or a double click)"));
        whole.setFocusTraversable(false);
        whole.setVisible(false);
        whole.setManaged(false);
        whole.setOnAction(event -> zoomTo(HeatmapZoom.whole(order.get().length, data.get().rows().size())));
        getChildren().add(whole);
        data.addListener((property, old, now) -> order.set(now.ownOrder()));
        // Another layer, or other classes, are seen whole; other values of the same stay as near as they are.
        order.addListener(change -> see());
        data.addListener(change -> see());
        legend.coloursProperty().bind(colours);
        redrawOn(data, order, colours, totals, marks, selectedRow, selectedColumn);
        readOut.addListener(change -> describe());
        selectedRow.addListener(change -> describe());
        selectedColumn.addListener(change -> describe());
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> nothingUnderMouse());
        setOnMousePressed(event -> {
            if (event.isPrimaryButtonDown()) {
                choose(event);
                dragged = zoom;
                dragX = event.getX();
                dragY = event.getY();
            }
        });
        setOnMouseDragged(this::drag);
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2 && !zoom.isWhole()) {
                whole.fire();
            }
        });
        setOnScroll(this::scroll);
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
        int place = place(column) - zoom.left();
        int line = row - zoom.top();
        return new javafx.geometry.Point2D(geometry.x(place) + geometry.across().size(place) / 2.0,
                geometry.y(line) + geometry.down().size(line) / 2.0);
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
        HeatmapData shown = seen;
        int[] places = seenPlaces;
        geometry = HeatmapGeometry.of(shown, places.length, totals.get().values().length > 0, true, font(), width,
                height);
        double scale = getScene() == null || getScene().getWindow() == null ? 1
                : getScene().getWindow().getRenderScaleX();
        boolean empty = shown.isEmpty();
        cells.setVisible(!empty);
        legend.setVisible(!empty);
        if (empty) {
            frames.hideAll();
            readOutLabel.setVisible(false);
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
        whole.setVisible(!zoom.isWhole());
        whole.autosize();
        // Beside the columns' numbers, above what the bars end at.
        whole.relocate(width - whole.getWidth() - 2,
                Math.max(0, Math.min(height - whole.getHeight(), geometry.bottom() + 2)));
        new HeatmapDrawing(this, geometry, shown, places, totals.get(), marks.get(), selectedRow.get() - zoom.top(),
                selectedColumn.get()).draw(graphics);
        frames.choose(geometry, seenPlace(selectedColumn.get()),
                selectedRow.get() < 0 ? -1 : selectedRow.get() - zoom.top());
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

    /** What is seen follows from what there is, and from how near that is. */
    private void see() {
        int[] places = places();
        int rows = data.get().rows().size();
        placeOfColumn = new int[data.get().columns().size()];
        Arrays.fill(placeOfColumn, -1);
        for (int place = 0; place < places.length; place++) {
            if (places[place] < placeOfColumn.length) {
                placeOfColumn[places[place]] = place;
            }
        }
        zoomTo(zoom.all() == places.length && zoom.allRows() == rows ? zoom : HeatmapZoom.whole(places.length, rows));
    }

    private void zoomTo(HeatmapZoom to) {
        zoom = to;
        seen = data.get().ofRows(to.top(), to.top() + to.rows());
        seenPlaces = to.columns() == to.all() ? places()
                : Arrays.copyOfRange(places(), to.left(), to.left() + to.columns());
        redraw();
    }

    private void scroll(ScrollEvent event) {
        if (data.get().isEmpty() || event.getDeltaY() == 0 && event.getDeltaX() == 0) {
            return;
        }
        if (event.isShortcutDown()) {
            nearer(event.getDeltaY() > 0 ? NEARER : 1 / NEARER, Math.max(0, geometry.placeAt(event.getX())),
                    Math.max(0, geometry.rowAt(event.getY())));
            event.consume();
        } else if (!zoom.isWhole()) {
            // Shift makes the wheel go across by itself.
            zoomTo(zoom.moved(-(int) Math.signum(event.getDeltaX()) * Math.max(1, zoom.columns() / 8),
                    -(int) Math.signum(event.getDeltaY()) * Math.max(1, zoom.rows() / 8)));
            event.consume();
        }
    }

    /** @param place and row: among those that are seen */
    private void nearer(double factor, int place, int row) {
        zoomTo(zoom.scaled(factor, zoom.left() + place, zoom.top() + row));
    }

    private void drag(MouseEvent event) {
        if (dragged != null && event.isPrimaryButtonDown() && !zoom.isWhole()) {
            zoomTo(dragged.moved(
                    (int) Math.round((dragX - event.getX()) * zoom.columns() / Math.max(1, geometry.across().pixels())),
                    (int) Math.round((dragY - event.getY()) * zoom.rows() / Math.max(1, geometry.down().pixels()))));
        }
    }

    /** Among those that are seen; below 0 or beyond them where it is not. */
    private int seenPlace(int column) {
        int place = place(column);
        return place < 0 ? -1 : place - zoom.left();
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
            nothingUnderMouse();
            return;
        }
        int column = place < 0 ? -1 : seenPlaces[place];
        readOutLabel.setText(readOut.get().of(row < 0 ? row : zoom.top() + row, column));
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
        frames.hover(geometry, place, row);
    }

    private void nothingUnderMouse() {
        readOutLabel.setVisible(false);
        frames.hover(geometry, -1, -1);
    }

    private void choose(MouseEvent event) {
        requestFocus();
        int row = geometry.rowAt(event.getY());
        int place = geometry.placeAt(event.getX());
        if (place >= 0 && event.getY() <= geometry.end()) {
            selectedColumn.set(seenPlaces[place]);
        }
        if (row >= 0 && event.getX() < geometry.right()) {
            selectedRow.set(zoom.top() + row);
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
            case PLUS, ADD, EQUALS, MINUS, SUBTRACT, DIGIT0, NUMPAD0 -> {
                if (!event.isShortcutDown()) {
                    zoomBy(event.getCode(), place, row);
                    event.consume();
                }
                return;
            }
            default -> {
                return;
            }
        }
        zoomTo(zoom.showing(place(selectedColumn.get()), selectedRow.get()));
        event.consume();
    }

    /** Around the chosen cell, or the middle. */
    private void zoomBy(KeyCode key, int place, int row) {
        int column = place >= 0 ? place - zoom.left() : zoom.columns() / 2;
        int line = row >= 0 ? row - zoom.top() : zoom.rows() / 2;
        switch (key) {
            case DIGIT0, NUMPAD0 -> whole.fire();
            case MINUS, SUBTRACT -> nearer(1 / NEARER, column, line);
            default -> nearer(NEARER, column, line);
        }
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
}
