package espalier.app.controls;

import javafx.geometry.VPos;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * What a {@link Plot} draws with: the window's canvas or a file of lines and words, which so show the same. Lengths are
 * pixels from the plot's top left.
 */
public interface Pen {

    /** The colour, or pattern, that areas and words are filled with from now on. */
    void setFill(Paint fill);

    /** What {@link #setFill} was given last. */
    Paint getFill();

    /** The colour of lines from now on. */
    void setStroke(Color stroke);

    /** The width of lines from now on. */
    void setLineWidth(double width);

    /** The lengths of dashes and gaps in turn from now on; none for a line without gaps. */
    void setLineDashes(double... dashes);

    /** How much is seen of what is drawn from now on, 0 to 1. */
    void setGlobalAlpha(double alpha);

    /** The letters from now on. */
    void setFont(Font font);

    /** Which part of a text stands at its x from now on. */
    void setTextAlign(TextAlignment align);

    /** Which part of a text stands at its y from now on. */
    void setTextBaseline(VPos baseline);

    /** Whether pictures are enlarged smoothly from now on. */
    void setImageSmoothing(boolean smooth);

    /** Writes words in a line. */
    void fillText(String text, double x, double y);

    /** A line. */
    void strokeLine(double x1, double y1, double x2, double y2);

    /** A filled rectangle. */
    void fillRect(double x, double y, double width, double height);

    /** A rectangle's outline. */
    void strokeRect(double x, double y, double width, double height);

    /** A filled rectangle with round corners; an arc's size is the whole ellipse's. */
    void fillRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight);

    /** The outline of a rectangle with round corners. */
    void strokeRoundRect(double x, double y, double width, double height, double arcWidth, double arcHeight);

    /** A filled ellipse. */
    void fillOval(double x, double y, double width, double height);

    /** An ellipse's outline. */
    void strokeOval(double x, double y, double width, double height);

    /** A filled polygon of the first so many points. */
    void fillPolygon(double[] xs, double[] ys, int points);

    /** A polygon's outline. */
    void strokePolygon(double[] xs, double[] ys, int points);

    /** A Bézier curve of four points, x and y in turn. */
    void strokeCurve(double... points);

    /** A picture, as large as is said. */
    void drawImage(Image image, double x, double y, double width, double height);

    /** Draws something of which only what lies within a rectangle is seen. */
    void within(double x, double y, double width, double height, Runnable drawing);
}
