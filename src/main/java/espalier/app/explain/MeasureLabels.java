package espalier.app.explain;

import espalier.basics.Figures;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.Duration;

/** The chosen measures of one map in small figures, each with a tooltip that tells formula, source and caution. */
final class MeasureLabels extends HBox {

    MeasureLabels() {
        getStyleClass().add("measures");
        setMinWidth(0);
    }

    void show(MapCell cell, List<MapMeasure> measures) {
        List<Label> labels = new ArrayList<>();
        if (cell.explanation().isPresent()) {
            boolean reference = false;
            for (MapMeasure measure : measures) {
                if (!cell.isUnpruned() || !measure.comparesToUnpruned()) {
                    labels.add(label(measure.symbol() + " " + text(cell, measure),
                            measure.title() + ": " + text(cell, measure) + "\n" + explain(measure)));
                } else if (!reference) {
                    reference = true;
                    labels.add(label("reference", "The other maps of this row are compared with this one."));
                }
            }
        }
        getChildren().setAll(labels);
    }

    void clear() {
        getChildren().clear();
    }

    /** The number, or a dash where it is not defined. */
    static String text(MapCell cell, MapMeasure measure) {
        return cell.isAwaited(measure) ? "…" : Figures.fixed(cell.known(measure), 2).replace('-', '−');
    }

    /** A measure's formula and source, for a tooltip. */
    static String explain(MapMeasure measure) {
        return measure.formula() + ".\n"
                + (measure.comparesToUnpruned() ? "Compared with the unpruned network's map.\n" : "")
                + measure.caution();
    }

    private static Label label(String words, String meaning) {
        Label label = new Label(words);
        label.getStyleClass().add("measure");
        label.setMinWidth(0);
        Tooltip tooltip = new Tooltip(meaning);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(380);
        tooltip.setShowDuration(Duration.seconds(30));
        label.setTooltip(tooltip);
        return label;
    }
}
