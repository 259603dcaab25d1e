package espalier.app.prune;

import espalier.app.controls.Named;
import espalier.basics.Figures;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/** What the run goes by, and how far: rates, always with what they are of, or a number of classes. */
final class GoalSection extends VBox {

    private final PruneForm form;

    GoalSection(PruneForm form, ChoiceRows rows) {
        this.form = form;
        getStyleClass().add("section");
        Label heading = new Label(PruningChoices.Section.GOAL.title());
        heading.getStyleClass().add("heading");
        heading.setTooltip(FormPane
                .tooltip("What is made smaller, and to which rate: its size before ÷ after. The two papers mean "
                        + "different sizes by the rate, so it is always named. A run keeps a network at each rate."));
        BooleanBinding hasRates = Bindings.createBooleanBinding(() -> form.modeProperty().get().hasRates(),
                form.modeProperty());
        getChildren().addAll(heading, mode(), explanation(), shown(rates(), hasRates), shown(unit(), hasRates),

                shown(rows.number(PruningChoices.THRESHOLD, "classes"), hasRates.not()));
    }

    private Node mode() {
        ComboBox<PruningMode> box = new ComboBox<>();
        box.getItems().setAll(PruningMode.values());
        box.setId("mode");
        box.setAccessibleText(PruningChoices.MODE.title());
        box.getStyleClass().add("small");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(Named.by(PruningMode::title));
        box.valueProperty().bindBidirectional(form.modeProperty());
        Tooltip tooltip = FormPane.tooltip("");
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(() -> form.modeProperty().get().explanation(), form.modeProperty()));
        box.setTooltip(tooltip);
        return box;
    }

    private Node explanation() {
        Label label = FormPane.hint("");
        label.textProperty().bind(Bindings.createStringBinding(() -> switch (form.modeProperty().get()) {
            case PARAMETERS, MACS, CONVOLUTION_WEIGHTS -> "";
            case THRESHOLD -> "Filters that matter to too few classes go. Which rate that makes comes out.";
            case UNSTRUCTURED -> "Weights near zero become zero. The network keeps its shape: no smaller, no faster.";
        }, form.modeProperty()));
        label.managedProperty().bind(label.textProperty().isNotEmpty());
        return label;
    }

    private Node rates() {
        FlowPane pills = new FlowPane();
        pills.getStyleClass().add("pills");
        form.standardRates().forEach((rate, chosen) -> {
            ToggleButton pill = new ToggleButton("×" + Figures.plain(rate));
            pill.setId("rate-" + Figures.plain(rate));
            pill.getStyleClass().add("rate-pill");
            pill.selectedProperty().bindBidirectional(chosen);
            Tooltip tooltip = FormPane.tooltip("");
            tooltip.textProperty().bind(Bindings.createStringBinding(() -> "A network with 1/" + Figures.plain(rate)
                    + " of the " + form.modeProperty().get().rateOf().title(), form.modeProperty()));
            pill.setTooltip(tooltip);
            pills.getChildren().add(pill);
        });
        TextField others = new TextField();
        others.setId("other-rates");
        others.setPromptText("others");
        others.setPrefColumnCount(4);
        others.setAccessibleText("Other rates");
        FormPane.tell(others, form.otherRatesProblem(), "Other rates, for example: 3, 6.5");
        others.textProperty().bindBidirectional(form.otherRatesProperty());
        pills.getChildren().add(others);
        return pills;
    }

    /** What the rates are of, right under them. */
    private Node unit() {
        Label label = FormPane.hint("");
        label.setId("rate-of");
        label.textProperty().bind(Bindings.createStringBinding(() -> form.modeProperty().get().rateOf().beforeAfter(),
                form.modeProperty()));
        Tooltip tooltip = FormPane.tooltip("");
        tooltip.textProperty().bind(Bindings.createStringBinding(() -> form.modeProperty().get().rateOf().explanation(),
                form.modeProperty()));
        label.setTooltip(tooltip);
        return label;
    }

    private static Node shown(Node node, BooleanBinding when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
        return node;
    }
}
