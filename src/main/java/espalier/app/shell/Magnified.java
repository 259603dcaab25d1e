package espalier.app.shell;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import javafx.stage.PopupWindow;
import javafx.stage.Window;

/**
 * Shows its content larger, for the last row of a classroom: text, and whatever is drawn, keeps its proportions and is
 * drawn as sharp as at its own size. Where the window has no room for that, it scrolls.
 */
final class Magnified extends Region {

    /** The sizes that can be chosen. */
    static final double[] FACTORS = {1, 1.5, 2};

    /** At which all pages are whole. */
    private static final double LEAST_WIDTH = 1280;
    private static final double LEAST_HEIGHT = 720;
    /** Of the theme, in pixels. */
    private static final double TEXT = 14;

    private final DoubleProperty factor = new SimpleDoubleProperty(this, "factor", 1);
    private final Region content;
    private final Scale scale = new Scale(1, 1);
    private final Group group = new Group();
    private final ScrollPane scroll = new ScrollPane(group);

    Magnified(Region content) {
        this.content = content;
        group.setAutoSizeChildren(false);
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
            group.getChildren().clear();
            content.getTransforms().remove(scale);
            getChildren().setAll(content);
        } else if (group.getChildren().isEmpty()) {
            getChildren().setAll(scroll);
            content.getTransforms().add(scale);
            group.getChildren().setAll(content);
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
        if (factor.get() != 1 && window instanceof PopupWindow && window.getScene() != null) {
            Parent root = window.getScene().getRoot();
            root.setStyle("-fx-font-size: " + TEXT * factor.get() + "px");
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
            content.resize(width, height);
        } else {
            content.relocate(0, 0);
        }
    }
}
