package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.controls.Named;
import espalier.importance.Criteria;
import espalier.importance.Criterion;
import espalier.pruning.PruningChoices;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** The form, with the one button below it. */
final class FormPane extends VBox {

    private static final List<PruningChoices.Section> UNDER_MORE = List.of(PruningChoices.Section.RECOVERY,
            PruningChoices.Section.RANKING, PruningChoices.Section.PROTECTION, PruningChoices.Section.OBJECTIVE);

    private final PruneForm form;
    private final ChoiceRows rows;

    FormPane(PruneViewModel model) {
        form = model.form();
        rows = new ChoiceRows(form, model.convolutionsProperty());
        getStyleClass().add("prune-form");
        VBox sections = new VBox(new GoalSection(form, rows), criterion(), section(PruningChoices.Section.FINE_TUNING,
                "Training that lets the network recover from what was taken out: SGD with momentum 0.9, weight decay 5e-4, "
                        + "flips and crops (Class-Aware Pruning, 2023)."),
                section(PruningChoices.Section.STEPS,
                        "An iteration ranks, takes out the least important and fine-tunes."),
                more());
        sections.getStyleClass().add("sections");
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, action(model));
    }

    private Node section(PruningChoices.Section section, String explanation) {
        return section(section.title(), explanation, rows.of(section).toArray(Node[]::new));
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
        Tooltip tooltip = tooltip("");
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(() -> box.getValue().explanation(), box.valueProperty()));
        box.setTooltip(tooltip);
        Label sentence = hint("");
        sentence.setId("criterion-summary");
        sentence.textProperty().bind(Bindings.createStringBinding(() -> switch (form.modeProperty().get()) {
            case UNSTRUCTURED -> "In this mode: the weights nearest to zero, in each convolution by itself.";
            case THRESHOLD -> "In this mode: class-aware, filters that matter to the fewest classes first.";
            default -> box.getValue().summary();
        }, box.valueProperty(), form.modeProperty()));
        return section(PruningChoices.CRITERION.title(),
                "The criterion by which filters are ranked. Point at one for its formula and source.", box, sentence);
    }

    private Node more() {
        VBox all = new VBox();
        for (PruningChoices.Section section : UNDER_MORE) {
            all.getChildren().add(caption(section.title()));
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
        Tooltip reason = tooltip("");
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
        VBox box = new VBox(obstacle, holder);
        box.getStyleClass().add("action");
        return box;
    }

    static VBox section(String title, String explanation, Node... content) {
        Label heading = new Label(title);
        heading.getStyleClass().add("heading");
        heading.setTooltip(tooltip(explanation));
        VBox section = new VBox(heading);
        section.getStyleClass().add("section");
        section.getChildren().addAll(content);
        return section;
    }

    /** A name, and a control at the right. */
    static HBox row(String name, String explanation, Node control) {
        Label label = new Label(name);
        label.setTooltip(tooltip(explanation));
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(control);
        HBox row = new HBox(label, spring(), control);
        row.getStyleClass().add("row");
        return row;
    }

    /** A field is red while something is wrong with it, and says what instead of what it is for. */
    static void tell(TextField field, ObservableStringValue problem, String explanation) {
        Tooltip tooltip = tooltip("");
        tooltip.textProperty().bind(
                Bindings.createStringBinding(() -> problem.get().isEmpty() ? explanation : problem.get(), problem));
        field.setTooltip(tooltip);
        problem.addListener((property, old, now) -> field.pseudoClassStateChanged(Styles.STATE_DANGER, !now.isEmpty()));
    }

    private static Node spring() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    static Label unit(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("unit");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("caption");
        return label;
    }

    static Label hint(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("hint");
        return label;
    }

    static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        tooltip.setShowDelay(Duration.millis(400));
        return tooltip;
    }

    /** A criterion in the list, with what it does and its source when pointed at. */
    private static final class CriterionCell extends ListCell<Criterion> {
        @Override
        protected void updateItem(Criterion criterion, boolean empty) {
            super.updateItem(criterion, empty);
            setText(empty || criterion == null ? "" : criterion.title());
            setTooltip(empty || criterion == null ? null : tooltip(criterion.explanation()));
            setId(empty || criterion == null ? null : "criterion-" + criterion.name().toLowerCase(Locale.ROOT));
        }
    }
}
