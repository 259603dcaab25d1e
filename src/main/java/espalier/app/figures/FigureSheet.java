package espalier.app.figures;

import espalier.app.controls.Plot;
import espalier.drawing.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.transform.Transform;

/**
 * A figure as it goes out of the window: its title, what it is of, its key and itself, in the window's colours.
 * {@link #image} draws it anew with as many pixels as are wanted, {@link #svg} as lines and words.
 */
final class FigureSheet {

    private static final double MARGIN = 14;
    /** Room for a title. */
    private static final double LEAST_WIDTH = 220;
    /** Rows of a table; more would be no picture. */
    private static final int MOST_ROWS = 300;
    private static final double MOST_PIXELS = 1e8;
    private static final double ROW = 30;

    private final VBox page = new VBox(6);
    private final List<Slot> slots = new ArrayList<>();

    /** The place of something that stays in the window. */
    private static final class Slot extends Pane {

        private final Node of;

        Slot(Node of) {
            this.of = of;
            Bounds size = of.getLayoutBounds();
            setMinSize(Math.ceil(size.getWidth()), Math.ceil(size.getHeight()));
            setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            setPrefSize(getMinWidth(), getMinHeight());
        }
    }

    private FigureSheet(Figure figure) {
        Label title = new Label(figure.name());
        title.setStyle("-fx-font-weight: bold; -fx-font-size: 14px; -fx-text-fill: -color-fg-default;");
        Label subject = new Label(figure.subject());
        subject.setStyle("-fx-font-size: 12px; -fx-text-fill: -color-fg-muted;");
        page.setStyle("-fx-background-color: -color-bg-default;");
        page.setPadding(new Insets(MARGIN));
        Slot slot = slot(figure.node());
        double width = Math.max(LEAST_WIDTH, slot.getMinWidth());
        for (Label words : List.of(title, subject)) {
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            words.setPrefWidth(width);
            words.setVisible(!words.getText().isEmpty());
            words.setManaged(words.isVisible());
        }
        page.getChildren().addAll(title, subject);
        List<Node> keys = new ArrayList<>();
        figure.key().forEach(key -> keys.add(key.getScene() == null ? key : slot(key)));
        if (!keys.isEmpty()) {
            FlowPane key = new FlowPane(10, 2);
            key.getChildren().addAll(keys);
            key.setPrefWrapLength(width);
            key.setPrefWidth(width);
            page.getChildren().add(key);
        }
        page.getChildren().add(slot);
        Scene scene = new Scene(page);
        scene.getStylesheets().setAll(figure.node().getScene().getStylesheets());
        page.applyCss();
        page.resize(Math.ceil(page.prefWidth(-1)), Math.ceil(page.prefHeight(Math.ceil(page.prefWidth(-1)))));
        page.layout();
    }

    private Slot slot(Node node) {
        Slot slot = new Slot(node);
        slots.add(slot);
        return slot;
    }

    /** How many pixels wide and high it is where it is not enlarged. */
    static double[] size(Figure figure) {
        return taken(figure, sheet -> new double[] {sheet.page.getWidth(), sheet.page.getHeight()});
    }

    /** Its picture, enlarged as far as memory reasonably allows. */
    static WritableImage image(Figure figure, double factor) {
        return taken(figure, sheet -> sheet.image(factor));
    }

    /** The same as lines and words: a file's content. */
    static String svg(Figure figure) {
        return taken(figure, sheet -> {
            Color ground = sheet.page.getBackground() == null ? Color.WHITE
                    : (Color) sheet.page.getBackground().getFills().get(0).getFill();
            Svg svg = new Svg(sheet.page.getWidth(), sheet.page.getHeight(), figure.name(), SvgPen.colour(ground));
            new SceneSvg(svg, node -> node instanceof Slot slot ? slot.of : node).add(sheet.page);
            return svg.end();
        });
    }

    private interface Use<T> {
        T of(FigureSheet sheet);
    }

    /** Uses a sheet while the figure is shown whole, and nothing that follows the mouse is. */
    private static <T> T taken(Figure figure, Use<T> use) {
        return figure.taken(() -> whole(figure, () -> {
            List<Node> passing = new ArrayList<>(figure.node().lookupAll(".read-out"));
            passing.addAll(figure.node().lookupAll(".hovered"));
            passing.removeIf(node -> !node.isVisible());
            passing.forEach(node -> node.setVisible(false));
            try {
                return use.of(new FigureSheet(figure));
            } finally {
                passing.forEach(node -> node.setVisible(true));
            }
        }));
    }

    /** A table as large as all of its rows need, for a moment that nobody sees. */
    private static <T> T whole(Figure figure, Supplier<T> use) {
        int rows = figure.node() instanceof TableView<?> table ? table.getItems().size()
                : figure.node() instanceof TreeTableView<?> table ? table.getExpandedItemCount() : 0;
        if (rows == 0) {
            return use.get();
        }
        Region table = (Region) figure.node();
        double width = table.getWidth();
        double height = table.getHeight();
        double row = table.lookupAll(".table-row-cell").stream().filter(Node::isVisible)
                .mapToDouble(cell -> cell.getLayoutBounds().getHeight()).max().orElse(ROW);
        Node head = table.lookup(".column-header-background");
        double heading = head == null ? ROW : head.getLayoutBounds().getHeight();
        double columns = table instanceof TableView<?> plain
                ? plain.getVisibleLeafColumns().stream().mapToDouble(column -> column.getWidth()).sum()
                : ((TreeTableView<?>) table).getVisibleLeafColumns().stream().mapToDouble(column -> column.getWidth())
                        .sum();
        try {
            table.resize(Math.max(columns + 2, Math.min(width, columns + 20)),
                    Math.ceil(heading + row * Math.min(MOST_ROWS, rows) + 2));
            table.layout();
            return use.get();
        } finally {
            table.resize(width, height);
            table.requestLayout();
        }
    }

    private WritableImage image(double wanted) {
        double factor = Math.min(wanted, Math.sqrt(MOST_PIXELS / (page.getWidth() * page.getHeight())));
        for (Slot slot : slots) {
            ImageView view = new ImageView(snapshot(slot.of, factor));
            view.setFitWidth(slot.getMinWidth());
            view.setFitHeight(slot.getMinHeight());
            slot.getChildren().setAll(view);
        }
        return snapshot(page, factor);
    }

    private static WritableImage snapshot(Node node, double factor) {
        List<Plot> plots = new ArrayList<>();
        collect(node, plots);
        plots.forEach(plot -> plot.setSharpness(factor));
        try {
            Bounds bounds = node.localToParent(node.getLayoutBounds());
            SnapshotParameters parameters = new SnapshotParameters();
            parameters.setFill(Color.TRANSPARENT);
            parameters.setTransform(Transform.scale(factor, factor));
            parameters.setViewport(new Rectangle2D(bounds.getMinX() * factor, bounds.getMinY() * factor,
                    Math.max(1, Math.round(Math.ceil(bounds.getWidth()) * factor)),
                    Math.max(1, Math.round(Math.ceil(bounds.getHeight()) * factor))));
            return node.snapshot(parameters, null);
        } finally {
            plots.forEach(plot -> plot.setSharpness(1));
        }
    }

    private static void collect(Node node, List<Plot> plots) {
        if (node instanceof Plot plot) {
            plots.add(plot);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, plots));
        }
    }
}
