package espalier.app.figures;

import espalier.app.controls.Pen;
import espalier.drawing.Svg;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/** Writes what is drawn into an SVG. */
final class SvgPen implements Pen {

    /** Of a quarter of a circle by a Bézier curve. */
    private static final double ROUND = 0.5522847;

    private final Svg svg;
    private State state = new State();
    private final Deque<State> states = new ArrayDeque<>();

    private static final class State {

        private Paint fill = Color.BLACK;
        private Color stroke = Color.BLACK;
        private double width = 1;
        private double[] dashes = {};
        private double alpha = 1;
        private Font font = Font.getDefault();
        private TextAlignment align = TextAlignment.LEFT;
        private VPos baseline = VPos.BASELINE;
        private boolean smooth = true;

        State copy() {
            State copy = new State();
            copy.fill = fill;
            copy.stroke = stroke;
            copy.width = width;
            copy.dashes = dashes;
            copy.alpha = alpha;
            copy.font = font;
            copy.align = align;
            copy.baseline = baseline;
            copy.smooth = smooth;
            return copy;
        }
    }

    SvgPen(Svg svg) {
        this.svg = svg;
    }

    /** A colour as SVG writes it, without how much is seen of it. */
    static String colour(Color colour) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", Math.round(255 * colour.getRed()),
                Math.round(255 * colour.getGreen()), Math.round(255 * colour.getBlue()));
    }

    /** What stands nearest to a paint, as one colour. */
    static Color plain(Paint paint) {
        return paint instanceof Color colour ? colour
                : paint instanceof LinearGradient gradient ? gradient.getStops().get(0).getColor() : Color.TRANSPARENT;
    }

    /** How words are written in a font. */
    static Svg.Letters letters(Font font, String anchor, Color colour, double opacity) {
        FontWeight weight = FontWeight.findByName(font.getStyle().split(" ")[0]);
        String family = font.getFamily().equals("System") ? "Helvetica" : font.getFamily();
        return new Svg.Letters(anchor, family, font.getSize(), weight == null ? 400 : weight.getWeight(),
                colour(colour), colour.getOpacity() * opacity);
    }

    /** The path of a rectangle with corners of so large radii. */
    static String rectangle(double x, double y, double width, double height, double across, double down) {
        double rx = Math.min(across, width / 2);
        double ry = Math.min(down, height / 2);
        if (width <= 0 || height <= 0) {
            return "";
        }
        if (rx <= 0 || ry <= 0) {
            return path("M", x, y, "H", x + width, "V", y + height, "H", x, "Z");
        }
        double cx = rx * (1 - ROUND);
        double cy = ry * (1 - ROUND);
        double right = x + width;
        double bottom = y + height;
        return path("M", x + rx, y, "H", right - rx, "C", right - cx, y, right, y + cy, right, y + ry, "V", bottom - ry,
                "C", right, bottom - cy, right - cx, bottom, right - rx, bottom, "H", x + rx, "C", x + cx, bottom, x,
                bottom - cy, x, bottom - ry, "V", y + ry, "C", x, y + cy, x + cx, y, x + rx, y, "Z");
    }

    /** Letters and lengths in turn, as a path says them. */
    static String path(Object... parts) {
        return Arrays.stream(parts).map(part -> part instanceof Number length ? Svg.number(length.doubleValue()) : part)
                .map(Object::toString).collect(Collectors.joining(" "));
    }

    private void fill(String path) {
        if (state.fill instanceof ImagePattern pattern) {
            svg.shape(path,
                    new Svg.Style(svg.pattern(pattern.getWidth(), pattern.getHeight(), Png.of(pattern.getImage())),
                            state.alpha, "none", 1, 0, ""));
        } else {
            Color colour = plain(state.fill);
            svg.shape(path, new Svg.Style(colour(colour), colour.getOpacity() * state.alpha, "none", 1, 0, ""));
        }
    }

    private void stroke(String path) {
        svg.shape(path, new Svg.Style("none", 1, colour(state.stroke), state.stroke.getOpacity() * state.alpha,
                state.width, Arrays.stream(state.dashes).mapToObj(Svg::number).collect(Collectors.joining(" "))));
    }

    @Override
    public void setFill(Paint fill) {
        state.fill = fill;
    }

    @Override
    public Paint getFill() {
        return state.fill;
    }

    @Override
    public void setStroke(Color stroke) {
        state.stroke = stroke;
    }

    @Override
    public void setLineWidth(double width) {
        state.width = width;
    }

    @Override
    public void setLineDashes(double... dashes) {
        state.dashes = dashes;
    }

    @Override
    public void setGlobalAlpha(double alpha) {
        state.alpha = alpha;
    }

    @Override
    public void setFont(Font font) {
        state.font = font;
    }

    @Override
    public void setTextAlign(TextAlignment align) {
        state.align = align;
    }

    @Override
    public void setTextBaseline(VPos baseline) {
        state.baseline = baseline;
    }

    @Override
    public void setImageSmoothing(boolean smooth) {
        state.smooth = smooth;
    }

    @Override
    public void fillText(String text, double x, double y) {
        Text measured = new Text("Ág");
        measured.setFont(state.font);
        double ascent = -measured.getLayoutBounds().getMinY();
        double height = measured.getLayoutBounds().getHeight();
        double base = switch (state.baseline) {
            case TOP -> y + ascent;
            case CENTER -> y + ascent - height / 2;
            case BOTTOM -> y + ascent - height;
            case BASELINE -> y;
        };
        String anchor = switch (state.align) {
            case CENTER -> "middle";
            case RIGHT -> "end";
            default -> "start";
        };
        svg.text(x, base, text, letters(state.font, anchor, plain(state.fill), state.alpha));
    }

    @Override
    public void strokeLine(double x1, double y1, double x2, double y2) {
        stroke(path("M", x1, y1, "L", x2, y2));
    }

    @Override
    public void fillRect(double x, double y, double width, double height) {
        fill(rectangle(x, y, width, height, 0, 0));
    }

    @Override
    public void strokeRect(double x, double y, double width, double height) {
        stroke(rectangle(x, y, width, height, 0, 0));
    }

    @Override
    public void fillRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight) {
        fill(rectangle(x, y, width, height, arcWidth / 2, arcHeight / 2));
    }

    @Override
    public void strokeRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight) {
        stroke(rectangle(x, y, width, height, arcWidth / 2, arcHeight / 2));
    }

    @Override
    public void fillOval(double x, double y, double width, double height) {
        fill(rectangle(x, y, width, height, width / 2, height / 2));
    }

    @Override
    public void strokeOval(double x, double y, double width, double height) {
        stroke(rectangle(x, y, width, height, width / 2, height / 2));
    }

    @Override
    public void fillPolygon(double[] xs, double[] ys, int points) {
        fill(polygon(xs, ys, points));
    }

    @Override
    public void strokePolygon(double[] xs, double[] ys, int points) {
        stroke(polygon(xs, ys, points));
    }

    private static String polygon(double[] xs, double[] ys, int points) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points; i++) {
            path.append(path(i == 0 ? "M" : " L", xs[i], ys[i]));
        }
        return path.append(" Z").toString();
    }

    @Override
    public void strokeCurve(double... points) {
        stroke(path("M", points[0], points[1], "C", points[2], points[3], points[4], points[5], points[6], points[7]));
    }

    @Override
    public void drawImage(Image image, double x, double y, double width, double height) {
        svg.image(x, y, width, height, Png.of(image), state.smooth);
    }

    @Override
    public void within(double x, double y, double width, double height, Runnable drawing) {
        states.push(state.copy());
        svg.openWithin(x, y, width, height);
        drawing.run();
        svg.close();
        state = states.pop();
    }
}
