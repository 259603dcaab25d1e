package espalier.app.explain;

import espalier.basics.Figures;
import espalier.explain.measures.MapMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** What stands below a map: what the network predicts, and the chosen measures. */
final class MapCaption extends VBox {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    /** The chosen measures of one map in small figures, each with a tooltip that tells formula, source and caution. */
    private static final class MeasureLabels extends HBox {

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

    private final ExplainViewModel model;
    private final MapImage image;
    private final FontIcon verdict = new FontIcon("fth-check");
    private final Label predicted = new Label();
    private final Label confidence = new Label();
    private final Label changed = new Label("≠");
    private final MeasureLabels measures = new MeasureLabels();
    private final Tooltip tooltip = new Tooltip();

    /** @param image whose cell is told of */
    MapCaption(ExplainViewModel model, MapImage image) {
        this.model = model;
        this.image = image;
        getStyleClass().add("map-caption");
        predicted.getStyleClass().add("prediction");
        predicted.setGraphic(verdict);
        predicted.setTextOverrun(OverrunStyle.ELLIPSIS);
        HBox.setHgrow(predicted, Priority.ALWAYS);
        predicted.setMaxWidth(Double.MAX_VALUE);
        predicted.setMinWidth(0);
        confidence.setMinWidth(USE_PREF_SIZE);
        changed.getStyleClass().add("changed");
        changed.setMinWidth(USE_PREF_SIZE);
        changed.setAccessibleText("The unpruned network predicts another class");
        changed.setTooltip(new Tooltip("The unpruned network predicts another class"));
        HBox.setHgrow(measures, Priority.ALWAYS);
        HBox first = new HBox(2, predicted, confidence);
        getChildren().addAll(first, new HBox(4, measures, changed));
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        Tooltip.install(first, tooltip);
        image.cellProperty().addListener(change -> describe());
        model.measures().addListener((Observable change) -> describe());
        image.accessibleTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> image.cellProperty().get().map(cell -> spoken(cell, model.measures())).orElse(""),
                        image.cellProperty(), model.measures()));
        describe();
    }

    private void describe() {
        Optional<MapCell> shown = image.cellProperty().get().filter(cell -> cell.explanation().isPresent());
        boolean wrong = shown.isPresent() && shown.get().isWrong();
        verdict.setIconLiteral(wrong ? "fth-x" : "fth-check");
        verdict.setVisible(shown.isPresent() && shown.get().picture().hasLabel());
        predicted.setText(shown.map(MapCell::predictedName).orElse(""));
        confidence.setText(shown.map(cell -> percent(cell.confidence())).orElse(""));
        changed.setVisible(shown.isPresent() && shown.get().isChanged());
        changed.setManaged(changed.isVisible());
        shown.ifPresentOrElse(cell -> measures.show(cell, model.measures()), measures::clear);
        predicted.pseudoClassStateChanged(WRONG, wrong);
        tooltip.setText(image.cellProperty().get().map(cell -> spoken(cell, model.measures())).orElse(""));
    }

    /** All that is known of a cell, in sentences. */
    static String spoken(MapCell cell, List<MapMeasure> measures) {
        if (cell.explanation().isEmpty()) {
            return cell.network() + ": " + (cell.failure().isEmpty() ? "being computed" : cell.failure());
        }
        return cell.network() + " predicts " + cell.predictedName() + " with " + percent(cell.confidence())
                + (cell.picture().hasLabel() ? cell.isWrong() ? ", which is wrong" : ", which is right" : "")
                + (cell.isChanged() ? "; the unpruned network predicts another class" : "") + ". The map is for "
                + cell.explainedName()
                + (cell.isEmpty() ? " and is empty: nothing in the picture speaks for this class" : "") + "."
                + measures.stream().filter(measure -> !cell.isUnpruned() || !measure.comparesToUnpruned())
                        .map(measure -> " " + measure.title() + ": "
                                + (cell.isAwaited(measure) ? "not known yet"
                                        : Double.isNaN(cell.known(measure)) ? "not defined here"
                                                : Figures.fixed(cell.known(measure), 3))
                                + ".")
                        .collect(Collectors.joining());
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    /** A measure's formula and source, for a tooltip. */
    static String explain(MapMeasure measure) {
        return measure.formula() + ".\n"
                + (measure.comparesToUnpruned() ? "Compared with the unpruned network's map.\n" : "")
                + measure.caution();
    }
}
