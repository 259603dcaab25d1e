package espalier.app.prune;

import atlantafx.base.theme.Styles;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** The form, with the one button below it. */
final class FormPane extends VBox {

    private final PruneForm form;
    private final RankingSection ranking;

    FormPane(PruneViewModel model) {
        form = model.form();
        ranking = new RankingSection(form, model.convolutionsProperty());
        getStyleClass().add("prune-form");
        VBox sections = new VBox(new GoalSection(form), ranking.criterion(), fineTuning(), steps(), more());
        sections.getStyleClass().add("sections");
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, action(model));
    }

    private Node fineTuning() {
        return section("Fine-tuning after each iteration",
                "Training that lets the network recover from what was taken out: SGD "
                        + "with momentum 0.9, weight decay 5e-4, flips and crops (Class-Aware Pruning, 2023).",
                row("Epochs", form.epochs, "Passes over the pictures"),
                row("Pictures per epoch", form.pictures, "Training pictures drawn for each epoch; 0 for all of them"),
                row("Learning rate", form.learningRate, "The paper fine-tunes with 0.01"));
    }

    private Node steps() {
        CheckBox stop = new CheckBox("Stop when accuracy falls too far");
        stop.setId("stops-at-tolerance");
        stop.selectedProperty().bindBidirectional(form.stopsAtToleranceProperty());
        stop.setTooltip(tooltip("The tolerance: when validation accuracy after fine-tuning is lower than the unpruned "
                + "network's by more, the run returns to its last good network and stops. Otherwise it goes through all rates."));
        HBox tolerance = row("Tolerance", form.tolerance, "Percentage points of validation accuracy that may be lost");
        tolerance.getChildren().add(unit("points"));
        tolerance.disableProperty().bind(form.stopsAtToleranceProperty().not());
        HBox share = row("Removed per iteration", form.share,
                "At the most, as a share of what is left: of the filters (the class-aware "
                        + "paper takes 10 %), or where single weights go, of the weights (“Less is More” takes 50 %)");
        share.getChildren().add(unit("%"));
        share.disableProperty().bind(form.oneShotProperty());
        CheckBox oneShot = new CheckBox("In one shot, not in steps");
        oneShot.setId("one-shot");
        oneShot.selectedProperty().bindBidirectional(form.oneShotProperty());
        oneShot.setTooltip(tooltip(
                "Each rate is reached from the unpruned network by one ranking, one removal and one fine-tuning. "
                        + "Otherwise a run goes step by step, from one rate to the next."));
        return section("Step by step", "An iteration ranks, takes out the least important and fine-tunes.", share,
                oneShot, stop, tolerance);
    }

    private Node more() {
        CheckBox shortcuts = new CheckBox("Prune the widths of shortcuts too");
        shortcuts.setId("prunes-shortcuts");
        shortcuts.selectedProperty().bindBidirectional(form.prunesShortcutsProperty());
        shortcuts.setTooltip(
                tooltip("In a residual network a shortcut adds the outputs of several layers, so their filters are "
                        + "tied: with this they go together, as one group. Without it they all stay, and only the first convolution of "
                        + "each block is pruned (Class-Aware Pruning, 2023). Networks without shortcuts are the same either way."));
        CheckBox fastWidths = new CheckBox("Prefer widths that run fast");
        fastWidths.setId("fast-widths");
        fastWidths.selectedProperty().bindBidirectional(form.fastWidthsProperty());
        fastWidths.setTooltip(tooltip(
                "Of filters whose importance differs by less than a hundredth, those go first that leave their layer a multiple of 8 filters. "
                        + "Processors work on 8 or 16 numbers at once, so a layer of 17 filters takes about the time of one of 24."));
        VBox rows = new VBox(caption("Fine-tuning at each rate"),
                row("Epochs", form.rateEpochs, "Passes over the pictures when a rate is reached"),
                row("Pictures per epoch", form.ratePictures,
                        "Training pictures drawn for each epoch; 0 for all of them"),
                row("Learning rate", form.rateLearningRate, "At its highest: it rises, then falls along half a cosine"),
                caption("Ranking"), row("Pictures per class", form.picturesPerClass,
                        "By which filters are scored: M in the paper, 10 for CIFAR-10"));
        rows.getChildren().addAll(ranking.more());
        rows.getChildren().addAll(shortcuts, fastWidths, caption("Objective"),
                row("Sparsity, λ1", form.l1,
                        "Factor of Σ|p|, the L1 norm of all parameters, in the loss; the paper takes 1e-4"),
                row("Orthogonality, λ2", form.orthogonality,
                        "Factor of Σ‖K ⊛ K − I‖, how far 3×3 kernels are from being orthogonal, "
                                + "in the loss; the paper takes 1e-2"),
                row("Seed", form.seed, "Of everything random: the same seed gives the same run"));
        rows.getStyleClass().add("rows");
        rows.setVisible(false);
        rows.managedProperty().bind(rows.visibleProperty());
        Hyperlink link = new Hyperlink();
        link.setId("more");
        link.textProperty().bind(Bindings.when(rows.visibleProperty()).then("Less").otherwise("More…"));
        link.setOnAction(event -> rows.setVisible(!rows.isVisible()));
        return new VBox(link, rows);
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

    static HBox row(String name, NumberInput input, String explanation) {
        Label label = new Label(name);
        label.setTooltip(tooltip(explanation));
        TextField field = field(input, explanation);
        label.setLabelFor(field);
        HBox row = new HBox(label, spring(), field);
        row.getStyleClass().add("row");
        return row;
    }

    private static TextField field(NumberInput input, String explanation) {
        TextField field = new TextField();
        field.setAccessibleText(input.name());
        field.setAlignment(Pos.CENTER_RIGHT);
        field.getStyleClass().addAll(Styles.SMALL, "number");
        field.textProperty().bindBidirectional(input.textProperty());
        tell(field, input.problemProperty(), explanation);
        return field;
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
        javafx.scene.layout.Region gap = new javafx.scene.layout.Region();
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
}
