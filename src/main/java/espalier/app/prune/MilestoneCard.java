package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.NetworkSaver;
import espalier.app.OpenNetwork;
import espalier.app.controls.FormParts;
import espalier.basics.Figures;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/** A network of the run: what it costs, what it still can, and what to do with it. */
final class MilestoneCard extends VBox {

    private static final String STEPS = "Accuracy on the same test pictures: with filters just taken out, with the weights "
            + "that read them fitted anew by least squares, after fine-tuning. Where a run took several iterations to this "
            + "rate, of the last one's network before and after";

    private MilestoneCard(String id) {
        setId(id);
        getStyleClass().add("card");
    }

    /** A milestone of a run, compared with its unpruned network. */
    MilestoneCard(RunModel run, OpenNetwork network, MilestoneActions actions) {
        this("card-" + name(network.rate()));
        Label achieved = new Label(network.isUnpruned() ? "" : Figures.rate(network.achievedRate()));
        achieved.getStyleClass().add("hint");
        achieved.setTooltip(FormParts.tooltip("The rate as it came out: " + network.rateOf().beforeAfter()));
        Label accuracy = new Label(
                network.test().map(test -> Figures.percent(test.accuracy())).orElse(Figures.UNKNOWN));
        accuracy.getStyleClass().add("accuracy");
        accuracy.setTooltip(FormParts.tooltip("Accuracy on the test pictures" + network.steps().keySet().stream()
                .reduce((first, last) -> last).map(step -> ", " + step.explanation()).orElse("")));
        getChildren().addAll(row(rate(network.rateTitle(), network.rateOf().explanation()), achieved),
                row(accuracy, change(network, run.milestones().get(0))));
        weighted(run, network).ifPresent(getChildren()::add);
        getChildren().addAll(figures(network), buttons(run, network, actions));
    }

    /** The accuracy by how much each class matters; nothing where all are alike. */
    private static Optional<Label> weighted(RunModel run, OpenNetwork network) {
        double[] weights = run.settings().classes().weights().of(run.data().classNames());
        return network.test().filter(test -> Arrays.stream(weights).distinct().count() > 1).map(test -> {
            Label label = new Label(Figures.percent(test.accuracy(weights)) + " by weights");
            label.setId("weighted-" + name(network.rate()));
            label.getStyleClass().add("hint");
            label.setTooltip(
                    FormParts.tooltip("Accuracy on the test pictures, each counted with the weight of its class: "
                            + run.settings().classes().weights()));
            return label;
        });
    }

    /**
     * Where a milestone will be.
     *
     * @param expected whether it still may come
     */
    static MilestoneCard missing(String title, boolean expected) {
        MilestoneCard card = new MilestoneCard(
                "missing-" + title.replaceAll("[^A-Za-z0-9.]+", "-").replaceFirst("^-", ""));
        card.getStyleClass().add("card-missing");
        Label what = new Label(expected ? "to come" : "not reached");
        what.getStyleClass().add("hint");
        card.getChildren().addAll(rate(title, ""), what);
        return card;
    }

    private static String name(double rate) {
        return rate == 1 ? "unpruned" : Figures.plain(rate);
    }

    private static Label rate(String title, String explanation) {
        Label label = new Label(title);
        if (!explanation.isEmpty()) {
            label.setTooltip(FormParts.tooltip(explanation));
        }
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().add("rate");
        return label;
    }

    private static Label change(OpenNetwork network, OpenNetwork unpruned) {
        if (network.isUnpruned() || network.test().isEmpty() || unpruned.test().isEmpty()) {
            return new Label();
        }
        double points = network.test().get().accuracy() - unpruned.test().get().accuracy();
        Label label = new Label(Figures.points(points));
        label.getStyleClass().addAll("figure", points < -0.0005 ? "worse" : "not-worse");
        label.setTooltip(FormParts.tooltip("Percentage points more or less than the unpruned network"));
        return label;
    }

    private static GridPane figures(OpenNetwork network) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("card-figures");
        network.steps().forEach((step, accuracy) -> add(grid, Figures.percent(accuracy), step.key(), STEPS));
        add(grid, Figures.large(network.cost().parameters()), "parameters", "Trained parameters");
        add(grid, Figures.large(network.cost().macs()), "MACs", "Multiply-accumulates for one picture");
        if (network.cost().isMasked()) {
            add(grid, Figures.large(network.cost().nonzeroConvolution()), "conv. weights ≠ 0",
                    "Weights of convolutions that " + "are not zero, of " + Figures.count(network.cost().convolution())
                            + ". The zeros are stored and multiplied " + "like any weight");
        }
        add(grid,
                Double.isNaN(network.imagesPerSecond()) ? Figures.UNKNOWN
                        : Figures.large(Math.round(network.imagesPerSecond())),
                "pictures/s", "Measured on this machine, in batches of 64, while the window was open");
        return grid;
    }

    private static void add(GridPane grid, String figure, String unit, String explanation) {
        Label value = new Label(figure);
        value.getStyleClass().add("figure");
        value.setMinWidth(Region.USE_PREF_SIZE);
        value.setMaxWidth(Double.MAX_VALUE);
        Label of = new Label(unit);
        of.getStyleClass().add("hint");
        of.setTooltip(FormParts.tooltip(explanation));
        grid.addRow(grid.getRowCount(), value, of);
    }

    private static HBox buttons(RunModel run, OpenNetwork network, MilestoneActions actions) {
        Button explain = new Button("Explain");
        explain.setId("explain-" + name(network.rate()));
        explain.setTooltip(FormParts.tooltip("Shows where this network looks, beside the others"));
        explain.setOnAction(event -> actions.explain(run, network));
        Button save = new Button("Save as…");
        save.setId("save-" + name(network.rate()));
        save.setTooltip(FormParts
                .tooltip("Saves the network as ONNX, or the zip that DeepLearning4J opens, from\n" + network.file()));
        save.setOnAction(event -> actions.saveAs(network, save.getScene().getWindow()));
        for (Button button : new Button[] {explain, save}) {
            button.getStyleClass().addAll(Styles.SMALL, "card-button");
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox buttons = new HBox(explain, save);
        buttons.getStyleClass().add("card-buttons");
        return buttons;
    }

    private static HBox row(Label left, Label right) {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        right.setMinWidth(Region.USE_PREF_SIZE);
        left.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(left, gap, right);
        row.getStyleClass().add("card-row");
        return row;
    }

    /** What can be done with a milestone. */
    static final class MilestoneActions {

        private final BiConsumer<RunModel, OpenNetwork> explain;
        private final NetworkSaver saver;

        MilestoneActions(BiConsumer<RunModel, OpenNetwork> explain, NetworkSaver saver) {
            this.explain = explain;
            this.saver = saver;
        }

        /** Shows how the network explains its decisions. */
        void explain(RunModel run, OpenNetwork network) {
            explain.accept(run, network);
        }

        /** Asks where to and in which form, and saves the network there. */
        void saveAs(OpenNetwork network, Window owner) {
            saver.ask(network, owner);
        }
    }
}
