package espalier.app.prune;

import espalier.basics.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The widths of the network as they shrink, each within what it was. */
final class WidthsNow extends VBox {

    private final Map<String, Integer> before;
    private final double widest;
    private final String unit;
    private final Map<String, NestedBar> bars = new LinkedHashMap<>();
    private final Map<String, Label> figures = new LinkedHashMap<>();
    private final Label size = new Label();

    WidthsNow(RunModel run) {
        getStyleClass().add("widths-now");
        before = RunModel.widths(run.unpruned());
        unit = run.settings().rateOf().unit();
        widest = before.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        Label title = new Label(run.settings().goal().mode().removesFilters() ? "Filters left"
                : "Filters: all stay, with zeros in them");
        title.getStyleClass().add("heading");
        size.getStyleClass().add("hint");
        size.setWrapText(true);
        size.setMinHeight(Region.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(grid());
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(title, size, scroll);
        run.nowProperty().addListener((property, old, now) -> show(now));
        show(run.nowProperty().get());
    }

    private GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("widths-grid");
        ColumnConstraints name = new ColumnConstraints();
        name.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints bar = new ColumnConstraints();
        bar.setHgrow(Priority.ALWAYS);
        bar.setMinWidth(80);
        ColumnConstraints figure = new ColumnConstraints();
        figure.setMinWidth(Region.USE_PREF_SIZE);
        figure.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(name, bar, figure);
        int row = 0;
        for (String layer : before.keySet()) {
            NestedBar shown = new NestedBar();
            Label number = new Label();
            number.getStyleClass().add("figure");
            number.setMinWidth(Region.USE_PREF_SIZE);
            bars.put(layer, shown);
            figures.put(layer, number);
            grid.addRow(row++, new Label(layer), shown, number);
        }
        return grid;
    }

    private void show(RunModel.Now now) {
        size.setText(
                (Figures.rate(now.rate()) + " " + unit).strip() + "  ·  " + Figures.large(now.cost().parameters())
                        + " parameters\n" + Figures.large(now.cost().macs()) + " MACs for one picture"
                        + (now.cost().isMasked()
                                ? "\n" + Figures.large(now.cost().nonzeroConvolution()) + " of "
                                        + Figures.large(now.cost().convolution()) + " convolution weights are not zero"
                                : ""));
        before.forEach((layer, width) -> {
            int left = now.widths().getOrDefault(layer, width);
            bars.get(layer).shrink(width / widest, List.of(left / widest));
            figures.get(layer).setText(left + " of " + width);
        });
    }
}
