package espalier.app.controls;

import java.util.List;
import javafx.beans.Observable;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/**
 * A control that draws itself, in colours and letters that come from the style sheet, as often as something that it
 * shows has changed and no oftener than the window is drawn.
 */
public abstract class Plot extends Region {

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

    /** An empty plot. */
    protected Plot() {
        getStyleClass().add("plot");
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        redrawOn((Observable) text, (Observable) muted, (Observable) line, (Observable) ground, (Observable) accent,
                (Observable) faint, (Observable) font, focusedProperty());
    }

    /** Draws everything. */
    protected abstract void draw(GraphicsContext graphics, double width, double height);

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
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
            stale = true;
        }
        if (stale && width > 0 && height > 0) {
            stale = false;
            GraphicsContext graphics = canvas.getGraphicsContext2D();
            graphics.clearRect(0, 0, width, height);
            graphics.setFont(font());
            draw(graphics, width, height);
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
