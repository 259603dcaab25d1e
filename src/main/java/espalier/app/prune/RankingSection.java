package espalier.app.prune;

import espalier.app.controls.Named;
import espalier.app.controls.Segments;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.importance.LayerNormalisation;
import espalier.importance.RankingScope;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.SetChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/**
 * What goes first: the criterion; and how filters of different layers are compared, and which stay whatever it says.
 */
final class RankingSection {

    private final PruneForm form;
    private final ReadOnlyObjectProperty<List<String>> convolutions;

    /** @param convolutions the names of those that can be protected */
    RankingSection(PruneForm form, ReadOnlyObjectProperty<List<String>> convolutions) {
        this.form = form;
        this.convolutions = convolutions;
    }

    /** The criterion, with what it does. */
    Node criterion() {
        ComboBox<Criterion> box = new ComboBox<>();
        box.getItems().setAll(Criteria.all());
        box.setId("criterion");
        box.setAccessibleText("Criterion");
        box.getStyleClass().add("small");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(12);
        box.setConverter(Named.by(Criterion::title));
        box.setCellFactory(list -> new CriterionCell());
        box.getSelectionModel().select(box.getItems().stream()
                .filter(one -> one.name().equals(form.criterionProperty().get().name())).findFirst().orElse(null));
        box.valueProperty().addListener((property, old, now) -> form.criterionProperty().set(now));
        form.criterionProperty().addListener((property, old, now) -> box.getItems().stream()
                .filter(one -> one.name().equals(now.name())).findFirst().ifPresent(box::setValue));
        box.visibleProperty().bind(Bindings.createBooleanBinding(this::hasChoice, form.modeProperty()));
        box.managedProperty().bind(box.visibleProperty());
        Tooltip tooltip = FormPane.tooltip("");
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> form.criterionProperty().get().explanation(),
                form.criterionProperty()));
        box.setTooltip(tooltip);
        Label sentence = FormPane.hint("");
        sentence.setId("criterion-summary");
        sentence.textProperty()
                .bind(Bindings.createStringBinding(this::summary, form.criterionProperty(), form.modeProperty()));
        return FormPane.section("What goes first",
                "The criterion by which filters are ranked. Point at one for its formula and " + "source.", box,
                sentence);
    }

    private boolean hasChoice() {
        return form.modeProperty().get().hasRates() && form.modeProperty().get().removesFilters();
    }

    private String summary() {
        return switch (form.modeProperty().get()) {
            case UNSTRUCTURED -> "In this mode: the weights nearest to zero, in each convolution by itself.";
            case THRESHOLD -> "In this mode: class-aware, filters that matter to the fewest classes first.";
            default -> form.criterionProperty().get().summary();
        };
    }

    /** How layers are compared, and which are protected. */
    List<Node> more() {
        BooleanBinding filters = Bindings.createBooleanBinding(() -> form.modeProperty().get().removesFilters(),
                form.modeProperty());
        HBox floor = FormPane.row("Floor of each layer", form.floor,
                "The least width of a convolution, as a share of the width that "
                        + "it would have if all were thinned alike (filters ÷ √rate), and under a threshold of its own width; it keeps a "
                        + "global ranking from closing a layer");
        floor.getChildren().add(FormPane.unit("%"));
        return List.of(onlyWhile(filters, scope()), onlyWhile(filters, normalisation()), protection(),
                onlyWhile(filters, floor), onlyWhile(filters, least()));
    }

    private static Node onlyWhile(ObservableBooleanValue when, Node node) {
        node.disableProperty().bind(Bindings.not(when));
        return node;
    }

    private Node scope() {
        Segments<RankingScope> choice = new Segments<>(List.of(RankingScope.values()),
                scope -> scope == RankingScope.GLOBAL ? "Global" : "Local",
                scope -> scope == RankingScope.GLOBAL
                        ? "Global ranking: filters of all layers compete, so some layers are thinned more than others"
                        : "Local ranking: each layer has an order of its own, and all are thinned alike");
        choice.setId("scope");
        choice.value().bindBidirectional(form.scopeProperty());
        return FormPane.row("Scope",
                "Whether filters of different layers are ranked together (global) or each layer " + "by itself (local)",
                choice);
    }

    private Node normalisation() {
        ComboBox<LayerNormalisation> box = new ComboBox<>();
        box.getItems().setAll(LayerNormalisation.values());
        box.setId("normalisation");
        box.setAccessibleText("How layers are made comparable");
        box.getStyleClass().add("small");
        box.setConverter(Named.by(RankingSection::title));
        box.valueProperty().bindBidirectional(form.normalisationProperty());
        return FormPane.row("Layers are scaled",
                "What a layer's values are divided by before its filters are compared with those "
                        + "of other layers. The usual way is that of the criterion's own paper",
                box);
    }

    private static String title(LayerNormalisation normalisation) {
        return switch (normalisation) {
            case USUAL -> "as usual";
            case NONE -> "not at all";
            case MEAN -> "by their mean";
            case MAX -> "by their largest";
            case L2 -> "by √Σv²";
        };
    }

    private Node protection() {
        MenuButton button = new MenuButton();
        button.setId("protected-layers");
        button.getStyleClass().add("small");
        InvalidationListener text = property -> button
                .setText(form.protectedLayers().isEmpty() ? "none" : form.protectedLayers().size() == 1
                        ? form.protectedLayers().iterator().next() : form.protectedLayers().size() + " layers");
        form.protectedLayers().addListener((SetChangeListener<String>) change -> text.invalidated(null));
        convolutions.addListener((property, old, now) -> fill(button));
        fill(button);
        text.invalidated(null);
        return FormPane.row("Protected layers", "Convolutions of which nothing is taken, whatever the criterion says",
                button);
    }

    private void fill(MenuButton button) {
        button.getItems().setAll(convolutions.get().stream().map(this::item).toList());
        form.protectedLayers().retainAll(convolutions.get());
    }

    private CustomMenuItem item(String layer) {
        CheckBox box = new CheckBox(layer);
        box.setId("protect-" + layer);
        box.setSelected(form.protectedLayers().contains(layer));
        box.selectedProperty().addListener((property, old, now) -> {
            if (now) {
                form.protectedLayers().add(layer);
            } else {
                form.protectedLayers().remove(layer);
            }
        });
        // The menu stays open: often more than one is protected.
        return new CustomMenuItem(box, false);
    }

    private Node least() {
        TextField field = new TextField();
        field.setId("least-filters");
        field.setPromptText("conv1=8");
        field.setPrefColumnCount(9);
        field.getStyleClass().add("small");
        field.setAccessibleText("Least filters of single layers");
        field.textProperty().bindBidirectional(form.leastFiltersProperty());
        String explanation = "How many filters single convolutions keep at least, whatever the floor says: conv1=8, conv3=16";
        FormPane.tell(field, form.leastFiltersProblem(), explanation);
        return FormPane.row("Least filters", explanation, field);
    }

    /** A criterion in the list, with what it does and its source when pointed at. */
    private static final class CriterionCell extends ListCell<Criterion> {
        @Override
        protected void updateItem(Criterion criterion, boolean empty) {
            super.updateItem(criterion, empty);
            setText(empty || criterion == null ? "" : criterion.title());
            setTooltip(empty || criterion == null ? null : FormPane.tooltip(criterion.explanation()));
            setId(empty || criterion == null ? null : "criterion-" + criterion.name().toLowerCase(Locale.ROOT));
        }
    }
}
