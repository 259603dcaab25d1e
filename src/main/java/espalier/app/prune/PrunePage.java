package espalier.app.prune;

import atlantafx.base.theme.Styles;
import espalier.app.InterruptedRuns;
import espalier.app.NetworkSaver;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.Session;
import espalier.app.live.LiveModel;
import espalier.app.live.LivePane;
import espalier.app.prune.MilestoneCard.MilestoneActions;
import espalier.app.prune.RunModel.PruneState;
import espalier.pruning.RunEvent;
import espalier.workspace.RunFolder;
import espalier.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page on which networks are pruned. */
public final class PrunePage extends Page {

    /** The page's title. */
    public static final String TITLE = "Prune";
    /** The page's icon. */
    public static final String ICON = "fth-scissors";

    private static final String EXPLAIN = "Explain";

    private final PruneViewModel model;

    /** The page, following what is open. */
    public PrunePage(Session session, Networks networks, Notices notices, Opener opener, InterruptedRuns interrupted,
            Workspace workspace, LiveModel live) {
        super("prune-page", "prune.css");
        model = new PruneViewModel(session, networks, notices, opener, interrupted, workspace, live);
        view().getChildren().add(new PruneView(model, live, new MilestoneActions((run, network) -> {
            model.lookAt(run, network);
            session.setPage(EXPLAIN);
        }, new NetworkSaver(networks, notices))));
    }

    /** The page's state; for tests. */
    PruneViewModel model() {
        return model;
    }

    /** The page: the form on the left; on the right what it would do, or the run. */
    private static final class PruneView extends BorderPane {

        private final ToggleButton forecastTab = tab("What it would do", "forecast-tab", Styles.LEFT_PILL);
        private final ToggleButton runTab = tab("The run", "run-tab", Styles.RIGHT_PILL);

        PruneView(PruneViewModel model, LiveModel live, MilestoneActions actions) {
            setLeft(new FormPane(model));
            LivePane slider = new LivePane(live, true);
            // A run has its own accuracy, and needs the room.
            showWhile(slider, forecastTab.selectedProperty());
            setCenter(new VBox(new InterruptedPane(model), slider, header(model), content(model, actions)));
            getCenter().getStyleClass().add("prune-main");
            model.shownProperty().addListener((property, old, now) -> {
                (now == null ? forecastTab : runTab).setSelected(true);
            });
        }

        private HBox header(PruneViewModel model) {
            ToggleGroup tabs = new ToggleGroup();
            tabs.getToggles().addAll(forecastTab, runTab);
            forecastTab.setSelected(true);
            // One of the two is always shown.
            tabs.selectedToggleProperty().addListener((property, old, now) -> {
                if (now == null) {
                    old.setSelected(true);
                }
            });
            runTab.disableProperty().bind(model.shownProperty().isNull());
            Label state = new Label();
            state.setId("state");
            state.getStyleClass().add("state");
            state.textProperty()
                    .bind(Bindings.createStringBinding(() -> word(model.stateProperty().get(), model.endOfShown()),
                            model.stateProperty(), model.shownProperty()));
            List.of(model.stateProperty(), model.shownProperty())
                    .forEach(shown -> shown.addListener(property -> styleState(state, model)));
            styleState(state, model);
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox header = new HBox(new HBox(forecastTab, runTab), runs(model), gap, state);
            header.getStyleClass().add("prune-header");
            return header;
        }

        /** For looking back, once there is something to look back at. */
        private static ComboBox<RunModel> runs(PruneViewModel model) {
            ComboBox<RunModel> runs = new ComboBox<>(model.runs());
            runs.setId("runs");
            runs.getStyleClass().add(Styles.SMALL);
            runs.setAccessibleText("Runs of this session");
            runs.setConverter(new StringConverter<>() {
                @Override
                public String toString(RunModel run) {
                    return run == null ? "" : model.runs().indexOf(run) + 1 + ": " + run.title();
                }

                @Override
                public RunModel fromString(String typed) {
                    throw new UnsupportedOperationException();
                }
            });
            model.shownProperty().addListener((property, old, now) -> runs.setValue(now));
            runs.setOnAction(event -> model.show(runs.getValue()));
            runs.setPromptText("Runs of other networks");
            runs.visibleProperty().bind(Bindings.size(model.runs()).greaterThan(1)
                    .or(Bindings.isNotEmpty(model.runs()).and(model.shownProperty().isNull())));
            return runs;
        }

        private StackPane content(PruneViewModel model, MilestoneActions actions) {
            ForecastPane forecast = new ForecastPane(model);
            RunPane run = new RunPane(model, actions);
            forecast.visibleProperty().bind(forecastTab.selectedProperty());
            run.visibleProperty().bind(runTab.selectedProperty());
            StackPane content = new StackPane(forecast, run);
            VBox.setVgrow(content, Priority.ALWAYS);
            return content;
        }

        private static ToggleButton tab(String text, String id, String place) {
            ToggleButton button = new ToggleButton(text);
            button.setId(id);
            button.getStyleClass().addAll(place, Styles.SMALL);
            return button;
        }

        private static void styleState(Label label, PruneViewModel model) {
            PruneState state = model.stateProperty().get();
            label.getStyleClass().removeIf(style -> style.startsWith("state-"));
            label.getStyleClass().add(state == PruneState.DONE && model.endOfShown() != RunEvent.End.COMPLETE
                    ? "state-ended-early" : "state-" + state.name().toLowerCase(Locale.ROOT));
        }

        private static String word(PruneState state, RunEvent.End end) {
            return switch (state) {
                case EMPTY -> "Nothing open";
                case READY -> "Ready";
                case RUNNING -> "Running";
                case PAUSED -> "Paused";
                case CANCELLING -> "Cancelling…";
                case FAILED -> "Failed";
                case DONE -> end == RunEvent.End.COMPLETE ? "Done"
                        : end == RunEvent.End.CANCELLED ? "Cancelled" : "Stopped early";
            };
        }
    }

    /** The runs that were interrupted and can be resumed, the newest first; nothing where there are none. */
    private static final class InterruptedPane extends VBox {

        private static final int MOST = 3;

        private final PruneViewModel model;

        InterruptedPane(PruneViewModel model) {
            this.model = model;
            setId("interrupted");
            getStyleClass().add("interrupted");
            visibleProperty().bind(Bindings.isNotEmpty(model.interrupted()));
            managedProperty().bind(visibleProperty());
            model.interrupted().addListener((ListChangeListener<RunFolder>) change -> show());
            show();
        }

        private void show() {
            getChildren().clear();
            for (int i = model.interrupted().size() - 1; i >= Math.max(0, model.interrupted().size() - MOST); i--) {
                getChildren().add(row(model.interrupted().get(i)));
            }
        }

        private Node row(RunFolder run) {
            Label text = new Label(InterruptedRuns.describe(run) + ".", new FontIcon("fth-rotate-cw"));
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            text.setMaxWidth(Double.MAX_VALUE);
            text.setTooltip(new Tooltip("In " + run.path() + "\nNetwork: " + run.recipe().network() + "\nPictures: "
                    + run.recipe().data()));
            HBox.setHgrow(text, Priority.ALWAYS);
            Button resume = new Button("Resume");
            resume.getStyleClass().addAll(Styles.ACCENT, Styles.SMALL);
            resume.setMinWidth(USE_PREF_SIZE);
            resume.setTooltip(new Tooltip("Resumes after that iteration, and ends as the run would have ended"));
            resume.setOnAction(event -> model.resume(run));
            Button leave = new Button("Leave it");
            leave.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
            leave.setMinWidth(USE_PREF_SIZE);
            leave.setTooltip(new Tooltip("Keeps what it reached, and offers it no more"));
            leave.setOnAction(event -> model.leave(run));
            HBox row = new HBox(text, resume, leave);
            row.getStyleClass().add("row");
            return row;
        }
    }
}
