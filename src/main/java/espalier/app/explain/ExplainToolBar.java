package espalier.app.explain;

import espalier.colour.ColourMap;
import espalier.colour.ColourMaps;
import espalier.explain.MapMeasure;
import espalier.network.LayerInfo;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.StringConverter;

/** What maps are made for, and how they are drawn. */
final class ExplainToolBar extends HBox {

    private final ExplainViewModel model;

    /** @param classNames of the data */
    ExplainToolBar(ExplainViewModel model, ObservableList<String> classNames) {
        this.model = model;
        getStyleClass().add("explain-tool-bar");
        Labelled ofClass = fixedClass(classNames);
        getChildren().addAll(
                choice("Class explained", "class-choice", ClassChoice.values(), model.classChoice(), ClassChoice::explanation, 1.5),
                ofClass,
                layer(),
                choice("Show as", "display", Display.values(), model.display(), Display::explanation, 1.1),
                choice("Scale", "scale", MapScale.values(), model.scale(), MapScale::explanation, 1),
                colours(), opacity(), measure());
    }

    private <T> Labelled choice(String name, String id, T[] values, ObjectProperty<T> property, Function<T, String> explanation,
            double weight) {
        ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(values));
        box.valueProperty().bindBidirectional(property);
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> explanation.apply(property.get()), property));
        return grow(new Labelled(name, id, box, tooltip), weight);
    }

    private Labelled fixedClass(ObservableList<String> classNames) {
        ComboBox<String> box = new ComboBox<>(classNames);
        box.valueProperty().addListener((property, old, now) -> {
            if (now != null) {
                model.fixedClass().set(classNames.indexOf(now));
            }
        });
        classNames.addListener((ListChangeListener<String>) change -> box.getSelectionModel().select(
                Math.min(Math.max(0, model.fixedClass().get()), classNames.size() - 1)));
        box.getSelectionModel().select(classNames.isEmpty() ? -1 : 0);
        model.fixedClass().addListener((property, old, now) -> box.getSelectionModel().select(now.intValue()));
        Labelled labelled = grow(new Labelled("which class", "fixed-class", box, new Tooltip(ClassChoice.FIXED.explanation())), 1);
        labelled.visibleProperty().bind(model.classChoice().isEqualTo(ClassChoice.FIXED));
        labelled.managedProperty().bind(labelled.visibleProperty());
        return labelled;
    }

    private Labelled layer() {
        ComboBox<String> box = new ComboBox<>(model.layers());
        box.valueProperty().bindBidirectional(model.layer());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(String name) {
                return name == null ? "" : name + size(name);
            }

            @Override
            public String fromString(String text) {
                throw new UnsupportedOperationException("Layers are chosen, not typed");
            }
        });
        return grow(new Labelled("Layer", "layer", box, new Tooltip("The layer whose activations and gradients make the map. The last one "
                + "before the final pool is usual: it knows most about classes. Earlier layers have finer, less meaningful maps.")), 1);
    }

    private String size(String name) {
        return model.networks().isEmpty() ? "" : model.networks().get(0).layers().stream()
                .filter(layer -> layer.name().equals(name)).findFirst().map(ExplainToolBar::size).orElse("");
    }

    private static String size(LayerInfo layer) {
        return "  " + layer.height() + "×" + layer.width();
    }

    private Labelled colours() {
        ComboBox<ColourMap> box = new ComboBox<>(FXCollections.observableArrayList(ColourMaps.forValues()));
        box.valueProperty().bindBidirectional(model.colours());
        Labelled labelled = grow(new Labelled("Colours", "colours", box, new Tooltip("The colours of values. viridis, magma, inferno and "
                + "cividis are perceptually uniform: equal steps look equal. jet is not; it is here to draw what papers drew.")), 0.8);
        labelled.disableProperty().bind(Bindings.createBooleanBinding(() -> !model.display().get().hasColours(), model.display()));
        return labelled;
    }

    private Labelled opacity() {
        Slider slider = new Slider(0, 1, model.opacity().get());
        slider.valueProperty().bindBidirectional(model.opacity());
        slider.setBlockIncrement(0.1);
        Labelled labelled = grow(new Labelled("Opacity", "opacity", slider, new Tooltip("How much of the colours shows over the picture.")),
                0.7);
        labelled.disableProperty().bind(Bindings.createBooleanBinding(() -> !model.display().get().hasOpacity(), model.display()));
        return labelled;
    }

    private Labelled measure() {
        ComboBox<MapMeasure> box = new ComboBox<>(FXCollections.observableArrayList(MapMeasure.ofMaps()));
        box.valueProperty().bindBidirectional(model.measure());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(MapMeasure measure) {
                return measure == null ? "" : measure.title();
            }

            @Override
            public MapMeasure fromString(String text) {
                throw new UnsupportedOperationException("Measures are chosen, not typed");
            }
        });
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> explain(model.measure().get()), model.measure()));
        return grow(new Labelled("Figure below each map", "measure", box, tooltip), 1.4);
    }

    /** A measure's formula and source, for a tooltip. */
    static String explain(MapMeasure measure) {
        return measure.formula() + ".\n" + (measure.comparesToUnpruned() ? "Compared with the unpruned network's map.\n" : "")
                + measure.caution();
    }

    private static Labelled grow(Labelled labelled, double weight) {
        setHgrow(labelled, Priority.ALWAYS);
        labelled.setPrefWidth(130 * weight);
        return labelled;
    }
}
