package espalier.app.figures;

import espalier.app.controls.Plot;
import espalier.app.controls.Words;
import espalier.drawing.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.ImageView;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.BorderStroke;
import javafx.scene.layout.BorderStrokeStyle;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.QuadCurveTo;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;
import javafx.scene.text.Text;
import javafx.scene.transform.Transform;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Writes nodes of the window into an SVG as lines and words: plots as they draw themselves, words as words, grounds,
 * borders and shapes as paths, pictures as pictures. Effects and skewed clips are left out.
 */
final class SceneSvg {

    private static final Svg.Style NOTHING = new Svg.Style("none", 1, "none", 1, 0, "");

    private final Svg svg;
    private final UnaryOperator<Node> shownBy;

    /** @param shownBy what is written at the place of a node: itself, or another */
    SceneSvg(Svg svg, UnaryOperator<Node> shownBy) {
        this.svg = svg;
        this.shownBy = shownBy;
    }

    /** Adds a node and all below it, its own place not regarded. */
    void add(Node node) {
        if (node.getOpacity() < 1) {
            svg.openFaint(node.getOpacity());
        }
        boolean clipped = node.getClip() instanceof Rectangle;
        if (clipped) {
            Bounds clip = node.getClip().getBoundsInParent();
            svg.openWithin(clip.getMinX(), clip.getMinY(), clip.getWidth(), clip.getHeight());
        }
        draw(node);
        if (clipped) {
            svg.close();
        }
        if (node.getOpacity() < 1) {
            svg.close();
        }
    }

    private void draw(Node node) {
        Node other = shownBy.apply(node);
        if (!other.equals(node)) {
            add(other);
        } else if (node instanceof Canvas && node.getParent() instanceof Plot plot) {
            plot.drawWith(new SvgPen(svg));
        } else if (node instanceof Text text) {
            words(text);
        } else if (node instanceof ImageView view && view.getImage() != null) {
            Bounds place = view.getLayoutBounds();
            svg.image(place.getMinX(), place.getMinY(), place.getWidth(), place.getHeight(), Png.of(view.getImage()),
                    view.isSmooth());
        } else if (node instanceof Shape shape) {
            shape(shape);
        } else if (node instanceof Parent parent) {
            if (parent instanceof Region region) {
                ground(region);
            }
            parent.getChildrenUnmodifiable().stream().filter(Node::isVisible).filter(child -> child.getOpacity() > 0)
                    .forEach(this::child);
        }
    }

    private void child(Node child) {
        // A plot's canvas may have more pixels than the window shows; what it draws has not.
        Transform place = child instanceof Canvas && child.getParent() instanceof Plot
                ? new javafx.scene.transform.Affine() : child.getLocalToParentTransform();
        boolean moved = !place.isIdentity();
        if (moved) {
            svg.open(place.getMxx(), place.getMyx(), place.getMxy(), place.getMyy(), place.getTx(), place.getTy());
        }
        add(child);
        if (moved) {
            svg.close();
        }
    }

    private void words(Text text) {
        if (text instanceof FontIcon) {
            // Its letters are in a font that readers do not have.
            shape(text);
            return;
        }
        double line = Words.height(text.getFont()) + text.getLineSpacing();
        double width = text.getWrappingWidth();
        Bounds bounds = text.getLayoutBounds();
        double base = bounds.getMinY() + text.getBaselineOffset();
        String anchor = switch (text.getTextAlignment()) {
            case CENTER -> "middle";
            case RIGHT -> "end";
            default -> "start";
        };
        double x = anchor.equals("start") ? bounds.getMinX()
                : anchor.equals("end") ? bounds.getMaxX() : (bounds.getMinX() + bounds.getMaxX()) / 2;
        for (String words : lines(text, width)) {
            svg.text(x, base, words, SvgPen.letters(text.getFont(), anchor, SvgPen.plain(text.getFill()), 1));
            base += line;
        }
    }

    /** The lines that words are broken into, as JavaFX does: between words, where they have no room. */
    private static List<String> lines(Text text, double width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.getText().split("\n", -1)) {
            if (width <= 0 || Words.width(paragraph, text.getFont()) <= width + 1) {
                lines.add(paragraph);
                continue;
            }
            String line = "";
            for (String word : paragraph.split(" ")) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && Words.width(longer, text.getFont()) > width + 1) {
                    lines.add(line);
                    line = word;
                } else {
                    line = longer;
                }
            }
            lines.add(line);
        }
        return lines;
    }

    private void ground(Region region) {
        double width = region.getWidth();
        double height = region.getHeight();
        if (region.getBackground() != null) {
            for (BackgroundFill fill : region.getBackground().getFills()) {
                Insets insets = fill.getInsets();
                Color colour = SvgPen.plain(fill.getFill());
                if (colour.getOpacity() > 0) {
                    svg.shape(rectangle(insets, width, height, fill.getRadii(), region),
                            new Svg.Style(SvgPen.colour(colour), colour.getOpacity(), "none", 1, 0, ""));
                }
            }
        }
        if (region.getBorder() != null) {
            region.getBorder().getStrokes().forEach(stroke -> border(stroke, width, height, region));
        }
    }

    private static String rectangle(Insets insets, double width, double height, CornerRadii radii, Region region) {
        boolean share = radii.isTopLeftHorizontalRadiusAsPercentage();
        double across = radii.getTopLeftHorizontalRadius() * (share ? region.getWidth() : 1);
        double down = radii.getTopLeftVerticalRadius() * (share ? region.getHeight() : 1);
        return SvgPen.rectangle(insets.getLeft(), insets.getTop(), width - insets.getLeft() - insets.getRight(),
                height - insets.getTop() - insets.getBottom(), across, down);
    }

    /** Each side by itself, as often only one has a line. */
    private void border(BorderStroke stroke, double width, double height, Region region) {
        Insets at = stroke.getInsets();
        double top = at.getTop() + stroke.getWidths().getTop() / 2;
        double left = at.getLeft() + stroke.getWidths().getLeft() / 2;
        double right = width - at.getRight() - stroke.getWidths().getRight() / 2;
        double bottom = height - at.getBottom() - stroke.getWidths().getBottom() / 2;
        if (stroke.getRadii().equals(CornerRadii.EMPTY) || !stroke.isStrokeUniform()) {
            side(stroke.getTopStroke(), stroke.getTopStyle(), stroke.getWidths().getTop(), left, top, right, top);
            side(stroke.getBottomStroke(), stroke.getBottomStyle(), stroke.getWidths().getBottom(), left, bottom, right,
                    bottom);
            side(stroke.getLeftStroke(), stroke.getLeftStyle(), stroke.getWidths().getLeft(), left, top, left, bottom);
            side(stroke.getRightStroke(), stroke.getRightStyle(), stroke.getWidths().getRight(), right, top, right,
                    bottom);
        } else if (stroke.getTopStyle() != BorderStrokeStyle.NONE && stroke.getWidths().getTop() > 0) {
            Color colour = SvgPen.plain(stroke.getTopStroke());
            svg.shape(rectangle(new Insets(top, width - right, height - bottom, left), width, height, stroke.getRadii(),
                    region), line(colour, stroke.getWidths().getTop()));
        }
    }

    private void side(javafx.scene.paint.Paint paint, BorderStrokeStyle style, double line, double x1, double y1,
            double x2, double y2) {
        Color colour = SvgPen.plain(paint);
        if (line > 0 && style != BorderStrokeStyle.NONE && colour.getOpacity() > 0) {
            svg.shape(SvgPen.path("M", x1, y1, "L", x2, y2), line(colour, line));
        }
    }

    private static Svg.Style line(Color colour, double width) {
        return new Svg.Style("none", 1, SvgPen.colour(colour), colour.getOpacity(), width, "");
    }

    /** Any shape as the path that its outline is. */
    private void shape(Shape shape) {
        Color fill = SvgPen.plain(shape.getFill());
        Color stroke = SvgPen.plain(shape.getStroke());
        boolean stroked = shape.getStroke() != null && shape.getStrokeWidth() > 0 && stroke.getOpacity() > 0;
        boolean filled = shape.getFill() != null && fill.getOpacity() > 0;
        if (shape instanceof Rectangle rectangle) {
            // Strokes may stand outside; half of their width is what a line in the middle takes.
            double out = !stroked ? 0 : switch (shape.getStrokeType()) {
                case OUTSIDE -> shape.getStrokeWidth() / 2;
                case INSIDE -> -shape.getStrokeWidth() / 2;
                case CENTERED -> 0;
            };
            svg.shape(
                    SvgPen.rectangle(rectangle.getX() - out, rectangle.getY() - out, rectangle.getWidth() + 2 * out,
                            rectangle.getHeight() + 2 * out, rectangle.getArcWidth() / 2, rectangle.getArcHeight() / 2),
                    style(filled, fill, stroked, stroke, shape.getStrokeWidth()));
        } else if (filled || stroked) {
            // The union's path is the area itself, strokes included.
            Path outline = (Path) Shape.union(shape, new Path());
            svg.shape(path(outline.getElements(), shape), style(true, filled ? fill : stroke, false, stroke, 0));
        }
    }

    private static Svg.Style style(boolean filled, Color fill, boolean stroked, Color stroke, double width) {
        return filled || stroked ? new Svg.Style(filled ? SvgPen.colour(fill) : "none", fill.getOpacity(),
                stroked ? SvgPen.colour(stroke) : "none", stroke.getOpacity(), width, "") : NOTHING;
    }

    /** A path in its shape's own place: the union's is in that of its scene. */
    private static String path(List<PathElement> elements, Shape shape) {
        StringBuilder path = new StringBuilder();
        for (PathElement element : elements) {
            if (element instanceof MoveTo to) {
                path.append(at("M", shape, to.getX(), to.getY()));
            } else if (element instanceof LineTo to) {
                path.append(at("L", shape, to.getX(), to.getY()));
            } else if (element instanceof CubicCurveTo to) {
                path.append(at("C", shape, to.getControlX1(), to.getControlY1(), to.getControlX2(), to.getControlY2(),
                        to.getX(), to.getY()));
            } else if (element instanceof QuadCurveTo to) {
                path.append(at("Q", shape, to.getControlX(), to.getControlY(), to.getX(), to.getY()));
            } else if (element instanceof ClosePath) {
                path.append("Z ");
            }
        }
        return path.toString().strip();
    }

    private static String at(String letter, Shape shape, double... points) {
        StringBuilder text = new StringBuilder(letter);
        for (int i = 0; i < points.length; i += 2) {
            javafx.geometry.Point2D point = shape.sceneToLocal(points[i], points[i + 1]);
            text.append(' ').append(Svg.number(point.getX())).append(' ').append(Svg.number(point.getY()));
        }
        return text.append(' ').toString();
    }
}
