package espalier.app.explain;

import espalier.explain.MapMeasure;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** A cell of the grid: the picture under its map, what the network predicts, and the chosen measure. */
final class MapCellView extends VBox {

    private final ExplainViewModel model;
    private final MapImage image;
    private final FontIcon verdict = new FontIcon("fth-check");
    private final Label predicted = new Label();
    private final Label confidence = new Label();
    private final Label changed = new Label("changed");
    private final Label measure = new Label();
    private final Tooltip tooltip = new Tooltip();

    MapCellView(ExplainViewModel model, ShownPicture picture) {
        this.model = model;
        this.image = new MapImage(model, picture);
        getStyleClass().add("map-cell");
        predicted.getStyleClass().add("prediction");
        predicted.setGraphic(verdict);
        predicted.setTextOverrun(OverrunStyle.ELLIPSIS);
        HBox.setHgrow(predicted, Priority.ALWAYS);
        predicted.setMaxWidth(Double.MAX_VALUE);
        predicted.setMinWidth(0);
        confidence.setMinWidth(USE_PREF_SIZE);
        changed.getStyleClass().add("changed");
        measure.getStyleClass().add("measure");
        measure.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(measure, Priority.ALWAYS);
        HBox first = new HBox(4, predicted, confidence);
        HBox second = new HBox(4, measure, changed);
        getChildren().addAll(image, first, second);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        Tooltip.install(first, tooltip);
        Tooltip.install(second, tooltip);
        image.cell().addListener(change -> describe());
        model.measure().addListener(change -> describe());
        image.accessibleTextProperty().bind(Bindings.createStringBinding(() -> image.cell().get().map(this::spoken)
                .orElse(picture.title()), image.cell(), model.measure()));
        describe();
    }

    MapImage image() {
        return image;
    }

    private void describe() {
        Optional<MapCell> shown = image.cell().get().filter(cell -> cell.explanation().isPresent());
        boolean known = shown.isPresent();
        boolean wrong = known && shown.get().isWrong();
        verdict.setIconLiteral(wrong ? "fth-x" : "fth-check");
        verdict.setVisible(known && shown.get().picture().hasLabel());
        predicted.setText(known ? shown.get().predictedName() : image.cell().get().map(MapCell::failure).orElse(""));
        confidence.setText(known ? percent(shown.get().confidence()) : "");
        changed.setVisible(known && shown.get().isChanged());
        changed.setManaged(changed.isVisible());
        measure.setText(known ? measureText(shown.get()) : "");
        predicted.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("wrong"), wrong);
        tooltip.setText(known ? spoken(shown.get()) : "");
    }

    private String measureText(MapCell cell) {
        MapMeasure chosen = model.measure().get();
        if (cell.isUnpruned() && chosen.comparesToUnpruned()) {
            return "reference";
        }
        double value = cell.measure(chosen);
        return chosen.symbol() + " " + (Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value).replace('-', '−'));
    }

    private String spoken(MapCell cell) {
        if (cell.explanation().isEmpty()) {
            return cell.network() + ": " + (cell.failure().isEmpty() ? "being computed" : cell.failure());
        }
        MapMeasure chosen = model.measure().get();
        double value = cell.measure(chosen);
        return cell.network() + " predicts " + cell.predictedName() + " with " + percent(cell.confidence())
                + (cell.picture().hasLabel() ? cell.isWrong() ? ", which is wrong" : ", which is right" : "")
                + (cell.isChanged() ? "; the unpruned network predicts another class" : "") + ". The map is for "
                + cell.explainedName() + (cell.isEmpty() ? " and is empty: nothing in the picture speaks for this class" : "") + ". "
                + (cell.isUnpruned() && chosen.comparesToUnpruned() ? "" : chosen.title() + ": "
                + (Double.isNaN(value) ? "not defined here" : String.format(Locale.ROOT, "%.3f", value)) + ".");
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
