package espalier.app.explain;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.controls.Legend;
import espalier.app.explain.ExplainViewModel.Zoom;
import espalier.app.explain.MapCell.Marker;
import espalier.basics.Figures;
import espalier.network.LayerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * One map in large, beside it the same picture by all networks with the layer's own value under the pointer. Page Up
 * and Page Down change the network, the arrow keys move the point, Escape closes.
 */
final class MapZoom extends VBox {

    private static final double SMALL = 84;
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final ExplainViewModel model;
    private final Label title = new Label();
    private final Label detail = new Label();
    private final StackPane large = new StackPane();
    private final VBox rates = new VBox();
    private final Legend legend = new Legend(Orientation.HORIZONTAL);
    private final Label scale = new Label();
    private final List<Rate> rows = new ArrayList<>();
    private Optional<ShownPicture> built = Optional.empty();
    private MapImage image;

    /** A network beside the large map. */
    private final class Rate extends HBox {

        private final MapImage small;
        private final Label raw = new Label();
        private final OpenNetwork network;

        Rate(ShownPicture picture, OpenNetwork network) {
            this.network = network;
            getStyleClass().add("zoom-rate");
            small = new MapImage(model, picture);
            Label name = new Label(network.rateTitle());
            name.getStyleClass().add("column-title");
            raw.getStyleClass().add("raw-value");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            VBox words = new VBox(2, new HBox(name, space, raw), new MapCaption(model, small));
            HBox.setHgrow(words, Priority.ALWAYS);
            words.setMinWidth(0);
            small.setMinSize(SMALL, SMALL);
            small.setMaxSize(SMALL, SMALL);
            small.setFocusTraversable(false);
            getChildren().addAll(small, words);
            setOnMouseClicked(event -> choose());
        }

        void choose() {
            model.zoomProperty()
                    .set(model.zoomProperty().get().map(zoom -> new Zoom(zoom.picture(), network.column())));
        }
    }

    MapZoom(ExplainViewModel model) {
        this.model = model;
        setId("zoom");
        getStyleClass().add("map-zoom");
        title.getStyleClass().add(Styles.TITLE_4);
        detail.getStyleClass().add("column-detail");
        detail.setMinWidth(0);
        HBox.setHgrow(detail, Priority.ALWAYS);
        detail.setMaxWidth(Double.MAX_VALUE);
        HBox top = new HBox(title, detail,
                button("zoom-before", "fth-chevron-up", "The map of the network before (Page Up)", () -> step(-1)),
                button("zoom-after", "fth-chevron-down", "The map of the next network (Page Down)", () -> step(1)),
                button("zoom-close", "fth-x", "Back to all pictures (Escape)", this::close));
        top.getStyleClass().add("zoom-top");
        large.setMinSize(0, 0);
        HBox.setHgrow(large, Priority.ALWAYS);
        rates.getStyleClass().add("zoom-rates");
        HBox middle = new HBox(large, rates);
        middle.getStyleClass().add("zoom-middle");
        middle.setMinSize(0, 0);
        VBox.setVgrow(middle, Priority.ALWAYS);
        legend.setMinWidth(160);
        legend.setMaxHeight(USE_PREF_SIZE);
        scale.setMinWidth(0);
        scale.getStyleClass().add("legend-sentence");
        scale.setWrapText(true);
        HBox bottom = new HBox(legend, scale);
        bottom.getStyleClass().add("map-legend");
        getChildren().addAll(top, middle, bottom);
        for (Observable shown : List.of(model.zoomProperty(), model.gridProperty(), model.drawingProperty(),
                model.scaleProperty())) {
            shown.addListener(change -> show());
        }
        model.markerProperty().addListener(change -> read());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        show();
    }

    /** Which picture, network, method and layer, in a line. */
    String heading() {
        return title.getText() + ", " + detail.getText().strip().replaceAll(" {2,}", ", ");
    }

    private static Button button(String id, String icon, String what, Runnable action) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON, Styles.SMALL);
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(what);
        button.setOnAction(event -> action.run());
        return button;
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> close();
            case PAGE_UP -> step(-1);
            case PAGE_DOWN -> step(1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void close() {
        model.zoomProperty().set(Optional.empty());
    }

    private void step(int by) {
        List<String> networks = rows.stream().map(row -> row.network.column()).toList();
        int now = model.zoomProperty().get().map(zoom -> networks.indexOf(zoom.network())).orElse(0);
        rows.get(Math.max(0, Math.min(rows.size() - 1, now + by))).choose();
    }

    private void show() {
        setVisible(model.zoomProperty().get().isPresent());
        Optional<MapCell> cell = model.zoomedCell();
        if (cell.isEmpty()) {
            built = Optional.empty();
            return;
        }
        List<MapCell> row = model.zoomedRow();
        if (!built.equals(Optional.of(cell.get().picture())) || !rows.stream().map(rate -> rate.network).toList()
                .equals(row.stream().map(MapCell::network).toList())) {
            build(cell.get().picture(), row);
        }
        image.show(cell.get());
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).small.show(row.get(i));
            rows.get(i).pseudoClassStateChanged(CHOSEN, row.get(i) == cell.get());
        }
        describe(cell.get());
        read();
    }

    private void build(ShownPicture picture, List<MapCell> row) {
        built = Optional.of(picture);
        image = new MapImage(model, picture);
        image.setId("zoomed-map");
        large.getChildren().setAll(image);
        rows.clear();
        row.forEach(cell -> rows.add(new Rate(picture, cell.network())));
        rates.getChildren().setAll(rows);
        image.requestFocus();
    }

    private void describe(MapCell cell) {
        title.setText(cell.network().rateTitle() + (cell.explanation().isPresent()
                ? ": " + cell.predictedName() + ", " + MapCaption.percent(cell.confidence()) : ""));
        LayerInfo layer = cell.network().layersByName().get(model.layerProperty().get());
        detail.setText(cell.picture().title() + "   " + model.methodProperty().get().title()
                + (cell.explanation().isPresent() ? " for " + cell.explainedName() : "") + " at "
                + model.layerProperty().get() + (layer == null ? "" : ", " + layer.height() + "×" + layer.width()));
        image.setAccessibleText(MapCaption.spoken(cell, model.measures()));
        boolean difference = cell.showsDifference(model.displayProperty().get());
        MapLegend.Key key = MapLegend.Key.of(model, cell.top(), difference);
        legend.coloursProperty().set(key.colours());
        legend.rangeProperty().set(key.range());
        legend.setVisible(key.isSeen());
        legend.setManaged(key.isSeen());
        scale.setText(MapLegend.words(model)
                + (cell.isEmpty() ? "" : " The highest colour is a raw value of " + raw(cell.top()) + "."));
    }

    /** The raw values under the point, network by network. */
    private void read() {
        for (Rate row : rows) {
            Optional<MapCell> cell = row.small.cellProperty().get();
            Optional<Marker> marker = model.markerProperty().get()
                    .filter(point -> cell.isPresent() && point.picture().equals(cell.get().picture().id()));
            row.raw.setText(marker.map(point -> "raw " + raw(cell.orElseThrow().rawValue(point))).orElse(""));
        }
    }

    private static String raw(double value) {
        return Double.isNaN(value) ? Figures.UNKNOWN : String.format(Locale.ROOT, "%.3g", value).replace('-', '−');
    }
}
