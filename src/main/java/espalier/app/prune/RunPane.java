package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.OpenNetwork;
import espalier.app.controls.FormParts;
import espalier.app.figures.Figure;
import espalier.app.prune.MilestoneCard.MilestoneActions;
import espalier.app.prune.RunModel.PruneState;
import espalier.basics.Figures;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The run that is shown, above those that wait for it. */
final class RunPane extends BorderPane {

    private final VBox queue = new VBox();

    RunPane(PruneViewModel model, MilestoneActions actions) {
        queue.getStyleClass().add("queue");
        queue.visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(model.waiting()));
        queue.managedProperty().bind(queue.visibleProperty());
        setBottom(queue);
        Map<RunModel, RunView> views = new HashMap<>();
        model.shownProperty().addListener((property, old, now) -> setCenter(now == null ? null
                : views.computeIfAbsent(now, run -> new RunView(run, actions, () -> model.resume(run)))));
        model.waiting().addListener((ListChangeListener<RunModel>) change -> queue.getChildren()
                .setAll(model.waiting().stream().map(RunPane::waiting).toList()));
    }

    private static HBox waiting(RunModel run) {
        Label text = new Label("Next: " + run.title());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button cancel = new Button("Take out");
        cancel.getStyleClass().addAll("small", "flat");
        cancel.setOnAction(event -> run.task().cancel());
        HBox row = new HBox(text, gap, cancel);
        row.getStyleClass().add("row");
        return row;
    }

    /** One run: its progress or its end, curves, widths as they shrink, and a card for each milestone. */
    private static final class RunView extends VBox {

        private final RunModel run;
        private final MilestoneActions actions;
        private final HBox cards = new HBox();

        RunView(RunModel run, MilestoneActions actions, Runnable resume) {
            this.run = run;
            this.actions = actions;
            getStyleClass().add("run");
            cards.getStyleClass().add("cards");
            cards.setId("cards");
            cards.setMinHeight(USE_PREF_SIZE);
            Curves curves = new Curves(run);
            WidthsNow widths = new WidthsNow(run);
            HBox.setHgrow(curves, Priority.ALWAYS);
            HBox middle = new HBox(curves, widths);
            middle.getStyleClass().add("middle");
            VBox.setVgrow(middle, Priority.ALWAYS);
            getChildren().addAll(new RunProgress(run), outcome(resume), middle, cards);
            run.milestones().addListener((ListChangeListener<OpenNetwork>) change -> showCards());
            run.stateProperty().addListener(property -> showCards());
            showCards();
        }

        private HBox outcome(Runnable resume) {
            Label sentence = new Label();
            sentence.setId("outcome");
            sentence.setWrapText(true);
            sentence.setMinHeight(USE_PREF_SIZE);
            sentence.textProperty().bind(run.outcomeProperty());
            HBox.setHgrow(sentence, Priority.ALWAYS);
            FontIcon icon = new FontIcon("fth-check-circle");
            Button again = new Button("Resume", new FontIcon("fth-rotate-cw"));
            again.setId("resume");
            again.getStyleClass().add(Styles.SMALL);
            again.setMinWidth(USE_PREF_SIZE);
            again.setTooltip(new Tooltip(
                    "Resumes after the last iteration that was kept, and ends as the run would have ended"));
            again.setOnAction(event -> resume.run());
            HBox box = new HBox(icon, sentence, again);
            box.getStyleClass().add("outcome");
            box.visibleProperty().bind(run.outcomeProperty().isNotEmpty());
            box.managedProperty().bind(box.visibleProperty());
            Runnable style = () -> {
                boolean whole = run.isSound();
                again.setVisible(run.canResume().isPresent());
                again.setManaged(again.isVisible());
                boolean failed = run.stateProperty().get() == PruneState.FAILED;
                icon.setIconLiteral(whole ? "fth-check-circle" : failed ? "fth-alert-triangle" : "fth-info");
                box.getStyleClass().setAll("outcome",
                        whole ? "outcome-complete" : failed ? "outcome-failed" : "outcome-partial");
            };
            run.stateProperty().addListener(property -> style.run());
            style.run();
            return box;
        }

        private void showCards() {
            cards.getChildren().clear();
            List<OpenNetwork> reached = run.milestones();
            for (OpenNetwork milestone : reached) {
                add(new MilestoneCard(run, milestone, actions));
            }
            // The unpruned network is a milestone too.
            List<String> expected = run.settings().goal().mode().hasRates()
                    ? run.settings().goal().rates().stream().map(run.settings().rateOf()::text).toList()
                    : List.of(run.settings().goal().toString());
            for (int i = Math.max(0, reached.size() - 1); i < expected.size(); i++) {
                add(MilestoneCard.missing(expected.get(i), !run.isOver()));
            }
            if (reached.isEmpty()) {
                cards.getChildren().add(0, MilestoneCard.missing("unpruned", !run.isOver()));
                HBox.setHgrow(cards.getChildren().get(0), Priority.ALWAYS);
            }
        }

        private void add(Region card) {
            HBox.setHgrow(card, Priority.ALWAYS);
            cards.getChildren().add(card);
        }
    }

    /** What a run does now, how far it is and how long it will take; holds it, resumes it, stops it. */
    private static final class RunProgress extends VBox {

        RunProgress(RunModel run) {
            getStyleClass().add("run-progress");
            Label title = new Label(run.title());
            title.getStyleClass().add("heading");
            ProgressBar bar = new ProgressBar();
            bar.progressProperty().bind(run.task().progressProperty());
            bar.setMaxWidth(Double.MAX_VALUE);
            Label message = new Label();
            message.getStyleClass().add("hint");
            message.textProperty().bind(Bindings.createStringBinding(() -> switch (run.stateProperty().get()) {
                case PAUSED -> "Paused. " + run.task().getMessage();
                case CANCELLING -> "Stopping after this batch…";
                default -> run.task().getMessage();
            }, run.stateProperty(), run.task().messageProperty()));
            Label left = new Label();
            left.getStyleClass().add("figure");
            left.setMinWidth(Region.USE_PREF_SIZE);
            left.textProperty().bind(Bindings.createStringBinding(() -> {
                double seconds = run.task().secondsLeftProperty().get();
                return Double.isNaN(seconds) ? "" : "about " + Figures.time(seconds) + " left";
            }, run.task().secondsLeftProperty()));
            HBox.setHgrow(bar, Priority.ALWAYS);
            HBox.setHgrow(message, Priority.ALWAYS);
            message.setMaxWidth(Double.MAX_VALUE);
            HBox first = new HBox(title, bar, left, pause(run), cancel(run));
            first.getStyleClass().add("row");
            getChildren().addAll(first, message);
            BooleanBinding under = run.outcomeProperty().isEmpty();
            visibleProperty().bind(under);
            managedProperty().bind(under);
        }

        private static Button pause(RunModel run) {
            Button button = new Button();
            button.setId("pause");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.getStyleClass().add(Styles.SMALL);
            BooleanBinding paused = run.stateProperty().isEqualTo(PruneState.PAUSED);
            FontIcon icon = new FontIcon("fth-pause");
            paused.addListener((property, old, now) -> icon.setIconLiteral(now ? "fth-play" : "fth-pause"));
            button.setGraphic(icon);
            button.textProperty().bind(Bindings.when(paused).then("Resume").otherwise("Pause"));
            button.setOnAction(event -> {
                if (paused.get()) {
                    run.task().resume();
                } else {
                    run.task().pause();
                }
            });
            button.disableProperty().bind(run.stateProperty().isEqualTo(PruneState.CANCELLING));
            return button;
        }

        private static Button cancel(RunModel run) {
            Button button = new Button("Cancel", new FontIcon("fth-x"));
            button.setId("cancel");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.getStyleClass().add(Styles.SMALL);
            button.setTooltip(FormParts.tooltip("Stops after this batch. What was reached before is kept."));
            button.setOnAction(event -> run.task().cancel());
            button.disableProperty().bind(run.stateProperty().isEqualTo(PruneState.CANCELLING));
            return button;
        }
    }

    /** The widths of the network as they shrink, each within what it was. */
    private static final class WidthsNow extends VBox {

        private final Map<String, Integer> before;
        private final double widest;
        private final String unit;
        private final Map<String, NestedBar> bars = new LinkedHashMap<>();
        private final Map<String, Label> figures = new LinkedHashMap<>();
        private final Label size = new Label();

        WidthsNow(RunModel run) {
            getStyleClass().add("widths-now");
            before = RunModel.widths(run.unpruned());
            unit = run.settings().rateOf().unit();
            widest = before.values().stream().mapToInt(Integer::intValue).max().orElse(1);
            Label title = new Label(run.settings().goal().mode().removesFilters() ? "Filters left"
                    : "Filters: all stay, with zeros in them");
            title.getStyleClass().add("heading");
            size.getStyleClass().add("hint");
            size.setWrapText(true);
            size.setMinHeight(Region.USE_PREF_SIZE);
            ScrollPane scroll = new ScrollPane(grid());
            scroll.setFitToWidth(true);
            scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
            VBox.setVgrow(scroll, Priority.ALWAYS);
            getChildren().addAll(title, size, scroll);
            run.nowProperty().addListener((property, old, now) -> show(now));
            show(run.nowProperty().get());
        }

        private GridPane grid() {
            GridPane grid = new GridPane();
            grid.getStyleClass().add("widths-grid");
            Figure.of(grid, "Filters of each convolution");
            ColumnConstraints name = new ColumnConstraints();
            name.setMinWidth(Region.USE_PREF_SIZE);
            ColumnConstraints bar = new ColumnConstraints();
            bar.setHgrow(Priority.ALWAYS);
            bar.setMinWidth(80);
            ColumnConstraints figure = new ColumnConstraints();
            figure.setMinWidth(Region.USE_PREF_SIZE);
            figure.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().addAll(name, bar, figure);
            int row = 0;
            for (String layer : before.keySet()) {
                NestedBar shown = new NestedBar();
                Label number = new Label();
                number.getStyleClass().add("figure");
                number.setMinWidth(Region.USE_PREF_SIZE);
                bars.put(layer, shown);
                figures.put(layer, number);
                grid.addRow(row++, new Label(layer), shown, number);
            }
            return grid;
        }

        private void show(RunModel.Now now) {
            size.setText(
                    (Figures.rate(now.rate()) + " " + unit).strip() + "  ·  " + Figures.large(now.cost().parameters())
                            + " parameters\n" + Figures.large(now.cost().macs()) + " MACs for one picture"
                            + (now.cost().isMasked() ? "\n" + Figures.large(now.cost().nonzeroConvolution()) + " of "
                                    + Figures.large(now.cost().convolution()) + " convolution weights are not zero"
                                    : ""));
            before.forEach((layer, width) -> {
                int left = now.widths().getOrDefault(layer, width);
                bars.get(layer).shrink(width / widest, List.of(left / widest));
                figures.get(layer).setText(left + " of " + width);
            });
        }
    }
}
