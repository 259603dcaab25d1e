package espalier.app;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableHeaderRow;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/**
 * What a person would find wrong with a window at a glance: text that is cut off, controls outside of the window, and
 * neighbours that lie over each other. Looks at the scene graph as it is laid out now; what scrolls may be out of
 * sight, what a canvas draws is not looked at, names that a tooltip tells whole may be cut off, and what a
 * {@link javafx.scene.layout.StackPane} holds lies over each other on purpose.
 */
public final class SceneFaults {

    /** Of layouts that round, in pixels. */
    private static final double ROUNDING = 1.5;

    private final List<String> faults = new ArrayList<>();

    private SceneFaults() {}

    /** What is wrong with a scene, a sentence each; empty where nothing is. Called on the FX thread. */
    public static List<String> of(Scene scene) {
        SceneFaults found = new SceneFaults();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        found.look(scene.getRoot(), new BoundingBox(0, 0, scene.getWidth(), scene.getHeight()), false);
        return found.faults;
    }

    /**
     * @param window  the part of the scene in which the node can be seen
     * @param scrolls whether the node can be brought into sight
     */
    private void look(Node node, Bounds window, boolean scrolls) {
        if (!node.isVisible() || node.getOpacity() == 0 || node.getLayoutBounds().isEmpty()) {
            return;
        }
        Bounds place = place(node);
        Bounds seen = node.getClip() == null ? window
                : common(window, node.localToScene(node.getClip().getLayoutBounds()));
        if (seen == null) {
            return;
        }
        boolean scrollsNow = scrolls || node.getStyleClass().contains("viewport") || node instanceof VirtualFlow
                || node instanceof TableHeaderRow && scrollsSideways(node.getParent());
        if (node instanceof Control && !scrollsNow && !within(place, seen)) {
            faults.add(name(node) + " is not wholly in the window: " + text(place) + " of " + text(seen));
        }
        if (node instanceof Labeled labeled && (!scrollsNow || common(place, seen) != null)) {
            lookAtText(labeled);
        }
        if (node instanceof Parent parent) {
            if (isRow(parent)) {
                lookForOverlaps(parent);
            }
            parent.getChildrenUnmodifiable().forEach(child -> look(child, seen, scrollsNow));
        }
    }

    /** The headings of a table scroll with it, where it has a bar for that. */
    private static boolean scrollsSideways(Node table) {
        return table.lookupAll(".scroll-bar").stream().map(ScrollBar.class::cast)
                .anyMatch(bar -> bar.getOrientation() == Orientation.HORIZONTAL && bar.isVisible());
    }

    private void lookAtText(Labeled labeled) {
        String whole = labeled.getText();
        if (whole == null || whole.isBlank() || labeled.getContentDisplay() == ContentDisplay.GRAPHIC_ONLY
                || isTold(labeled, whole)) {
            return;
        }
        for (Node child : labeled.getChildrenUnmodifiable()) {
            if (child instanceof Text shown && shown != labeled.getGraphic()
                    && !plain(shown.getText()).equals(plain(whole))) {
                faults.add(name(labeled) + " is cut off: “" + shown.getText() + "”");
            }
        }
    }

    /** Whether a tooltip of the node or of what it stands in tells the text. */
    private static boolean isTold(Node node, String text) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.hasProperties() && at.getProperties().values().stream()
                    .anyMatch(value -> value instanceof Tooltip told && told.getText().contains(text))) {
                return true;
            }
        }
        return false;
    }

    /** Without what marks a key, and without the ends of lines that wrapping moves. */
    private static String plain(String text) {
        return text.replace("_", "").replaceAll("\\s+", " ").strip();
    }

    /** Whether the parent's children are meant to stand beside each other. */
    private static boolean isRow(Parent parent) {
        return parent instanceof HBox || parent instanceof VBox || parent instanceof GridPane
                || parent instanceof BorderPane || parent instanceof FlowPane;
    }

    private void lookForOverlaps(Parent parent) {
        List<Node> children = parent.getChildrenUnmodifiable().stream()
                .filter(child -> child.isVisible() && child.isManaged() && !child.getLayoutBounds().isEmpty()).toList();
        for (int i = 0; i < children.size(); i++) {
            for (Node other : children.subList(i + 1, children.size())) {
                Bounds both = common(place(children.get(i)), place(other));
                if (both != null && both.getWidth() > ROUNDING && both.getHeight() > ROUNDING) {
                    faults.add(name(children.get(i)) + " and " + name(other) + " lie over each other: " + text(both));
                }
            }
        }
    }

    private static Bounds place(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }

    private static boolean within(Bounds inner, Bounds outer) {
        return inner.getMinX() >= outer.getMinX() - ROUNDING && inner.getMaxX() <= outer.getMaxX() + ROUNDING
                && inner.getMinY() >= outer.getMinY() - ROUNDING && inner.getMaxY() <= outer.getMaxY() + ROUNDING;
    }

    /** What two places have in common; null where that is nothing. */
    private static Bounds common(Bounds a, Bounds b) {
        double left = Math.max(a.getMinX(), b.getMinX());
        double top = Math.max(a.getMinY(), b.getMinY());
        double width = Math.min(a.getMaxX(), b.getMaxX()) - left;
        double height = Math.min(a.getMaxY(), b.getMaxY()) - top;
        return width <= 0 || height <= 0 ? null : new BoundingBox(left, top, width, height);
    }

    /** "Label #title “Accuracy by class” in VBox .card" */
    private static String name(Node node) {
        String own = own(node);
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.getId() != null || !parent.getStyleClass().isEmpty()) {
                return own + " in " + own(parent);
            }
        }
        return own;
    }

    private static String own(Node node) {
        String id = node.getId() == null ? "" : " #" + node.getId();
        String classes = node.getStyleClass().isEmpty() ? "" : " ." + String.join(".", node.getStyleClass());
        String text = node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isEmpty()
                ? " “" + labeled.getText() + "”" : "";
        return node.getClass().getSimpleName() + id + classes + text;
    }

    private static String text(Bounds place) {
        return Math.round(place.getWidth()) + "×" + Math.round(place.getHeight()) + " at " + Math.round(place.getMinX())
                + ", " + Math.round(place.getMinY());
    }
}
