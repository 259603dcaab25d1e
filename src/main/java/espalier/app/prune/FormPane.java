package espalier.app.prune;

import espalier.app.OpenNetwork;
import espalier.app.controls.FormParts;
import espalier.app.controls.Named;
import espalier.basics.Figures;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.pruning.PruningChoices;
import espalier.pruning.PruningMode;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The form, with the one button below it. */
final class FormPane extends VBox {

    private static final List<PruningChoices.Section> UNDER_MORE = List.of(PruningChoices.Section.RECOVERY,
            PruningChoices.Section.BUDGET, PruningChoices.Section.STEPS, PruningChoices.Section.FINE_TUNING,
            PruningChoices.Section.RANKING, PruningChoices.Section.PROTECTION, PruningChoices.Section.OBJECTIVE);

    private final PruneForm form;
    private final ChoiceRows rows;

    FormPane(PruneViewModel model) {
        form = model.form();
        rows = new ChoiceRows(form, model.convolutionsProperty());
        getStyleClass().add("prune-form");
        Label subject = FormParts.hint("");
        subject.setId("subject");
        subject.textProperty().bind(Bindings.createStringBinding(() -> {
            OpenNetwork open = model.unprunedProperty().get();
            return open == null ? "" : "Prunes " + open.description().name();
        }, model.unprunedProperty()));
        VBox sections = new VBox(subject, new GoalSection(form, rows), new ClassesSection(form), criterion(),
                FormParts.section("How much fine-tuning",
                        "Training after compensation, at each rate. Times are of the whole run on this machine, from a few steps "
                                + "that were measured when the network was opened.",
                        new EffortRow(model.effort(), form)),
                more());
        sections.getStyleClass().add("sections");
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, action(model));
    }

    /** The criterion, with what it does. */
    private Node criterion() {
        ComboBox<Criterion> box = new ComboBox<>();
        box.getItems().setAll(Criteria.all());
        box.setId("criterion");
        box.setAccessibleText("Criterion");
        box.getStyleClass().add("small");
        box.setMaxWidth(Double.MAX_VALUE);
        box.setVisibleRowCount(12);
        box.setConverter(Named.by(Criterion::title));
        box.setCellFactory(list -> new CriterionCell());
        ObjectProperty<String> chosen = form.value(PruningChoices.CRITERION);
        InvalidationListener follow = property -> box.getItems().stream().filter(one -> one.name().equals(chosen.get()))
                .findFirst().ifPresent(box::setValue);
        follow.invalidated(chosen);
        chosen.addListener(follow);
        box.valueProperty().addListener((property, old, now) -> chosen.set(now.name()));
        box.visibleProperty().bind(Bindings.createBooleanBinding(form::hasCriterion, form.modeProperty()));
        box.managedProperty().bind(box.visibleProperty());
        Tooltip tooltip = FormParts.tooltip("");
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(() -> box.getValue().explanation(), box.valueProperty()));
        box.setTooltip(tooltip);
        Label sentence = FormParts.hint("");
        sentence.setId("criterion-summary");
        sentence.textProperty().bind(Bindings.createStringBinding(() -> switch (form.modeProperty().get()) {
            case UNSTRUCTURED -> "In this mode: the weights nearest to zero, in each convolution by itself.";
            case THRESHOLD -> "In this mode: class-aware, filters that matter to the fewest classes first.";
            default -> box.getValue().summary();
        }, box.valueProperty(), form.modeProperty()));
        return FormParts.section(PruningChoices.CRITERION.title(),
                "The criterion by which filters are ranked. Point at one for its formula and source.", box, sentence);
    }

    private Node more() {
        VBox all = new VBox();
        for (PruningChoices.Section section : UNDER_MORE) {
            all.getChildren().add(FormParts.caption(section.title()));
            all.getChildren().addAll(rows.of(section));
        }
        all.getStyleClass().add("rows");
        all.setVisible(false);
        all.managedProperty().bind(all.visibleProperty());
        Hyperlink link = new Hyperlink();
        link.setId("more");
        link.textProperty().bind(Bindings.when(all.visibleProperty()).then("Less").otherwise("More…"));
        link.setOnAction(event -> all.setVisible(!all.isVisible()));
        return new VBox(link, all);
    }

    private Node action(PruneViewModel model) {
        Button button = new Button();
        button.setId("prune");
        button.setDefaultButton(true);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setWrapText(true);
        button.setGraphic(new FontIcon("fth-scissors"));
        button.textProperty().bind(model.actionProperty());
        button.disableProperty().bind(model.obstacleProperty().isNotEmpty());
        button.setOnAction(event -> model.prune());
        // A disabled button shows no tooltip: what it stands in does.
        StackPane holder = new StackPane(button);
        Tooltip reason = FormParts.tooltip("");
        reason.textProperty().bind(Bindings.when(model.obstacleProperty().isEmpty())
                .then("Writes each network to the workspace as it is reached").otherwise(model.obstacleProperty()));
        Tooltip.install(holder, reason);
        Label obstacle = new Label();
        obstacle.setId("obstacle");
        obstacle.setWrapText(true);
        obstacle.setMinHeight(USE_PREF_SIZE);
        obstacle.getStyleClass().add("obstacle");
        obstacle.textProperty().bind(model.obstacleProperty());
        obstacle.visibleProperty().bind(model.obstacleProperty().isNotEmpty());
        obstacle.managedProperty().bind(obstacle.visibleProperty());
        Label time = FormParts.hint("");
        time.setId("time");
        ReadOnlyObjectProperty<Double> seconds = model.effort().timeProperty();
        time.textProperty().bind(Bindings
                .createStringBinding(() -> "About " + Figures.time(seconds.get()) + " on this machine", seconds));
        // The chosen size tells its own.
        time.visibleProperty().bind(model.effort().effortProperty().isNull().or(form.limited())
                .and(Bindings.createBooleanBinding(() -> !seconds.get().isNaN(), seconds)));
        time.managedProperty().bind(time.visibleProperty());
        VBox box = new VBox(obstacle, time, holder);
        box.getStyleClass().add("action");
        return box;
    }

    /** A criterion in the list, with what it does and its source when pointed at. */
    private static final class CriterionCell extends ListCell<Criterion> {
        @Override
        protected void updateItem(Criterion criterion, boolean empty) {
            super.updateItem(criterion, empty);
            setText(empty || criterion == null ? "" : criterion.title());
            setTooltip(empty || criterion == null ? null : FormParts.tooltip(criterion.explanation()));
            setId(empty || criterion == null ? null : "criterion-" + criterion.name().toLowerCase(Locale.ROOT));
        }
    }

    /** What the run goes by, and how far: rates, always with what they are of, or a number of classes. */
    private static final class GoalSection extends VBox {

        private final PruneForm form;

        GoalSection(PruneForm form, ChoiceRows rows) {
            this.form = form;
            getStyleClass().add("section");
            Label heading = new Label(PruningChoices.Section.GOAL.title());
            heading.getStyleClass().add("heading");
            heading.setTooltip(FormParts
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
            Tooltip tooltip = FormParts.tooltip("");
            tooltip.textProperty().bind(
                    Bindings.createStringBinding(() -> form.modeProperty().get().explanation(), form.modeProperty()));
            box.setTooltip(tooltip);
            return box;
        }

        private Node explanation() {
            Label label = FormParts.hint("");
            label.textProperty().bind(Bindings.createStringBinding(() -> switch (form.modeProperty().get()) {
                case PARAMETERS, MACS, CONVOLUTION_WEIGHTS -> "";
                case THRESHOLD -> "Filters that matter to too few classes go. Which rate that makes comes out.";
                case UNSTRUCTURED ->
                    "Weights near zero become zero. The network keeps its shape: no smaller, no faster.";
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
                Tooltip tooltip = FormParts.tooltip("");
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
            FormParts.tell(others, form.otherRatesProblem(), "Other rates, for example: 3, 6.5");
            others.textProperty().bindBidirectional(form.otherRatesProperty());
            pills.getChildren().add(others);
            return pills;
        }

        /** What the rates are of, right under them. */
        private Node unit() {
            Label label = FormParts.hint("");
            label.setId("rate-of");
            label.textProperty().bind(Bindings
                    .createStringBinding(() -> form.modeProperty().get().rateOf().beforeAfter(), form.modeProperty()));
            Tooltip tooltip = FormParts.tooltip("");
            tooltip.textProperty().bind(Bindings
                    .createStringBinding(() -> form.modeProperty().get().rateOf().explanation(), form.modeProperty()));
            label.setTooltip(tooltip);
            return label;
        }

        private static Node shown(Node node, BooleanBinding when) {
            node.visibleProperty().bind(when);
            node.managedProperty().bind(when);
            return node;
        }
    }
}
