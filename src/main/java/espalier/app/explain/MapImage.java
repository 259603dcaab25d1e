package espalier.app.explain;

import espalier.app.controls.Images;
import espalier.app.controls.Pen;
import espalier.app.controls.Plot;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.MapCell.Marker;
import espalier.drawing.Contour;
import espalier.drawing.Interpolation;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * A picture under its map, with the point that is looked at. The mouse moves that point in all columns of the row; so
 * do the arrow keys where the picture has the focus.
 */
final class MapImage extends Plot {

    private static final double[] LEVELS = {0.25, 0.5, 0.75};
    private static final int TAG_HEIGHT = 18;
    private static final int HATCH = 9;

    private final ExplainViewModel model;
    private final ShownPicture picture;
    private Runnable opener = () -> {};
    /** Empty for the picture alone. */
    private final ObjectProperty<Optional<MapCell>> cell = new SimpleObjectProperty<>(this, "cell", Optional.empty());
    private double left;
    private double top;
    private double side;
    private double tall;

    MapImage(ExplainViewModel model, ShownPicture picture) {
        this.model = model;
        this.picture = picture;
        getStyleClass().add("map-image");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        redrawOn(cell, model.drawingProperty(), focusVisibleProperty());
        model.markerProperty().addListener((property, old, now) -> {
            if (concerns(old) || concerns(now)) {
                redraw();
            }
        });
        setOnMouseMoved(this::point);
        setOnMouseExited(event -> {
            // Looked at closely, the point stays, so that its values can be read.
            if (model.zoomProperty().get().isEmpty()) {
                model.markerProperty().set(Optional.empty());
            }
        });
        setOnMousePressed(event -> requestFocus());
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
                opener.run();
            }
        });
        setOnKeyPressed(this::move);
    }

    ObjectProperty<Optional<MapCell>> cellProperty() {
        return cell;
    }

    /** Shows a cell; nothing changes where it is shown already. */
    void show(MapCell now) {
        if (cell.get().isEmpty() || cell.get().get() != now) {
            cell.set(Optional.of(now));
        }
    }

    /** What a click or the Enter key does. */
    void setOpener(Runnable action) {
        opener = action;
        setCursor(Cursor.HAND);
    }

    @Override
    protected void draw(Pen graphics, double width, double height) {
        double aspect = picture.picture().width() / (double) picture.picture().height();
        side = Math.min(width, height * aspect);
        tall = side / aspect;
        left = Math.round((width - side) / 2);
        top = Math.round((height - tall) / 2);
        graphics.setImageSmoothing(model.drawingProperty().get().interpolation() != Interpolation.NEAREST);
        graphics.drawImage(image(), left, top, side, tall);
        cell.get().ifPresent(shown -> {
            if (model.displayProperty().get() == Display.CONTOUR) {
                drawContours(graphics, shown);
            }
            if (shown.explanation().isEmpty()) {
                veil(graphics, shown.failure().isEmpty() ? "…" : shown.failure());
            } else if (shown.isEmpty()) {
                hatch(graphics);
                tag(graphics, "empty map", left + side / 2, top + tall - TAG_HEIGHT - 3);
            } else if (shown.lacksReference(model.displayProperty().get())) {
                tag(graphics, "unpruned is empty", left + side / 2, top + tall - TAG_HEIGHT - 3);
            }
        });
        model.markerProperty().get().filter(marker -> concerns(Optional.of(marker)))
                .ifPresent(marker -> drawMarker(graphics, marker));
        if (isFocusVisible()) {
            graphics.setStroke(accent());
            graphics.setLineWidth(2);
            graphics.strokeRect(left + 1, top + 1, side - 2, tall - 2);
        }
    }

    private Image image() {
        int height = picture.picture().height();
        int width = picture.picture().width();
        int[] pixels = cell.get().map(shown -> shown.pixels(model.drawingProperty().get()))
                .orElseGet(() -> espalier.drawing.Overlay.plain(picture.picture()));
        return Images.of(width, height, pixels);
    }

    /** Each line twice, so that it is seen on light and on dark. */
    private void drawContours(Pen graphics, MapCell shown) {
        double scale = side / picture.picture().width();
        for (double level : LEVELS) {
            for (boolean under : new boolean[] {true, false}) {
                int argb = model.coloursProperty().get().argb(level);
                graphics.setStroke(
                        under ? Color.gray(0, 0.6) : Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF));
                graphics.setLineWidth(under ? 3.5 : 1.8);
                for (Contour.Segment line : shown.contour(level, model.drawingProperty().get().interpolation())) {
                    graphics.strokeLine(left + line.x1() * scale, top + line.y1() * scale, left + line.x2() * scale,
                            top + line.y2() * scale);
                }
            }
        }
    }

    private void veil(Pen graphics, String words) {
        graphics.setFill(ground().deriveColor(0, 1, 1, 0.6));
        graphics.fillRect(left, top, side, tall);
        tag(graphics, words, left + side / 2, top + tall / 2 - TAG_HEIGHT / 2.0);
    }

    /** So that no evidence is never taken for little. */
    private void hatch(Pen graphics) {
        graphics.within(left, top, side, tall, () -> {
            graphics.setLineWidth(1.2);
            for (double x = -tall; x < side; x += HATCH) {
                graphics.setStroke(Color.gray(1, 0.45));
                graphics.strokeLine(left + x, top + tall, left + x + tall, top);
            }
        });
    }

    private void drawMarker(Pen graphics, Marker marker) {
        double x = left + marker.x() * side;
        double y = top + marker.y() * tall;
        for (boolean under : new boolean[] {true, false}) {
            graphics.setStroke(under ? Color.gray(0, 0.7) : Color.WHITE);
            graphics.setLineWidth(under ? 3.5 : 1.5);
            graphics.strokeOval(x - 5, y - 5, 10, 10);
        }
        cell.get().filter(shown -> shown.explanation().isPresent())
                .ifPresent(shown -> tag(graphics, reading(shown, marker),
                        Math.max(left + 20, Math.min(left + side - 20, x)),
                        y > top + tall / 2 ? y - TAG_HEIGHT - 8 : y + 9));
    }

    private String reading(MapCell shown, Marker marker) {
        double value = shown.shownValue(model.drawingProperty().get(),
                marker.pixel(picture.picture().height(), picture.picture().width()));
        boolean signed = shown.showsDifference(model.displayProperty().get());
        return String.format(Locale.ROOT, signed ? "%+.2f" : "%.2f", value).replace('-', '−');
    }

    private void tag(Pen graphics, String words, double middle, double above) {
        Text measured = new Text(words);
        measured.setFont(font());
        double width = Math.ceil(measured.getLayoutBounds().getWidth()) + 12;
        graphics.setFill(ground().deriveColor(0, 1, 1, 0.92));
        graphics.fillRoundRect(middle - width / 2, above, width, TAG_HEIGHT, 6, 6);
        graphics.setFill(text());
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(words, middle, above + TAG_HEIGHT / 2.0);
    }

    private boolean concerns(Optional<Marker> marker) {
        return marker.isPresent() && marker.get().picture().equals(picture.id());
    }

    private void point(MouseEvent event) {
        double x = (event.getX() - left) / side;
        double y = (event.getY() - top) / tall;
        boolean inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
        model.markerProperty().set(inside ? Optional.of(new Marker(picture.id(), x, y)) : Optional.empty());
    }

    private void move(KeyEvent event) {
        Marker marker = model.markerProperty().get().filter(known -> concerns(Optional.of(known)))
                .orElse(new Marker(picture.id(), 0.5, 0.5));
        double right = 1.0 / picture.picture().width();
        double down = 1.0 / picture.picture().height();
        Optional<Marker> moved = switch (event.getCode()) {
            case LEFT -> Optional.of(marker.moved(-right, 0));
            case RIGHT -> Optional.of(marker.moved(right, 0));
            case UP -> Optional.of(marker.moved(0, -down));
            case DOWN -> Optional.of(marker.moved(0, down));
            default -> Optional.empty();
        };
        if (moved.isPresent()) {
            model.markerProperty().set(moved);
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            model.markerProperty().set(Optional.empty());
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            opener.run();
        }
    }
}
