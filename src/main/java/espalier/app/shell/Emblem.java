package espalier.app.shell;

import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;

/** The program's sign: a tree trained flat, its branches in tiers that grow shorter. */
final class Emblem {

    private static final String TREE = "M9 17 V2 M9 13.5 H4 Q2 13.5 2 11.5 V10.5 M9 13.5 H14 Q16 13.5 16 11.5 V10.5 "
            + "M9 8.5 H6 Q4.5 8.5 4.5 7 V6 M9 8.5 H12 Q13.5 8.5 13.5 7 V6 M6 17 H12";

    private Emblem() {}

    /** The sign in the theme's accent. */
    static SVGPath node() {
        SVGPath tree = new SVGPath();
        tree.setContent(TREE);
        tree.getStyleClass().add("mark");
        tree.setStrokeLineCap(StrokeLineCap.ROUND);
        tree.setFill(null);
        return tree;
    }

    /** The sign for the system's task bar. */
    static List<Image> icons() {
        return Stream.of(32, 64, 128).map(Emblem::icon).toList();
    }

    private static Image icon(int size) {
        SVGPath tree = node();
        tree.setStroke(Color.SEAGREEN);
        tree.setStrokeWidth(1.8);
        tree.setScaleX(size / 18.0);
        tree.setScaleY(size / 18.0);
        SnapshotParameters transparent = new SnapshotParameters();
        transparent.setFill(Color.TRANSPARENT);
        return new Group(tree).snapshot(transparent, null);
    }
}
