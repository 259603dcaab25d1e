package espalier.app.explain;

import espalier.app.controls.Named;
import espalier.app.explain.Drawing.Display;
import espalier.app.explain.Drawing.Scale;
import espalier.app.explain.ExplainViewModel.ClassChoice;
import espalier.drawing.ColourMap;
import espalier.drawing.Interpolation;
import espalier.explain.CamMethod;
import espalier.explain.measures.MapMeasure;
import espalier.network.LayerInfo;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.CheckComboBox;

/** What maps are made for, and how they are drawn. */
final class ExplainToolBar extends HBox {

    private final ExplainViewModel model;

    /**
     * A choice of class: by a rule, or by name.
     *
     * @param label the class for {@link ClassChoice#FIXED}
     */
    record ClassOption(ClassChoice choice, int label, String title) {

        @Override
        public String toString() {
            return title;
        }
    }

    /** A control of a tool bar with its name above it. */
    private static final class Labelled extends VBox {

        Labelled(String name, String id, Control control, Tooltip tooltip) {
            Label label = new Label(name);
            label.setLabelFor(control);
            label.getStyleClass().add("field-name");
            tooltip.setWrapText(true);
            tooltip.setMaxWidth(380);
            label.setTooltip(tooltip);
            control.setTooltip(tooltip);
            control.setId(id);
            control.setAccessibleText(name);
            control.setMaxWidth(Double.MAX_VALUE);
            control.setMinWidth(0);
            getStyleClass().add("labelled");
            setMinWidth(0);
            getChildren().addAll(label, control);
        }
    }

    /** @param classNames of the data */
    ExplainToolBar(ExplainViewModel model, ObservableList<String> classNames) {
        this.model = model;
        getStyleClass().add("explain-tool-bar");
        getChildren().addAll(method(), classes(classNames), layer(),
                choice("Show as", "display", Display.values(), model.displayProperty(), Display::explanation, 1.1),
                choice("Scale", "scale", Scale.values(), model.scaleProperty(), Scale::explanation, 0.95),
                choice("Enlarged", "interpolation", Interpolation.values(), model.interpolationProperty(),
                        Interpolation::explanation, 0.85),
                colours(), opacity(), measures());
    }

    private <T> Labelled choice(String name, String id, T[] values, ObjectProperty<T> property,
            Function<T, String> explanation, double weight) {
        ComboBox<T> box = new ComboBox<>(FXCollections.observableArrayList(values));
        box.valueProperty().bindBidirectional(property);
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> explanation.apply(property.get()), property));
        return grow(name, id, box, tooltip, weight);
    }

    private Labelled method() {
        ComboBox<CamMethod> box = new ComboBox<>(FXCollections.observableArrayList(CamMethod.values()));
        box.setConverter(Named.by(CamMethod::title));
        box.valueProperty().bindBidirectional(model.methodProperty());
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(
                Bindings.createStringBinding(() -> explain(model.methodProperty().get()), model.methodProperty()));
        return grow("Method", "method", box, tooltip, 1.05);
    }

    private static String explain(CamMethod method) {
        return method.summary() + "\n" + method.formula() + "\n" + method.source() + (method.isSlow()
                ? "\nRuns the network once for each channel: seconds for a map. Its work is shown below, where it can "
                        + "be paused and cancelled."
                : "");
    }

    private Labelled classes(ObservableList<String> classNames) {
        ComboBox<ClassOption> box = new ComboBox<>();
        Runnable fill = () -> {
            box.getItems().clear();
            for (ClassChoice choice : ClassChoice.values()) {
                if (choice != ClassChoice.FIXED) {
                    box.getItems().add(new ClassOption(choice, -1, choice.toString()));
                }
            }
            for (int i = 0; i < classNames.size(); i++) {
                box.getItems().add(new ClassOption(ClassChoice.FIXED, i, classNames.get(i)));
            }
            select(box);
        };
        classNames.addListener((ListChangeListener<String>) change -> {
            if (model.fixedClassProperty().get() >= classNames.size()) {
                model.fixedClassProperty().set(0);
            }
            fill.run();
        });
        fill.run();
        box.valueProperty().addListener((property, old, now) -> {
            if (now != null) {
                if (now.choice() == ClassChoice.FIXED) {
                    model.fixedClassProperty().set(now.label());
                }
                model.classChoiceProperty().set(now.choice());
            }
        });
        model.classChoiceProperty().addListener(change -> select(box));
        model.fixedClassProperty().addListener(change -> select(box));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> model.classChoiceProperty().get().explanation(),
                model.classChoiceProperty()));
        return grow("Class explained", "class-choice", box, tooltip, 1.35);
    }

    private void select(ComboBox<ClassOption> box) {
        ClassChoice choice = model.classChoiceProperty().get();
        box.getItems().stream()
                .filter(option -> option.choice() == choice
                        && (choice != ClassChoice.FIXED || option.label() == model.fixedClassProperty().get()))
                .findFirst().ifPresent(box::setValue);
    }

    private Labelled layer() {
        ComboBox<String> box = new ComboBox<>(model.layers());
        box.valueProperty().bindBidirectional(model.layerProperty());
        box.setConverter(Named.by(name -> name + size(name)));
        return grow("Layer", "layer", box,
                new Tooltip("The layer whose activations and gradients make the map. The last one "
                        + "before the final pool is usual: it knows most about classes. Earlier layers have finer, less meaningful maps."),
                1.05);
    }

    private String size(String name) {
        return model.networks().isEmpty() ? "" : model.networks().get(0).layers().stream()
                .filter(layer -> layer.name().equals(name)).findFirst().map(ExplainToolBar::size).orElse("");
    }

    private static String size(LayerInfo layer) {
        return "  " + layer.height() + "×" + layer.width();
    }

    private Labelled colours() {
        ComboBox<ColourMap> box = new ComboBox<>(FXCollections.observableArrayList(ColourMap.forValues()));
        box.valueProperty().bindBidirectional(model.coloursProperty());
        Labelled labelled = grow("Colours", "colours", box,
                new Tooltip("The colours of values. viridis, magma, inferno and "
                        + "cividis are perceptually uniform (equal steps look equal) and safe for colour-blind eyes. jet is neither; it is here "
                        + "to draw what papers drew. Differences are always blue to red, with grey for none."),
                0.8);
        labelled.disableProperty().bind(Bindings.createBooleanBinding(() -> !model.displayProperty().get().hasColours(),
                model.displayProperty()));
        return labelled;
    }

    private Labelled opacity() {
        Slider slider = new Slider(0, 1, model.opacityProperty().get());
        slider.valueProperty().bindBidirectional(model.opacityProperty());
        slider.setBlockIncrement(0.1);
        Labelled labelled = grow("Opacity", "opacity", slider,
                new Tooltip("How much of the colours shows over the picture."), 0.55);
        labelled.disableProperty().bind(Bindings.createBooleanBinding(() -> !model.displayProperty().get().hasOpacity(),
                model.displayProperty()));
        return labelled;
    }

    private Labelled measures() {
        CheckComboBox<MapMeasure> box = new CheckComboBox<>(FXCollections.observableArrayList(MapMeasure.values()));
        box.setConverter(Named.by(measure -> measure.symbol() + "   " + measure.title()));
        model.measures().forEach(box.getCheckModel()::check);
        box.getCheckModel().getCheckedItems()
                .addListener((Observable change) -> model.measures().setAll(box.getCheckModel().getCheckedItems()));
        box.titleProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.measures().isEmpty() ? "none"
                                : model.measures().stream().map(MapMeasure::symbol).collect(Collectors.joining(", ")),
                        model.measures()));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> model.measures().isEmpty()
                ? "Figures below each map: how alike it is to the unpruned network's, and whether it lies on the object."
                : model.measures().stream().map(measure -> measure.title() + ": " + MapCaption.explain(measure))
                        .collect(Collectors.joining("\n\n")),
                model.measures()));
        return grow("Figures below maps", "measures", box, tooltip, 1);
    }

    private static Labelled grow(String name, String id, Control control, Tooltip tooltip, double weight) {
        Labelled labelled = new Labelled(name, id, control, tooltip);
        setHgrow(labelled, Priority.ALWAYS);
        labelled.setPrefWidth(130 * weight);
        return labelled;
    }
}
