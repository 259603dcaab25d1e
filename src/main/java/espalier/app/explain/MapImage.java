package espalier.app.explain;

import espalier.colour.ColourMaps;
import espalier.app.controls.Plot;
import espalier.explain.Contour;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * A picture under its map, with the point that is looked at. The mouse moves that point in all columns of the row; so do the arrow
 * keys where the picture has the focus.
 */
final class MapImage extends Plot {

    private static final double[] LEVELS = {0.25, 0.5, 0.75};
    private static final int TAG_HEIGHT = 18;

    private final ExplainViewModel model;
    private final ShownPicture picture;
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
        redrawOn(cell, model.display(), model.colours(), model.opacity(), focusVisibleProperty());
        model.marker().addListener((property, old, now) -> {
            if (concerns(old) || concerns(now)) {
                redraw();
            }
        });
        setOnMouseMoved(this::point);
        setOnMouseExited(event -> model.marker().set(Optional.empty()));
        setOnMousePressed(event -> requestFocus());
        setOnKeyPressed(this::move);
    }

    ObjectProperty<Optional<MapCell>> cell() {
        return cell;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        double aspect = picture.picture().width() / (double) picture.picture().height();
        side = Math.min(width, height * aspect);
        tall = side / aspect;
        left = Math.round((width - side) / 2);
        top = Math.round((height - tall) / 2);
        graphics.setImageSmoothing(true);
        graphics.drawImage(image(), left, top, side, tall);
        cell.get().ifPresent(shown -> {
            if (model.display().get() == Display.CONTOUR) {
                drawContours(graphics, shown);
            }
            if (shown.explanation().isEmpty()) {
                veil(graphics, shown.failure().isEmpty() ? "…" : "failed");
            } else if (shown.isEmpty()) {
                tag(graphics, "empty map", left + side / 2, top + tall - TAG_HEIGHT - 3);
            }
        });
        model.marker().get().filter(marker -> concerns(Optional.of(marker))).ifPresent(marker -> drawMarker(graphics, marker));
        if (isFocusVisible()) {
            graphics.setStroke(accent());
            graphics.setLineWidth(2);
            graphics.strokeRect(left + 1, top + 1, side - 2, tall - 2);
        }
    }

    private WritableImage image() {
        int height = picture.picture().height();
        int width = picture.picture().width();
        int[] pixels = cell.get().map(shown -> shown.pixels(model.display().get(), ColourTable.of(model.colours().get()),
                ColourTable.of(ColourMaps.COOLWARM), model.opacity().get()))
                .orElseGet(() -> espalier.explain.Overlay.plain(picture.picture()));
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return image;
    }

    /** Each line twice, so that it is seen on light and on dark. */
    private void drawContours(GraphicsContext graphics, MapCell shown) {
        double scale = side / picture.picture().width();
        for (double level : LEVELS) {
            for (boolean under : new boolean[] {true, false}) {
                int argb = model.colours().get().argb(level);
                graphics.setStroke(under ? Color.gray(0, 0.6) : Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF));
                graphics.setLineWidth(under ? 3.5 : 1.8);
                for (Contour.Segment line : shown.contour(level)) {
                    graphics.strokeLine(left + line.x1() * scale, top + line.y1() * scale, left + line.x2() * scale,
                            top + line.y2() * scale);
                }
            }
        }
    }

    private void veil(GraphicsContext graphics, String words) {
        graphics.setFill(ground().deriveColor(0, 1, 1, 0.6));
        graphics.fillRect(left, top, side, tall);
        tag(graphics, words, left + side / 2, top + tall / 2 - TAG_HEIGHT / 2.0);
    }

    private void drawMarker(GraphicsContext graphics, Marker marker) {
        double x = left + marker.x() * side;
        double y = top + marker.y() * tall;
        for (boolean under : new boolean[] {true, false}) {
            graphics.setStroke(under ? Color.gray(0, 0.7) : Color.WHITE);
            graphics.setLineWidth(under ? 3.5 : 1.5);
            graphics.strokeOval(x - 5, y - 5, 10, 10);
        }
        cell.get().filter(shown -> shown.explanation().isPresent()).ifPresent(shown -> tag(graphics, reading(shown, marker),
                Math.max(left + 20, Math.min(left + side - 20, x)), y > top + tall / 2 ? y - TAG_HEIGHT - 8 : y + 9));
    }

    private String reading(MapCell shown, Marker marker) {
        double value = shown.shownValue(model.display().get(), marker.pixel(picture.picture().height(), picture.picture().width()));
        boolean signed = shown.showsDifference(model.display().get());
        return String.format(Locale.ROOT, signed ? "%+.2f" : "%.2f", value).replace('-', '−');
    }

    private void tag(GraphicsContext graphics, String words, double middle, double above) {
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
        model.marker().set(inside ? Optional.of(new Marker(picture.id(), x, y)) : Optional.empty());
    }

    private void move(KeyEvent event) {
        Marker marker = model.marker().get().filter(known -> concerns(Optional.of(known)))
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
            model.marker().set(moved);
            event.consume();
        } else if (event.getCode() == javafx.scene.input.KeyCode.ESCAPE) {
            model.marker().set(Optional.empty());
        }
    }
}
