package espalier.app.controls;

import java.util.List;
import javafx.scene.Group;
import javafx.scene.shape.Rectangle;

/** Frames around the chosen row and column of a heatmap, and around the cell under the mouse. */
final class CellFrames extends Group {

    private final List<Rectangle> column = List.of(frame("selection-outer"), frame("selection-inner"));
    private final List<Rectangle> row = List.of(frame("selection-outer"), frame("selection-inner"));
    private final List<Rectangle> hovered = List.of(frame("hovered"));

    CellFrames() {
        getChildren().addAll(row);
        getChildren().addAll(column);
        getChildren().addAll(hovered);
        setMouseTransparent(true);
        setManaged(false);
    }

    private static Rectangle frame(String style) {
        Rectangle rectangle = new Rectangle();
        rectangle.getStyleClass().add(style);
        rectangle.setVisible(false);
        return rectangle;
    }

    /** The chosen column and row among those that are seen; beyond these for none. */
    void choose(HeatmapGeometry in, int place, int line) {
        if (place >= 0 && place < in.across().cells()) {
            show(column, in.x(place), in.top(), in.across().size(place), in.down().pixels());
        } else {
            hide(column);
        }
        if (line >= 0 && line < in.down().cells()) {
            show(row, in.left(), in.y(line), in.across().pixels(), in.down().size(line));
        } else {
            hide(row);
        }
    }

    /** The cell under the mouse; −1 for none. */
    void hover(HeatmapGeometry in, int place, int line) {
        if (place >= 0 && line >= 0) {
            show(hovered, in.x(place), in.y(line), in.across().size(place), in.down().size(line));
        } else {
            hide(hovered);
        }
    }

    void hideAll() {
        List.of(column, row, hovered).forEach(CellFrames::hide);
    }

    private static void show(List<Rectangle> frames, double x, double y, double width, double height) {
        for (Rectangle frame : frames) {
            frame.setX(x);
            frame.setY(y);
            frame.setWidth(Math.max(1, width));
            frame.setHeight(Math.max(1, height));
            frame.setVisible(true);
        }
    }

    private static void hide(List<Rectangle> frames) {
        frames.forEach(frame -> frame.setVisible(false));
    }
}
