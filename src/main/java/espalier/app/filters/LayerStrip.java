package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.Session;
import espalier.app.Theme;
import espalier.app.controls.HeatmapImage;
import espalier.app.filters.FiltersViewModel.LayerView;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All convolutions as small heatmaps side by side, each as wide as it has filters. */
final class LayerStrip extends ScrollPane {

    private static final int PICTURE_HEIGHT = 40;
    private static final int MOST_WIDTH_OF_WORDS = 120;
    private static final double MOST_PIXELS_PER_FILTER = 5;
    private static final double LEAST_PIXELS_PER_FILTER = 0.25;
    private static final int AROUND = 20;
    private static final int HEIGHT = 78;
    private static final int SCROLL_BAR = 14;

    private final Session session;
    private final FiltersViewModel model;
    private final HBox tiles = new HBox(6);
    private final List<Tile> shown = new ArrayList<>();

    LayerStrip(Session session, FiltersViewModel model) {
        this.session = session;
        this.model = model;
        getStyleClass().addAll("layer-strip", "edge-to-edge");
        setContent(tiles);
        setFitToHeight(true);
        setVbarPolicy(ScrollBarPolicy.NEVER);
        setMinHeight(Region.USE_PREF_SIZE);
        setFocusTraversable(false);
        model.layersProperty().addListener(change -> rebuild());
        model.sortProperty().addListener(change -> repaint());
        model.shownProperty().addListener(change -> repaint());
        Theme.whenValueColoursChange(this, this::repaint);
        model.removalProperty().addListener(change -> shown.forEach(Tile::count));
        session.selectedClassProperty().addListener(change -> {
            if (model.sortProperty().get() == FilterSort.CLASS) {
                repaint();
            }
        });
        session.selectedLayerProperty().addListener(change -> select());
        widthProperty().addListener(change -> repaint());
        rebuild();
    }

    private void rebuild() {
        shown.clear();
        model.layersProperty().get().forEach(layer -> shown.add(new Tile(layer)));
        tiles.getChildren().setAll(shown);
        repaint();
        select();
    }

    private void repaint() {
        double room = getWidth() - shown.size() * (AROUND + tiles.getSpacing());
        // Narrow layers are as wide as their names need; the others share what is left: halve the interval until that
        // is found.
        double low = LEAST_PIXELS_PER_FILTER;
        double high = MOST_PIXELS_PER_FILTER;
        for (int i = 0; i < 20; i++) {
            double middle = (low + high) / 2;
            if (shown.stream().mapToInt(tile -> tile.width(middle)).sum() <= room) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double perFilter = low;
        shown.forEach(tile -> tile.paint(tile.width(perFilter)));
        int needed = shown.stream().mapToInt(tile -> tile.width(perFilter)).sum();
        setPrefHeight(needed > room ? HEIGHT + SCROLL_BAR : HEIGHT);
    }

    private void select() {
        for (Tile tile : shown) {
            boolean chosen = tile.layer.name().equals(session.getSelectedLayer());
            tile.setSelected(chosen);
            if (chosen && tiles.getWidth() > getWidth()) {
                double middle = tile.getBoundsInParent().getCenterX() - getWidth() / 2;
                setHvalue(Math.max(0, Math.min(1, middle / (tiles.getWidth() - getWidth()))));
            }
        }
    }

    private void step(Tile from, KeyEvent event) {
        int by = switch (event.getCode()) {
            case LEFT, UP -> -1;
            case RIGHT, DOWN -> 1;
            default -> 0;
        };
        int next = shown.indexOf(from) + by;
        if (by != 0) {
            event.consume();
            if (next >= 0 && next < shown.size()) {
                shown.get(next).requestFocus();
                shown.get(next).fire();
            }
        }
    }

    /** One layer. */
    private final class Tile extends ToggleButton {

        private final LayerView layer;
        private final Label count = new Label();
        private final ImageView picture = new ImageView();

        Tile(LayerView layer) {
            this.layer = layer;
            getStyleClass().setAll("layer-tile");
            setId("layer-" + layer.name());
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            Label name = new Label(layer.name());
            name.getStyleClass().add("layer-name");
            name.setMinWidth(0);
            count.getStyleClass().addAll(Styles.TEXT_MUTED, "layer-count");
            count.setMinWidth(Region.USE_PREF_SIZE);
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox heading = new HBox(4, name, space, count);
            heading.setAlignment(Pos.BASELINE_LEFT);
            setGraphic(new VBox(4, heading, picture));
            picture.setSmooth(false);
            setOnAction(event -> {
                setSelected(true);
                session.setSelectedLayer(layer.name());
            });
            addEventHandler(KeyEvent.KEY_PRESSED, event -> step(this, event));
            count();
        }

        int width(double pixelsPerFilter) {
            int digits = Integer.toString(layer.info().channels()).length();
            double words = Math.min(MOST_WIDTH_OF_WORDS, layer.name().length() * 8.4 + (2 * digits + 1) * 7 + 6);
            return (int) Math.max(words, pixelsPerFilter * layer.info().channels());
        }

        void paint(int width) {
            picture.setImage(
                    HeatmapImage.of(model.data(layer), model.order(layer), model.colours(), width, PICTURE_HEIGHT));
            ((VBox) getGraphic()).setMaxWidth(width);
            ((VBox) getGraphic()).setPrefWidth(width);
        }

        void count() {
            int removed = model.removalProperty().get().removedOf(layer.name());
            int filters = layer.info().channels();
            count.setText(removed == 0 ? Integer.toString(filters) : filters - removed + "/" + filters);
            String said = layer.name() + ": " + filters + " filters of " + layer.info().kernel() + "×"
                    + layer.info().kernel() + (removed == 0 ? ", none removed" : ", " + removed + " removed");
            setAccessibleText(said);
            setTooltip(new Tooltip(said));
        }
    }
}
