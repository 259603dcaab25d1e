package espalier.app.controls;

import java.util.List;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.scene.transform.Scale;

/**
 * A control that draws itself, in colours and letters that come from the style sheet, as often as something that it
 * shows has changed and no oftener than the window is drawn.
 */
public abstract class Plot extends Region {

    /** Across a canvas: what any graphics card takes. */
    private static final double MOST_PIXELS = 4096;
    private static final StyleablePropertyFactory<Plot> FACTORY = new StyleablePropertyFactory<>(
            Region.getClassCssMetaData());

    private final StyleableProperty<Color> text = FACTORY.createStyleableColorProperty(this, "text", "-plot-text",
            plot -> plot.text, Color.BLACK);
    private final StyleableProperty<Color> muted = FACTORY.createStyleableColorProperty(this, "muted", "-plot-muted",
            plot -> plot.muted, Color.GREY);
    private final StyleableProperty<Color> line = FACTORY.createStyleableColorProperty(this, "line", "-plot-line",
            plot -> plot.line, Color.LIGHTGREY);
    private final StyleableProperty<Color> ground = FACTORY.createStyleableColorProperty(this, "ground", "-plot-ground",
            plot -> plot.ground, Color.WHITE);
    private final StyleableProperty<Color> accent = FACTORY.createStyleableColorProperty(this, "accent", "-plot-accent",
            plot -> plot.accent, Color.BLUE);
    private final StyleableProperty<Color> faint = FACTORY.createStyleableColorProperty(this, "faint", "-plot-faint",
            plot -> plot.faint, Color.LIGHTGREY);
    private final StyleableProperty<Font> font = FACTORY.createStyleableFontProperty(this, "font", "-plot-font",
            plot -> plot.font, Font.getDefault());

    private final Canvas canvas = new Canvas();
    private boolean stale = true;
    private double sharpness = 1;

    /** An empty plot. */
    protected Plot() {
        getStyleClass().add("plot");
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        redrawOn((Observable) text, (Observable) muted, (Observable) line, (Observable) ground, (Observable) accent,
                (Observable) faint, (Observable) font, focusedProperty());
    }

    /** Draws everything. */
    protected abstract void draw(Pen graphics, double width, double height);

    /** Draws what is shown with another pen: the same, as large as it stands in the window. */
    public final void drawWith(Pen pen) {
        if (canvas.getWidth() > 0 && canvas.getHeight() > 0) {
            prepare(pen);
            draw(pen, snapSizeX(getWidth()), snapSizeY(getHeight()));
        }
    }

    /** What is shown, as CSV (RFC 4180); empty where it is no numbers. */
    public Optional<String> csv() {
        return Optional.empty();
    }

    /** The key to what is shown, made anew, where it does not show that itself. */
    public List<? extends Node> key() {
        return List.of();
    }

    /**
     * Draws with so many times the pixels in each direction, until told otherwise: as sharp as a larger picture of it
     * needs. It stays as large as it is.
     *
     * @param factor 1 or more
     */
    public final void setSharpness(double factor) {
        sharpness = factor;
        redraw();
        layout();
    }

    /** As many pixels for each of the window's, in each direction. */
    protected final double sharpness() {
        return sharpness;
    }

    private void prepare(Pen pen) {
        pen.setFont(font());
        pen.setTextAlign(TextAlignment.LEFT);
        pen.setTextBaseline(VPos.BASELINE);
        pen.setLineDashes();
        pen.setGlobalAlpha(1);
    }

    /** Draws again when one of these changes. */
    protected final void redrawOn(Observable... observables) {
        for (Observable observable : observables) {
            observable.addListener(change -> redraw());
        }
    }

    /** Draws again before the window is shown next. */
    protected final void redraw() {
        stale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = snapSizeX(getWidth());
        double height = snapSizeY(getHeight());
        double factor = Math.max(1, Math.min(sharpness, MOST_PIXELS / Math.max(1, Math.max(width, height))));
        if (canvas.getWidth() != width * factor || canvas.getHeight() != height * factor) {
            canvas.setWidth(width * factor);
            canvas.setHeight(height * factor);
            canvas.getTransforms().setAll(new Scale(1 / factor, 1 / factor));
            stale = true;
        }
        if (stale && width > 0 && height > 0) {
            stale = false;
            GraphicsContext graphics = canvas.getGraphicsContext2D();
            graphics.setTransform(factor, 0, 0, factor, 0, 0);
            graphics.clearRect(0, 0, width, height);
            CanvasPen pen = new CanvasPen(graphics);
            prepare(pen);
            draw(pen, width, height);
        }
    }

    /** The colour of words. */
    protected final Color text() {
        return text.getValue();
    }

    /** The colour of words that matter less. */
    protected final Color muted() {
        return muted.getValue();
    }

    /** The colour of lines between things. */
    protected final Color line() {
        return line.getValue();
    }

    /** The colour behind everything. */
    protected final Color ground() {
        return ground.getValue();
    }

    /** The colour of what is selected, or meant. */
    protected final Color accent() {
        return accent.getValue();
    }

    /** The colour of surfaces that stand back. */
    protected final Color faint() {
        return faint.getValue();
    }

    /** The letters. */
    protected final Font font() {
        return font.getValue();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }

    @Override
    public String getUserAgentStylesheet() {
        return Plot.class.getResource("/espalier/assets/styles/plots.css").toExternalForm();
    }
}
