package espalier.app.explain;

import espalier.app.controls.Legend;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.Drawing.Scale;
import espalier.drawing.ColourMap;
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

    /**
     * What the colours of maps mean.
     *
     * @param isSeen whether what is shown has colours at all
     */
    record Key(ColourMap colours, Legend.Range range, boolean isSeen) {

        /**
         * The key to maps, or to differences.
         *
         * @param top what the highest colour means
         */
        static Key of(ExplainViewModel model, double top, boolean difference) {
            Display display = model.displayProperty().get();
            double end = display == Display.PAPER || !(top > 0) ? 1 : top;
            return difference ? new Key(ColourMap.COOLWARM, new Legend.Range("", -end, end), true)
                    : new Key(display == Display.PAPER ? ColourMap.JET : model.coloursProperty().get(),
                            new Legend.Range("", 0, end), display != Display.TOP_SHARE);
        }
    }

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
        for (Observable shown : List.of(model.drawingProperty(), model.scaleProperty(), model.gridProperty())) {
            shown.addListener(change -> describe());
        }
        describe();
    }

    private void describe() {
        double top = model.scaleProperty().get() == Scale.GLOBAL ? model.gridProperty().get().largest() : 1;
        show(values, Key.of(model, top, false));
        show(differences, Key.of(model, top, true));
        differences.setVisible(model.displayProperty().get() == Display.DIFFERENCE);
        sentence.setText(words(model)
                + (model.gridProperty().get().cells().stream().flatMap(List::stream).anyMatch(MapCell::isChanged)
                        ? " ≠ marks another prediction than the unpruned network's." : ""));
        MapGrid grid = model.gridProperty().get();
        long failed = grid.failed();
        state.setText(grid.waiting() > 0 ? maps(grid.waiting()) + " being computed"
                : failed > 0 ? maps(failed) + " missing" : grid.empty() > 0 ? maps(grid.empty())
                        + (grid.empty() == 1 ? " is" : " are") + " empty (hatched): nothing speaks for the class" : "");
        retry.setVisible(grid.waiting() == 0 && failed > 0);
    }

    /** In sentences, what is shown and on which scale. */
    static String words(ExplainViewModel model) {
        String scale = switch (model.scaleProperty().get()) {
            case MAP -> "Each map has its own scale: 1 is its highest value, so colours tell where, not how much.";
            case ROW -> "One scale for each picture: 1 is the highest value of all its networks.";
            case GLOBAL -> "All maps are on one scale: raw " + model.methodProperty().get().title() + " values.";
        };
        String drawn = switch (model.displayProperty().get()) {
            case HEAT_MAP -> "";
            case TOP_SHARE ->
                "Visible are the 10 % highest pixels of each map, by rank; of equal ones those further up and left.";
            case CONTOUR -> "Lines at ¼, ½ and ¾. ";
            case DIFFERENCE ->
                "The unpruned map, and the difference of the others to it: red is more evidence, blue is less. ";
            case PAPER -> "0.7 · picture + 0.3 · jet of the squared value. ";
        };
        return (model.displayProperty().get() == Display.TOP_SHARE ? drawn : drawn + scale) + " Enlarged by "
                + model.interpolationProperty().get()
                + (model.interpolationProperty().get() == espalier.drawing.Interpolation.NEAREST ? " neighbour."
                        : " interpolation.");
    }

    private static void show(Legend legend, Key key) {
        legend.coloursProperty().set(key.colours());
        legend.rangeProperty().set(key.range());
        legend.setVisible(key.isSeen());
    }

    private static String maps(long count) {
        return count + (count == 1 ? " map" : " maps");
    }
}
