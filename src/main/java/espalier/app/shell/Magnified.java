package espalier.app.shell;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.PopupControl;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import javafx.stage.Window;

/**
 * Shows its content larger, for the last row of a classroom: text, and whatever is drawn, keeps its proportions and is
 * drawn as sharp as at its own size. Where the window has no room for that, it scrolls.
 */
final class Magnified extends Region {

    /** The sizes that can be chosen. */
    static final double[] FACTORS = {1, 1.25, 1.5, 2};

    /** At which all pages are whole. */
    private static final double LEAST_WIDTH = 1280;
    private static final double LEAST_HEIGHT = 720;
    /** Of the theme, in pixels. */
    private static final double TEXT = 14;
    private static final String SIZE = "-fx-font-size: ";

    private final DoubleProperty factor = new SimpleDoubleProperty(this, "factor", 1);
    private final Region content;
    private final Scale scale = new Scale(1, 1);
    /** As large as what it holds is shown; glows around the edges of that do not count. */
    private final Pane holder = new Pane();
    private final ScrollPane scroll = new ScrollPane(holder);

    Magnified(Region content) {
        this.content = content;
        scroll.getStyleClass().add("magnified");
        scroll.setFocusTraversable(false);
        getChildren().add(content);
        factor.addListener(change -> apply());
        sceneProperty().addListener(change -> sharpen());
        // Menus, lists and tooltips are windows of their own.
        Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(this::enlarge);
            }
        });
    }

    /** How much larger everything is; 1 for not at all. */
    DoubleProperty factorProperty() {
        return factor;
    }

    /** Takes the next larger or smaller size, if there is one. */
    void step(int by) {
        int at = 0;
        while (at < FACTORS.length - 1 && FACTORS[at] < factor.get()) {
            at++;
        }
        factor.set(FACTORS[Math.max(0, Math.min(FACTORS.length - 1, at + by))]);
    }

    private void apply() {
        scale.setX(factor.get());
        scale.setY(factor.get());
        if (factor.get() == 1) {
            holder.getChildren().clear();
            content.getTransforms().remove(scale);
            content.setManaged(true);
            getChildren().setAll(content);
        } else if (holder.getChildren().isEmpty()) {
            getChildren().setAll(scroll);
            content.getTransforms().add(scale);
            content.setManaged(false);
            holder.getChildren().setAll(content);
        }
        sharpen();
        requestLayout();
    }

    /** What is drawn on a canvas, and text, has as many pixels as it takes on the screen. */
    private void sharpen() {
        Scene scene = getScene();
        if (scene != null && scene.getWindow() != null) {
            Window window = scene.getWindow();
            window.setRenderScaleX(window.getOutputScaleX() * factor.get());
            window.setRenderScaleY(window.getOutputScaleY() * factor.get());
        }
    }

    private void enlarge(Window window) {
        if (window instanceof PopupControl popup) {
            if (factor.get() != 1) {
                popup.setStyle(SIZE + TEXT * factor.get() + "px");
            } else if (popup.getStyle() != null && popup.getStyle().startsWith(SIZE)) {
                popup.setStyle("");
            }
        }
    }

    @Override
    protected void layoutChildren() {
        Node shown = getChildren().get(0);
        shown.resizeRelocate(0, 0, getWidth(), getHeight());
        if (shown == scroll) {
            // The bars take their part where one is needed.
            double width = Math.max(LEAST_WIDTH, getWidth() / factor.get());
            double height = Math.max(LEAST_HEIGHT, getHeight() / factor.get());
            boolean wide = width * factor.get() > getWidth() + 1;
            boolean high = height * factor.get() > getHeight() + 1;
            double bar = 16;
            if (high && !wide) {
                width = Math.max(LEAST_WIDTH, (getWidth() - bar) / factor.get());
            } else if (wide && !high) {
                height = Math.max(LEAST_HEIGHT, (getHeight() - bar) / factor.get());
            }
            content.resizeRelocate(0, 0, width, height);
            holder.setMinSize(width * factor.get(), height * factor.get());
            holder.setMaxSize(width * factor.get(), height * factor.get());
        } else {
            content.relocate(0, 0);
        }
    }
}
