package espalier.app.train;

import atlantafx.base.theme.Styles;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.Session;
import espalier.app.Trainings;
import espalier.basics.Figures;
import espalier.workspace.TrainingFolder;
import espalier.workspace.Workspace;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The page on which networks of one's own are trained. */
public final class TrainPage extends Page {

    /** The page's title. */
    public static final String TITLE = "Train";
    /** The page's icon. */
    public static final String ICON = "fth-activity";

    private final TrainViewModel model;

    /** The page, following what is open. */
    public TrainPage(Session session, Networks networks, Notices notices, Opener opener, Trainings trainings,
            Workspace workspace) {
        super("train-page", "prune.css", "train.css");
        // Both pages have a form at the left and what goes on at the right.
        view().getStyleClass().add("prune-page");
        model = new TrainViewModel(session, networks, notices, opener, trainings, workspace);
        view().sceneProperty().addListener((property, old, now) -> model.setSeen(now != null));
        view().getChildren()
                .add(new TrainView(model, new TrainFormPane.Asking(() -> askForFolder("A folder of pictures"),
                        () -> askToOpen("A network to begin with", "Networks of Espalier", "*.zip"))));
    }

    /** The page's state; for tests. */
    TrainViewModel model() {
        return model;
    }

    /** The form on the left; on the right what it would do, or the training. */
    private static final class TrainView extends BorderPane {

        private final ToggleButton before = tab("What it would train", "before-tab", Styles.LEFT_PILL);
        private final ToggleButton under = tab("The training", "training-tab", Styles.RIGHT_PILL);

        TrainView(TrainViewModel model, TrainFormPane.Asking ask) {
            setLeft(new TrainFormPane(model, ask));
            SamplesPane samples = new SamplesPane(model);
            StackPane training = new StackPane();
            samples.visibleProperty().bind(before.selectedProperty());
            training.visibleProperty().bind(under.selectedProperty());
            StackPane content = new StackPane(samples, training);
            VBox.setVgrow(content, Priority.ALWAYS);
            VBox main = new VBox(new InterruptedPane(model), header(model), content);
            main.getStyleClass().add("prune-main");
            setCenter(main);
            model.shownProperty().addListener((property, old, now) -> show(training, model, now));
            show(training, model, model.shownProperty().get());
        }

        private void show(StackPane place, TrainViewModel model, TrainingModel training) {
            if (training != null) {
                place.getChildren().setAll(new TrainingPane(model, training));
                under.setSelected(true);
            }
        }

        private HBox header(TrainViewModel model) {
            ToggleGroup tabs = new ToggleGroup();
            tabs.getToggles().addAll(before, under);
            before.setSelected(true);
            tabs.selectedToggleProperty().addListener((property, old, now) -> {
                if (now == null) {
                    old.setSelected(true);
                }
            });
            under.disableProperty().bind(model.shownProperty().isNull());
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox header = new HBox(new HBox(before, under), gap, trained(model));
            header.getStyleClass().add("prune-header");
            return header;
        }

        /** The networks that were trained here, the newest first. */
        private static MenuButton trained(TrainViewModel model) {
            MenuButton button = new MenuButton("Trained here");
            button.setId("trained-here");
            button.getStyleClass().add(Styles.SMALL);
            button.setMinWidth(USE_PREF_SIZE);
            Runnable fill = () -> {
                button.getItems().clear();
                for (TrainingFolder training : model.trainings().complete()) {
                    MenuItem item = new MenuItem(
                            training.content().name() + ", " + Figures.percent(training.content().accuracy()) + ", "
                                    + training.content().date().substring(0, 10));
                    item.setOnAction(event -> model.open(training.network()));
                    button.getItems().add(0, item);
                }
            };
            model.trainings().complete().addListener((ListChangeListener<TrainingFolder>) change -> fill.run());
            fill.run();
            showWhile(button, Bindings.isNotEmpty(model.trainings().complete()));
            return button;
        }

        private static ToggleButton tab(String text, String id, String place) {
            ToggleButton button = new ToggleButton(text);
            button.setId(id);
            button.setMinWidth(USE_PREF_SIZE);
            button.getStyleClass().addAll(place, Styles.SMALL);
            return button;
        }
    }

    /** The trainings that were interrupted and can be resumed, the newest first; nothing where there are none. */
    private static final class InterruptedPane extends VBox {

        private static final int MOST = 3;

        private final TrainViewModel model;

        InterruptedPane(TrainViewModel model) {
            this.model = model;
            setId("interrupted-trainings");
            getStyleClass().add("interrupted");
            showWhile(this, Bindings.isNotEmpty(model.trainings().interrupted()));
            model.trainings().interrupted().addListener((ListChangeListener<TrainingFolder>) change -> show());
            show();
        }

        private void show() {
            getChildren().clear();
            int all = model.trainings().interrupted().size();
            for (int i = all - 1; i >= Math.max(0, all - MOST); i--) {
                getChildren().add(row(model.trainings().interrupted().get(i)));
            }
        }

        private Node row(TrainingFolder training) {
            Label text = new Label(Trainings.describe(training) + ".", new FontIcon("fth-rotate-cw"));
            text.setWrapText(true);
            text.setMinHeight(USE_PREF_SIZE);
            text.setMaxWidth(Double.MAX_VALUE);
            text.setTooltip(new Tooltip("In " + training.path() + "\nPictures: " + training.content().data()));
            HBox.setHgrow(text, Priority.ALWAYS);
            Button resume = button("Resume", "Resumes after that epoch, and ends as the training would have ended");
            resume.getStyleClass().add(Styles.ACCENT);
            resume.setOnAction(event -> model.resume(training));
            Button leave = button("Leave it", "Keeps what it reached, and offers it no more");
            leave.getStyleClass().add(Styles.FLAT);
            leave.setOnAction(event -> model.leave(training));
            HBox row = new HBox(text, resume, leave);
            row.getStyleClass().add("row");
            return row;
        }

        private static Button button(String text, String explanation) {
            Button button = new Button(text);
            button.getStyleClass().add(Styles.SMALL);
            button.setMinWidth(USE_PREF_SIZE);
            button.setTooltip(new Tooltip(explanation));
            return button;
        }
    }
}
