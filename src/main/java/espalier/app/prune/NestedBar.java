package espalier.app.prune;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.Interpolator;
import javafx.animation.KeyFrame;
import javafx.animation.KeyValue;
import javafx.animation.Timeline;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/**
 * Lengths from one zero over each other: a track for the whole, and a bar for each part, in order from the longest.
 * Style classes {@code track}, and {@code shade-1} to {@code shade-6} for the parts.
 */
final class NestedBar extends Region {

    /** How many shades there are. */
    static final int SHADES = 6;

    private static final Duration SHRINKING = Duration.millis(180);

    private final Region track = new Region();
    private final List<Region> bars = new ArrayList<>();
    private final List<DoubleProperty> lengths = new ArrayList<>();
    private double whole;
    private Timeline timeline = new Timeline();

    NestedBar() {
        getStyleClass().add("nested-bar");
        track.getStyleClass().add("track");
        getChildren().add(track);
    }

    /** The style class of a part. */
    static String shade(int part) {
        return "shade-" + Math.min(SHADES, part + 1);
    }

    /**
     * Shows lengths at once.
     *
     * @param wholeLength 0 to 1, of this control's width
     * @param parts       0 to 1, from the longest
     */
    void show(double wholeLength, List<Double> parts) {
        fit(wholeLength, parts.size());
        timeline.stop();
        for (int i = 0; i < parts.size(); i++) {
            lengths.get(i).set(parts.get(i));
        }
        requestLayout();
    }

    /** Shows lengths, and how they came about from those before. */
    void shrink(double wholeLength, List<Double> parts) {
        if (parts.size() != bars.size() || getScene() == null) {
            show(wholeLength, parts);
            return;
        }
        fit(wholeLength, parts.size());
        timeline.stop();
        timeline = new Timeline();
        for (int i = 0; i < parts.size(); i++) {
            timeline.getKeyFrames()
                    .add(new KeyFrame(SHRINKING, new KeyValue(lengths.get(i), parts.get(i), Interpolator.EASE_BOTH)));
        }
        timeline.play();
    }

    private void fit(double wholeLength, int parts) {
        whole = wholeLength;
        while (bars.size() < parts) {
            Region bar = new Region();
            bar.getStyleClass().add(shade(bars.size()));
            DoubleProperty length = new SimpleDoubleProperty();
            length.addListener(property -> requestLayout());
            bars.add(bar);
            lengths.add(length);
            getChildren().add(bar);
        }
        while (bars.size() > parts) {
            getChildren().remove(bars.remove(bars.size() - 1));
            lengths.remove(lengths.size() - 1);
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        track.resizeRelocate(0, 0, snapSizeX(whole * width), height);
        for (int i = 0; i < bars.size(); i++) {
            double inset = Math.min(height / 4, 1.5 * i);
            bars.get(i).resizeRelocate(0, inset, snapSizeX(lengths.get(i).get() * width), height - 2 * inset);
        }
    }
}
