package espalier.app.explain;

import espalier.app.controls.Legend;
import java.util.List;
import javafx.beans.Observable;
import javafx.geometry.Orientation;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * The key to what is drawn: colours with numbers, and in a sentence which scale they are on; what is empty, missing or
 * failed.
 */
final class MapLegend extends HBox {

    private final ExplainViewModel model;
    private final Legend values = new Legend(Orientation.HORIZONTAL);
    private final Legend differences = new Legend(Orientation.HORIZONTAL);
    private final Label sentence = new Label();
    private final Label state = new Label();
    private final Hyperlink retry = new Hyperlink("Compute them");

    MapLegend(ExplainViewModel model) {
        this.model = model;
        getStyleClass().add("map-legend");
        sentence.setId("legend-sentence");
        sentence.setWrapText(true);
        sentence.getStyleClass().add("legend-sentence");
        sentence.setMaxWidth(Double.MAX_VALUE);
        sentence.setMinWidth(0);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        state.setId("waiting");
        state.getStyleClass().add("column-detail");
        state.setMinWidth(USE_PREF_SIZE);
        retry.setId("retry-maps");
        retry.setMinWidth(USE_PREF_SIZE);
        retry.setOnAction(event -> model.retry());
        retry.managedProperty().bind(retry.visibleProperty());
        for (Legend legend : List.of(values, differences)) {
            legend.setMinWidth(130);
            legend.setMaxHeight(USE_PREF_SIZE);
            legend.managedProperty().bind(legend.visibleProperty());
        }
        getChildren().addAll(values, differences, sentence, state, retry);
        for (Observable shown : List.of(model.drawing(), model.scale(), model.grid())) {
            shown.addListener(change -> describe());
        }
        describe();
    }

    private void describe() {
        double top = model.scale().get() == MapScale.GLOBAL ? model.grid().get().largest() : 1;
        show(values, LegendKey.of(model, top, false));
        show(differences, LegendKey.of(model, top, true));
        differences.setVisible(model.display().get() == Display.DIFFERENCE);
        sentence.setText(LegendKey.words(model)
                + (model.grid().get().cells().stream().flatMap(List::stream).anyMatch(MapCell::isChanged)
                        ? " ≠ marks another prediction than the unpruned network's." : ""));
        MapGrid grid = model.grid().get();
        long failed = grid.failed();
        state.setText(grid.waiting() > 0 ? maps(grid.waiting()) + " being computed"
                : failed > 0 ? maps(failed) + " missing" : grid.empty() > 0 ? maps(grid.empty())
                        + (grid.empty() == 1 ? " is" : " are") + " empty (hatched): nothing speaks for the class" : "");
        retry.setVisible(grid.waiting() == 0 && failed > 0);
    }

    private static void show(Legend legend, LegendKey key) {
        legend.colours().set(key.colours());
        legend.range().set(key.range());
        legend.setVisible(key.isSeen());
    }

    private static String maps(long count) {
        return count + (count == 1 ? " map" : " maps");
    }
}
