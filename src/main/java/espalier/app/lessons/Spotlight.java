package espalier.app.lessons;

import espalier.app.Page;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * An outline around what a step points at, wherever it is now: it is looked for at each pulse, so that scrolling,
 * resizing and pages that are built anew do not lose it. It takes no clicks.
 */
final class Spotlight extends Pane {

    private static final double AROUND = 4;

    private final LessonModel model;
    private final Region outline = new Region();
    private final AnimationTimer follow = new AnimationTimer() {
        @Override
        public void handle(long now) {
            follow();
        }
    };
    /** What was scrolled into sight; once for each target, so that the person may scroll away. */
    private Node brought;

    Spotlight(LessonModel model) {
        this.model = model;
        setId("spotlight");
        setMouseTransparent(true);
        setPickOnBounds(false);
        outline.getStyleClass().add("spotlight");
        outline.setManaged(false);
        outline.setVisible(false);
        getStylesheets().add(Page.styles("lessons.css"));
        getChildren().add(outline);
        model.placeProperty().addListener((property, old, now) -> {
            if (now.isPresent()) {
                follow.start();
            } else {
                follow.stop();
                outline.setVisible(false);
                brought = null;
            }
        });
    }

    private void follow() {
        Optional<Node> target = target();
        target.filter(node -> node != brought).ifPresent(node -> {
            brought = node;
            bringIntoSight(node);
        });
        Bounds seen = target.map(Spotlight::seen).map(this::sceneToLocal).orElse(null);
        outline.setVisible(seen != null);
        if (seen != null) {
            // Within the window, also where the target touches its edge.
            double left = Math.max(1, seen.getMinX() - AROUND);
            double top = Math.max(1, seen.getMinY() - AROUND);
            outline.resizeRelocate(left, top, Math.min(getWidth() - 1, seen.getMaxX() + AROUND) - left,
                    Math.min(getHeight() - 1, seen.getMaxY() + AROUND) - top);
        }
    }

    private Optional<Node> target() {
        String selector = model.placeProperty().get().filter(at -> at.phase() != LessonModel.Phase.SAMPLE)
                .map(at -> at.what().target().apply(model.seen())).orElse("");
        return selector.isEmpty() || getScene() == null ? Optional.empty()
                : getScene().getRoot().lookupAll(selector).stream().filter(node -> seen(node) != null).findFirst().or(
                        () -> getScene().getRoot().lookupAll(selector).stream().filter(Spotlight::isShown).findFirst());
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** The part of a node that can be seen, in the scene; null where there is none. */
    private static Bounds seen(Node node) {
        if (!isShown(node)) {
            return null;
        }
        Bounds seen = node.localToScene(node.getLayoutBounds());
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent.getStyleClass().contains("viewport")) {
                seen = common(seen, parent.localToScene(parent.getLayoutBounds()));
            }
        }
        return seen.getWidth() < 1 || seen.getHeight() < 1 ? null : seen;
    }

    private static Bounds common(Bounds a, Bounds b) {
        double left = Math.max(a.getMinX(), b.getMinX());
        double top = Math.max(a.getMinY(), b.getMinY());
        return new BoundingBox(left, top, Math.max(0, Math.min(a.getMaxX(), b.getMaxX()) - left),
                Math.max(0, Math.min(a.getMaxY(), b.getMaxY()) - top));
    }

    private static void bringIntoSight(Node node) {
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof ScrollPane scroll && scroll.getContent() != null) {
                Bounds place = scroll.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
                Bounds all = scroll.getContent().getLayoutBounds();
                Bounds view = scroll.getViewportBounds();
                scroll.setVvalue(
                        value(scroll.getVvalue(), place.getMinY(), place.getMaxY(), all.getHeight(), view.getHeight()));
                scroll.setHvalue(
                        value(scroll.getHvalue(), place.getMinX(), place.getMaxX(), all.getWidth(), view.getWidth()));
            }
        }
    }

    /**
     * Where a scroll pane stands, 0 to 1, so that a part of its content is seen; as before where it is seen already.
     */
    private static double value(double now, double begin, double end, double all, double view) {
        double hidden = all - view;
        double offset = now * hidden;
        return hidden <= 0 || begin >= offset && end <= offset + view ? now
                : Math.max(0, Math.min(1, ((begin + end - view) / 2) / hidden));
    }
}
