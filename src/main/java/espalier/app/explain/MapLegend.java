package espalier.app.explain;

import espalier.colour.ColourMap;
import espalier.colour.ColourMaps;
import espalier.app.controls.Legend;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** The key to what is drawn: colours with numbers, and in a sentence which scale they are on. */
final class MapLegend extends HBox {

    private final ExplainViewModel model;
    private final Legend values = new Legend(Orientation.HORIZONTAL);
    private final Legend differences = new Legend(Orientation.HORIZONTAL);
    private final Label sentence = new Label();
    private final Label waiting = new Label();

    MapLegend(ExplainViewModel model) {
        this.model = model;
        getStyleClass().add("map-legend");
        differences.colours().set(ColourMaps.COOLWARM);
        differences.range().set(new Legend.Range("", -1, 1));
        sentence.setId("legend-sentence");
        sentence.setWrapText(true);
        sentence.getStyleClass().add("legend-sentence");
        sentence.setMaxWidth(Double.MAX_VALUE);
        sentence.setMinWidth(0);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        waiting.setId("waiting");
        waiting.getStyleClass().add("column-detail");
        waiting.setMinWidth(USE_PREF_SIZE);
        for (Legend legend : new Legend[] {values, differences}) {
            legend.setMinWidth(150);
            legend.setMaxHeight(USE_PREF_SIZE);
            legend.managedProperty().bind(legend.visibleProperty());
        }
        getChildren().addAll(values, differences, sentence, waiting);
        model.display().addListener(change -> describe());
        model.scale().addListener(change -> describe());
        model.colours().addListener(change -> describe());
        model.grid().addListener(change -> describe());
        describe();
    }

    private void describe() {
        Display display = model.display().get();
        boolean shared = model.scale().get() == MapScale.GLOBAL;
        double largest = shared && model.grid().get().largest() > 0 ? model.grid().get().largest() : 1;
        ColourMap colours = display == Display.PAPER ? ColourMaps.JET : model.colours().get();
        values.colours().set(colours);
        values.range().set(new Legend.Range("", 0, display == Display.PAPER ? 1 : largest));
        values.setVisible(display != Display.TOP_SHARE);
        differences.setVisible(display == Display.DIFFERENCE);
        sentence.setText(words(display));
        long maps = model.grid().get().waiting();
        long empty = model.grid().get().empty();
        waiting.setText(maps > 0 ? maps + (maps == 1 ? " map" : " maps") + " being computed"
                : empty > 0 ? empty + (empty == 1 ? " map is empty" : " maps are empty") + ": nothing speaks for the class" : "");
    }

    private String words(Display display) {
        String scale = switch (model.scale().get()) {
            case MAP -> "1 is each map's own highest value.";
            case ROW -> "1 is the highest value of all networks for the picture.";
            case GLOBAL -> "Grad-CAM values, all maps on one scale.";
        };
        return switch (display) {
            case HEAT_MAP -> scale + " Shown is the positive part: evidence for the class.";
            case TOP_SHARE -> "Visible are the 10 % highest pixels of each map.";
            case CONTOUR -> scale + " Lines at ¼, ½ and ¾.";
            case DIFFERENCE -> "Left the unpruned map, right the difference to it: red is more evidence than in the unpruned network. "
                    + scale;
            case PAPER -> "The colour is that of the squared value. " + scale;
        };
    }
}
