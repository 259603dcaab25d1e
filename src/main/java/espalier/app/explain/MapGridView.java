package espalier.app.explain;

import espalier.app.OpenNetwork;
import espalier.app.explain.ExplainViewModel.Zoom;
import espalier.basics.Figures;
import espalier.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Pictures down, networks across. Takes the place that there is: as many rows as stay well visible, as large as they
 * can be.
 */
final class MapGridView extends GridPane {

    /** Below this a row's picture is too small to see what a map says. */
    private static final double LEAST_ROW = 152;
    private static final double HEADER = 42;
    private static final double CAPTION = 36;
    private static final double CAPTION_WIDTH = 176;
    private static final double GAP = 8;
    /** So many networks have room for whole words. */
    private static final int WIDE = 5;
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    private final ExplainViewModel model;
    private final PictureChooser chooser;
    private final Consumer<ShownPicture> closer;
    private final DoubleProperty side = new SimpleDoubleProperty(120);
    private final DoubleProperty width = new SimpleDoubleProperty(120);
    private final List<List<MapImage>> cells = new ArrayList<>();
    private final StackPane liveHead = new StackPane();
    private MapGrid built = MapGrid.EMPTY;
    private OpenNetwork shownLive;

    /** @param closer looks closely at a picture */
    MapGridView(ExplainViewModel model, PictureChooser chooser, Consumer<ShownPicture> closer) {
        this.closer = closer;
        this.model = model;
        this.chooser = chooser;
        getStyleClass().add("map-grid");
        setHgap(GAP);
        setVgap(6);
        setMinSize(0, 0);
        model.gridProperty().addListener((property, old, now) -> show(now));
        widthProperty().addListener(change -> fit());
        heightProperty().addListener(change -> fit());
        show(model.gridProperty().get());
    }

    private void fit() {
        double height = getHeight() - HEADER;
        if (height <= 0 || getWidth() <= 0) {
            return;
        }
        int rows = Math.max(1, (int) (height / LEAST_ROW));
        chooser.countProperty().set(rows);
        double columns = room(built.networks().size() + 1);
        double across = (getWidth() - (columns - 1) * GAP) / columns;
        // Where there are fewer pictures than would fit, they get the room.
        double down = height / (built.pictures().isEmpty() ? rows : built.pictures().size()) - CAPTION - getVgap();
        width.set(across);
        side.set(Math.max(40, Math.floor(Math.min(across, down))));
    }

    /** A lone unpruned network leaves half of the place to the page's invitation. */
    private static int room(int columns) {
        return Math.max(columns, columns == 2 ? 4 : 1);
    }

    private void show(MapGrid grid) {
        if (!grid.hasShapeOf(built)) {
            build(grid);
        }
        grid.networks().stream().filter(OpenNetwork::isLive).filter(network -> network != shownLive)
                .forEach(this::showLive);
        for (int row = 0; row < cells.size(); row++) {
            for (int column = 0; column < cells.get(row).size(); column++) {
                cells.get(row).get(column).show(grid.cells().get(row).get(column));
            }
        }
    }

    /** The column's head says where the slider is. */
    private void showLive(OpenNetwork network) {
        shownLive = network;
        liveHead.getChildren().setAll(header(network));
    }

    /** Gives the focus back to the map that was looked at closely. */
    void focus(Zoom zoom) {
        cells.stream().flatMap(List::stream)
                .filter(image -> image.cellProperty().get()
                        .filter(cell -> cell.picture().id().equals(zoom.picture())
                                && cell.network().column().equals(zoom.network()))
                        .isPresent())
                .findFirst().ifPresent(MapImage::requestFocus);
    }

    private void build(MapGrid grid) {
        built = grid;
        pseudoClassStateChanged(NARROW, isNarrow());
        getChildren().clear();
        getColumnConstraints().clear();
        cells.clear();
        int columns = grid.networks().size() + 1;
        for (int column = 0; column < columns; column++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setPercentWidth(100.0 / room(columns));
            constraints.setHalignment(HPos.CENTER);
            getColumnConstraints().add(constraints);
        }
        add(header("picture", "what it shows"), 0, 0);
        for (int column = 0; column < grid.networks().size(); column++) {
            OpenNetwork network = grid.networks().get(column);
            add(network.isLive() ? liveHead : header(network), column + 1, 0);
        }
        for (int row = 0; row < grid.pictures().size(); row++) {
            ShownPicture picture = grid.pictures().get(row);
            add(original(picture), 0, row + 1);
            List<MapImage> line = new ArrayList<>();
            for (int column = 0; column < grid.networks().size(); column++) {
                MapImage image = new MapImage(model, picture);
                VBox cell = new VBox(image, new MapCaption(model, image));
                cell.setId("map-" + row + "-" + column);
                cell.getStyleClass().add("map-cell");
                String network = grid.networks().get(column).column();
                image.setOpener(() -> model.zoomProperty().set(Optional.of(new Zoom(picture.id(), network))));
                size(cell, image);
                add(cell, column + 1, row + 1);
                line.add(image);
            }
            cells.add(line);
        }
        fit();
    }

    private void size(Region cell, Region image) {
        image.prefWidthProperty().bind(side);
        image.prefHeightProperty().bind(side);
        image.minHeightProperty().bind(side);
        // Names of classes are longer than a small picture is wide.
        cell.maxWidthProperty().bind(Bindings.max(side, Bindings.min(CAPTION_WIDTH, width)));
    }

    private static Node header(String title, String below) {
        Label name = new Label(title);
        name.getStyleClass().add("column-title");
        Label small = new Label(below);
        small.getStyleClass().add("column-detail");
        VBox box = new VBox(name, small);
        box.getStyleClass().add("column-header");
        return box;
    }

    /** Whether words must be short: a live network beside those of four rates. */
    private boolean isNarrow() {
        return built.networks().size() > WIDE;
    }

    private Node header(OpenNetwork network) {
        String right = isNarrow() ? " · " : " right · ";
        String accuracy = network.test().map(test -> Figures.percent(test.accuracy()) + right).orElse("");
        Node header = header(network.rateTitle(), accuracy + Figures.large(network.cost().parameters()));
        Tooltip tooltip = new Tooltip(network + ": "
                + network.test().map(test -> Figures.percent(test.accuracy()) + " of the test pictures right, ")
                        .orElse("")
                + Figures.count(network.cost().parameters()) + " parameters, " + Figures.count(network.cost().macs())
                + " multiply-accumulates per picture, " + Figures.rate(network.achievedRate()) + " ("
                + network.rateOf().beforeAfter() + ")");
        Tooltip.install(header, tooltip);
        return header;
    }

    private Node original(ShownPicture picture) {
        MapImage image = new MapImage(model, picture);
        image.setOpener(() -> closer.accept(picture));
        image.setAccessibleText(picture.title());
        Dataset data = chooser.dataProperty().get();
        String shows = picture.hasLabel() && data != null ? data.classNames().get(picture.label()) : "class not known";
        Label name = new Label(shows);
        name.getStyleClass().add("true-class");
        name.setMaxWidth(Double.MAX_VALUE);
        Label title = new Label(picture.title());
        title.getStyleClass().add("measure");
        title.setMaxWidth(Double.MAX_VALUE);
        // A file's name ends with what tells it apart.
        title.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox below = new HBox(4, title);
        if (chooser.isOwn(picture)) {
            Button close = new Button("", new FontIcon("fth-x"));
            close.getStyleClass().addAll("flat", "small", "close-picture");
            close.setAccessibleText("Take this picture away");
            close.setTooltip(new Tooltip("Take this picture away"));
            close.setOnAction(event -> chooser.close(picture));
            below.getChildren().add(close);
        }
        VBox cell = new VBox(image, name, below);
        cell.getStyleClass().add("map-cell");
        image.setAccessibleText(shows + ", " + picture.title());
        Tooltip whole = new Tooltip(shows + "\n" + picture.title());
        name.setTooltip(whole);
        title.setTooltip(whole);
        size(cell, image);
        return cell;
    }
}
