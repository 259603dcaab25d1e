package espalier.app.filters;

import atlantafx.base.theme.Styles;
import espalier.app.FilterDecisions.Decision;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.controls.Bars;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** One filter in detail, at the right of the page. */
final class FilterInspector extends StackPane {

    static final int WIDTH = 296;

    private final FilterViewModel model;
    private final Label title = new Label();
    private final Label score = new Label();
    private final Label rank = new Label();
    private final Label fate = new Label();
    private final Label chain = new Label();
    private final ToggleButton keep = new ToggleButton("Keep");
    private final ToggleButton remove = new ToggleButton("Remove");
    private final Bars profile = new Bars();
    private final KernelView kernel = new KernelView();
    private final ScrollPane details = new ScrollPane();
    private final LayerSummary summary;

    FilterInspector(Session session, SelectedScores selectedScores, FiltersViewModel page, FilterViewModel model) {
        this.model = model;
        getStyleClass().add("inspector");
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        heading();
        VBox content = new VBox(10, title, scoreLine(), decisions(), fate, chain, section("Classes",
                "For which share of each class's pictures it matters: |activation × gradient| > 0 where its total is largest.\n"
                        + "The shares add up to its score.",
                profile),
                section("Excited by",
                        "The training pictures with its largest response: the largest value over all positions,\n"
                                + "after batch norm and activation.",
                        new ExcitingPictures(model)),
                section("Kernel", "The weights that it multiplies its input with.", kernel));
        content.getStyleClass().add("inspector-content");
        details.setContent(content);
        details.setFitToWidth(true);
        details.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        details.getStyleClass().add("edge-to-edge");
        summary = new LayerSummary(session, selectedScores, page);
        getChildren().addAll(summary, details);
        profile.barsProperty().bind(model.profileProperty());
        profile.selectedProperty().bindBidirectional(session.selectedClassProperty());
        model.filterProperty().addListener(change -> show());
        model.weightsProperty().addListener(change -> kernel.show(model.weightsProperty().get()));
        model.decisionProperty().addListener(change -> decided());
        page.removalProperty().addListener(change -> decided());
        page.groupsProperty().addListener(change -> decided());
        kernel.show(model.weightsProperty().get());
        show();
    }

    private void heading() {
        title.getStyleClass().add(Styles.TITLE_4);
        title.setId("inspector-title");
        score.getStyleClass().add("inspector-score");
        score.setId("inspector-score");
        Tooltip formula = new Tooltip("""
                The number of classes that it matters to (Class-Aware Pruning for Efficient Neural Networks, \
                arXiv 2312.05875, section III-B):
                score = max over positions of Σ over classes of the mean over the class's pictures of [ θ > 0 ],
                θ = | a · ∂L/∂a |, with a the convolution's output and L the cross entropy of the true class.""");
        formula.setShowDelay(Duration.millis(300));
        formula.setShowDuration(Duration.seconds(60));
        score.setTooltip(formula);
        score.setMinWidth(Region.USE_PREF_SIZE);
        rank.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        fate.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        fate.setWrapText(true);
        fate.setId("inspector-fate");
        chain.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        chain.setWrapText(true);
        chain.setId("inspector-chain");
        chain.setTooltip(new Tooltip("What goes together: the layers whose parameters this filter takes with it,\n"
                + "and with \"in\" those that lose only the weights that read it."));
    }

    private HBox scoreLine() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(score, space, rank);
        line.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        return line;
    }

    private HBox decisions() {
        keep.setTooltip(new Tooltip("It stays, whatever the threshold (K). Press again to leave it to the threshold."));
        remove.setTooltip(
                new Tooltip("It goes, whatever the threshold (Delete). Press again to leave it to the threshold."));
        keep.getStyleClass().addAll(Styles.SMALL, Styles.LEFT_PILL);
        remove.getStyleClass().addAll(Styles.SMALL, Styles.RIGHT_PILL);
        keep.setId("keep");
        remove.setId("remove");
        for (ToggleButton button : List.of(keep, remove)) {
            button.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(button, Priority.ALWAYS);
        }
        keep.setOnAction(event -> model.decisionProperty().set(keep.isSelected() ? Decision.KEEP : null));
        remove.setOnAction(event -> model.decisionProperty().set(remove.isSelected() ? Decision.REMOVE : null));
        return new HBox(keep, remove);
    }

    private static VBox section(String name, String explanation, Node content) {
        Label heading = new Label(name);
        heading.getStyleClass().add("section-heading");
        heading.setTooltip(new Tooltip(explanation));
        return new VBox(6, heading, content);
    }

    private void show() {
        boolean some = model.filterProperty().get().isPresent();
        details.setVisible(some);
        summary.setVisible(!some);
        title.setText(model.title());
        score.setText(model.score());
        rank.setText(model.rank());
        profile.setAccessibleText("Classes that " + model.title() + " matters to");
        decided();
    }

    private void decided() {
        keep.setSelected(model.decisionProperty().get() == Decision.KEEP);
        remove.setSelected(model.decisionProperty().get() == Decision.REMOVE);
        fate.setText(model.fate());
        chain.setText(model.chain());
    }
}
