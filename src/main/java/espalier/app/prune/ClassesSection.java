package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.controls.FormParts;
import espalier.app.controls.Segments;
import espalier.app.prune.ClassesModel.Asked;
import espalier.basics.Figures;
import espalier.data.ClassWeights;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.pruning.PruningChoices;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Which classes matter to the person: all alike, only those that are ticked, or a slider each. */
final class ClassesSection extends VBox {

    /** With more classes than this there is a field that finds some. */
    private static final int FEW = 12;
    /** As many have a row at once; with more a part of the name is to be typed. */
    private static final int MOST_ROWS = 50;

    private final ClassesModel model;
    private final PruneForm form;
    private final VBox rows = new VBox();
    private final TextField find = new TextField();
    private final Label more = FormParts.hint("");

    ClassesSection(PruneForm form) {
        model = form.classes();
        this.form = form;
        getStyleClass().add("section");
        Segments<Asked> asked = new Segments<>(List.of(Asked.values()), Asked::title, Asked::explanation);
        asked.setId("classes");
        asked.valueProperty().bindBidirectional(model.askedProperty());
        getChildren().addAll(
                FormParts.section(PruningChoices.Section.CLASSES.title(), PruningChoices.CLASSES.explanation(), asked),
                list(), dropOutputs(), note());
        InvalidationListener fill = property -> fill();
        List.of(model.askedProperty(), model.classNamesProperty(), find.textProperty())
                .forEach(property -> property.addListener(fill));
        fill();
    }

    private Node list() {
        find.setId("find-class");
        find.setPromptText("find a class");
        find.getStyleClass().add(Styles.SMALL);
        find.setAccessibleText("Part of a class's name");
        rows.getStyleClass().add("class-rows");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("class-list");
        VBox list = new VBox(find, scroll, more);
        list.getStyleClass().add("rows");
        shown(list,
                Bindings.createBooleanBinding(
                        () -> model.askedProperty().get() != Asked.ALL && !model.classNamesProperty().get().isEmpty(),
                        model.askedProperty(), model.classNamesProperty()));
        shown(find, Bindings.createBooleanBinding(() -> model.classNamesProperty().get().size() > FEW,
                model.classNamesProperty()));
        shown(more, more.textProperty().isNotEmpty());
        return list;
    }

    private static void shown(Node node, ObservableBooleanValue when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
    }

    private void fill() {
        String part = find.getText().strip().toLowerCase(Locale.ROOT);
        List<String> found = model.classNamesProperty().get().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(part)).toList();
        rows.getChildren().setAll(model.askedProperty().get() == Asked.ALL ? List.of()
                : found.stream().limit(MOST_ROWS).map(this::row).toList());
        more.setText(found.size() <= MOST_ROWS ? ""
                : (found.size() - MOST_ROWS) + " more classes: type a part of a name to find them.");
    }

    private Node row(String name) {
        return model.askedProperty().get() == Asked.ONLY ? tick(name) : slider(name);
    }

    private Node tick(String name) {
        CheckBox box = new CheckBox(name);
        box.setId(id(name));
        box.setSelected(model.tick(name).get() > 0);
        box.selectedProperty().addListener((property, old, now) -> model.tick(name).set(now ? 1 : 0));
        return box;
    }

    private Node slider(String name) {
        Label label = new Label(name);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(label, Priority.ALWAYS);
        Slider slider = new Slider(0, 1, model.weight(name).get());
        slider.setId(id(name));
        slider.setBlockIncrement(0.1);
        slider.setMinWidth(90);
        slider.setPrefWidth(90);
        slider.getStyleClass().add(Styles.SMALL);
        slider.setAccessibleText("How much " + name + " matters, from 0 to 1");
        slider.setTooltip(FormParts.tooltip("How much " + name + " matters: 0 not at all, 1 fully"));
        label.setLabelFor(slider);
        Label value = new Label();
        value.setMinWidth(Region.USE_PREF_SIZE);
        value.getStyleClass().addAll("figure", "class-weight");
        value.textProperty().bind(
                Bindings.createStringBinding(() -> Figures.plain(rounded(slider.getValue())), slider.valueProperty()));
        // A run is made of what the thumb rests at, not of what it passes.
        InvalidationListener take = property -> {
            if (!slider.isValueChanging()) {
                model.weight(name).set(rounded(slider.getValue()));
            }
        };
        slider.valueProperty().addListener(take);
        slider.valueChangingProperty().addListener(take);
        HBox row = new HBox(label, slider, value);
        row.getStyleClass().add("row");
        return row;
    }

    /** To twentieths, which is as exactly as anybody means it. */
    private static double rounded(double weight) {
        return Math.round(20 * weight) / 20.0;
    }

    private static String id(String name) {
        return "class-" + name.replaceAll("[^\\p{Alnum}]+", "-");
    }

    private Node dropOutputs() {
        ObjectProperty<ClassWeights> weights = form.value(PruningChoices.CLASSES);
        CheckBox box = new CheckBox(PruningChoices.DROP_OUTPUTS.title());
        box.setId(PruningChoices.DROP_OUTPUTS.key());
        box.selectedProperty().bindBidirectional(form.value(PruningChoices.DROP_OUTPUTS));
        box.disableProperty().bind(
                Bindings.createBooleanBinding(() -> weights.get() == null || !weights.get().leavesOut(), weights));
        // A disabled box shows no tooltip: what it stands in does.
        StackPane holder = new StackPane(box);
        holder.getStyleClass().add("left");
        Tooltip tooltip = FormParts.tooltip("");
        tooltip.textProperty()
                .bind(Bindings.when(box.disableProperty())
                        .then("Needs classes that do not matter at all: of weight 0, or not ticked")
                        .otherwise(PruningChoices.DROP_OUTPUTS.explanation()));
        Tooltip.install(holder, tooltip);
        shown(holder, model.askedProperty().isNotEqualTo(Asked.ALL));
        return holder;
    }

    /** That the criterion takes no notice of it, where that is so. */
    private Node note() {
        Label note = FormParts.hint("");
        note.setId("classes-note");
        ObjectProperty<ClassWeights> weights = form.value(PruningChoices.CLASSES);
        ObjectProperty<String> criterion = form.value(PruningChoices.CRITERION);
        note.textProperty().bind(Bindings.createStringBinding(() -> {
            boolean alike = weights.get() == null || weights.get().allAlike();
            if (alike || form.modeProperty().get().removesFilters() && !form.hasCriterion()) {
                return "";
            }
            if (!form.modeProperty().get().removesFilters()) {
                return ofOthers("The magnitude of a weight");
            }
            Criterion chosen = Criteria.named(criterion.get());
            return chosen.weighsClasses() ? "" : ofOthers("The criterion “" + chosen.title() + "”");
        }, weights, criterion, form.modeProperty()));
        shown(note, note.textProperty().isNotEmpty());
        return note;
    }

    private static String ofOthers(String what) {
        return what + " says nothing of classes: compensation, fine-tuning and accuracy alone go by them.";
    }
}
