package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.controls.FormParts;
import espalier.app.controls.Named;
import espalier.app.controls.NumberInput;
import espalier.app.controls.Segments;
import espalier.basics.Choice;
import espalier.basics.Choice.Numbers;
import espalier.basics.Choice.OneOf;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/**
 * The form's rows, one for each option of a section, with title and tooltip as the option tells them. Numbers, yes or
 * no, and one of several have rows by themselves; a few options have controls of their own.
 */
final class ChoiceRows {

    /** What says nothing where all filters stay. */
    private static final Set<Choice<PruningSettings, ?>> RANKS_FILTERS = Set.of(PruningChoices.RANKING,
            PruningChoices.NORMALISE, PruningChoices.BY_COST, PruningChoices.FLOOR, PruningChoices.LEAST);

    /** What a budget takes the place of. */
    private static final Set<Choice<PruningSettings, ?>> EPOCHS = Set.of(PruningChoices.EPOCHS, PruningChoices.PICTURES,
            PruningChoices.RECOVERY_EPOCHS, PruningChoices.RECOVERY_PICTURES, PruningChoices.PER_DOUBLING);
    /** What says nothing without fine-tuning. */
    private static final Set<Choice<PruningSettings, ?>> TUNES = Set.of(PruningChoices.BUDGET,
            PruningChoices.LEARNING_RATE, PruningChoices.RECOVERY_LEARNING_RATE, PruningChoices.L1,
            PruningChoices.ORTHOGONALITY);

    private final PruneForm form;
    private final ReadOnlyObjectProperty<List<String>> convolutions;

    /** @param convolutions the names of those that can be protected */
    ChoiceRows(PruneForm form, ReadOnlyObjectProperty<List<String>> convolutions) {
        this.form = form;
        this.convolutions = convolutions;
    }

    /** The rows of a section, but for the criterion, which has a section of its own. */
    List<Node> of(PruningChoices.Section section) {
        return section.choices().stream().filter(choice -> !choice.equals(PruningChoices.CRITERION)).map(this::row)
                .toList();
    }

    private Node row(Choice<PruningSettings, ?> choice) {
        Node row = choice.equals(PruningChoices.PROTECT) ? protection() : choice.equals(PruningChoices.LEAST) ? least()
                : choice.equals(PruningChoices.TOLERANCE) ? tolerance() : usual(choice);
        if (choice.equals(PruningChoices.SHARE)) {
            ObjectProperty<Boolean> oneShot = form.value(PruningChoices.ONE_SHOT);
            row.disableProperty().bind(Bindings.createBooleanBinding(oneShot::get, oneShot));
        } else if (RANKS_FILTERS.contains(choice)) {
            row.disableProperty().bind(Bindings.createBooleanBinding(() -> !form.modeProperty().get().removesFilters(),
                    form.modeProperty()));
        } else if (EPOCHS.contains(choice)) {
            row.disableProperty().bind(form.limited());
        } else if (TUNES.contains(choice)) {
            ObjectProperty<Boolean> none = form.value(PruningChoices.NO_FINE_TUNING);
            row.disableProperty().bind(Bindings.createBooleanBinding(none::get, none));
        }
        return row;
    }

    /** The row that an option's values ask for. */
    @SuppressWarnings("unchecked")
    private <T> Node usual(Choice<PruningSettings, T> choice) {
        if (choice.values() instanceof Numbers<T> numbers) {
            return number((Choice<PruningSettings, ? extends Number>) choice, numbers.unit());
        }
        if (choice.values() instanceof OneOf<T> oneOf) {
            return pick(choice, oneOf);
        }
        CheckBox box = new CheckBox(choice.title());
        box.setId(choice.key());
        box.selectedProperty().bindBidirectional(form.value((Choice<PruningSettings, Boolean>) choice));
        box.setTooltip(FormParts.tooltip(choice.explanation()));
        return box;
    }

    /** A number with its unit. */
    HBox number(Choice<PruningSettings, ? extends Number> choice, String unit) {
        NumberInput input = form.number(choice);
        TextField field = new TextField();
        field.setAccessibleText(input.name());
        field.setAlignment(Pos.CENTER_RIGHT);
        field.getStyleClass().addAll(Styles.SMALL, "number");
        field.textProperty().bindBidirectional(input.textProperty());
        FormParts.tell(field, input.problemProperty(), choice.explanation());
        HBox row = FormParts.row(choice.title(), choice.explanation(), field);
        if (!unit.isEmpty()) {
            row.getChildren().add(FormParts.unit(unit));
        }
        return row;
    }

    /** Two side by side, more in a list. */
    private <T> Node pick(Choice<PruningSettings, T> choice, OneOf<T> oneOf) {
        List<T> all = oneOf.all().get();
        if (all.size() == 2) {
            Segments<T> segments = new Segments<>(all, oneOf.name(), one -> choice.explanation());
            segments.setId(choice.key());
            segments.valueProperty().bindBidirectional(form.value(choice));
            return FormParts.row(choice.title(), choice.explanation(), segments);
        }
        ComboBox<T> box = new ComboBox<>();
        box.getItems().setAll(all);
        box.setId(choice.key());
        box.setAccessibleText(choice.title());
        box.getStyleClass().add(Styles.SMALL);
        box.setConverter(Named.by(oneOf.name()));
        box.valueProperty().bindBidirectional(form.value(choice));
        return FormParts.row(choice.title(), choice.explanation(), box);
    }

    private Node tolerance() {
        CheckBox stop = new CheckBox("Stop when accuracy falls too far");
        stop.setId("stops-at-tolerance");
        stop.selectedProperty().bindBidirectional(form.stopsAtToleranceProperty());
        stop.setTooltip(FormParts.tooltip("When validation accuracy after fine-tuning is lower than the unpruned "
                + "network's by more than the tolerance, the run returns to its last good network and stops. Otherwise it goes "
                + "through all rates."));
        HBox row = number(PruningChoices.TOLERANCE, "points");
        row.disableProperty().bind(form.stopsAtToleranceProperty().not());
        VBox both = new VBox(stop, row);
        both.getStyleClass().add("rows");
        return both;
    }

    private Node protection() {
        ObjectProperty<Set<String>> layers = form.value(PruningChoices.PROTECT);
        MenuButton button = new MenuButton();
        button.setId("protected-layers");
        button.getStyleClass().add(Styles.SMALL);
        button.textProperty()
                .bind(Bindings.createStringBinding(() -> layers.get().isEmpty() ? "none"
                        : layers.get().size() == 1 ? layers.get().iterator().next() : layers.get().size() + " layers",
                        layers));
        InvalidationListener fill = property -> {
            Set<String> there = new TreeSet<>(layers.get());
            there.retainAll(convolutions.get());
            layers.set(there);
            button.getItems().setAll(convolutions.get().stream().map(layer -> item(layer, layers)).toList());
        };
        convolutions.addListener(fill);
        fill.invalidated(convolutions);
        return FormParts.row(PruningChoices.PROTECT.title(), PruningChoices.PROTECT.explanation(), button);
    }

    private static CustomMenuItem item(String layer, ObjectProperty<Set<String>> layers) {
        CheckBox box = new CheckBox(layer);
        box.setId("protect-" + layer);
        box.setSelected(layers.get().contains(layer));
        box.selectedProperty().addListener((property, old, now) -> {
            Set<String> changed = new TreeSet<>(layers.get());
            if (now) {
                changed.add(layer);
            } else {
                changed.remove(layer);
            }
            layers.set(changed);
        });
        // The menu stays open: often more than one is protected.
        return new CustomMenuItem(box, false);
    }

    private Node least() {
        TextField field = new TextField();
        field.setId("least-filters");
        field.setPromptText("conv1=8");
        field.setPrefColumnCount(9);
        field.getStyleClass().add(Styles.SMALL);
        field.setAccessibleText("Least filters of single layers");
        field.textProperty().bindBidirectional(form.leastFiltersProperty());
        FormParts.tell(field, form.leastFiltersProblem(), PruningChoices.LEAST.explanation());
        return FormParts.row(PruningChoices.LEAST.title(), PruningChoices.LEAST.explanation(), field);
    }
}
