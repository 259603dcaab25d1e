package espalier.app.study;

import atlantafx.base.theme.Styles;
import espalier.app.Page;
import espalier.app.Theme;
import espalier.study.Question.Choice;
import espalier.study.Question.Experiment;
import espalier.study.StudyDesign;
import espalier.study.Task;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * What participants at this machine see, on the full screen: the same words, pictures and answers as on the page for
 * phones. Whoever wants to leave is asked first, so that nobody gets to the results by a slip.
 */
final class ParticipantScreen extends StackPane {

    /** Of the screen, for one of three pictures beside each other, and for one alone. */
    private static final double PART = 0.29;
    private static final double ALONE = 0.5;
    private static final double HIGHEST = 0.52;

    private final ParticipantModel model;
    private final Runnable leave;
    private final VBox body = new VBox();
    private final VBox question = question();
    /** Whether the person is asked whether to leave. */
    private final BooleanProperty leaving = new SimpleBooleanProperty(this, "leaving");

    /** @param leave closes this */
    ParticipantScreen(ParticipantModel model, Runnable leave) {
        this.model = model;
        this.leave = leave;
        setId("participant");
        getStyleClass().add("participant");
        getStylesheets().add(Page.styles("study.css"));
        body.getStyleClass().add("body");
        // Many classes have more answers than a screen has room for.
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        getChildren().addAll(scroll, question);
        body.disableProperty().bind(model.busyProperty().or(leaving));
        Page.showWhile(question, leaving);
        model.stepProperty().addListener(change -> show());
        model.taskProperty().addListener(change -> show());
        widthProperty().addListener(change -> Platform.runLater(this::show));
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        show();
    }

    /**
     * Opens it over a window, on the whole screen.
     *
     * @param closed is called when it is gone
     */
    static Stage open(Window owner, ParticipantModel model, Runnable closed) {
        Stage stage = new Stage();
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle("Take part");
        ParticipantScreen screen = new ParticipantScreen(model, stage::close);
        Scene scene = new Scene(screen);
        Theme.style(scene);
        stage.setScene(scene);
        stage.setFullScreenExitHint("");
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setOnCloseRequest(request -> {
            request.consume();
            screen.askToLeave();
        });
        stage.setOnHidden(event -> closed.run());
        fill(stage);
        // A window manager may take the full screen away: that is asked about, too.
        stage.fullScreenProperty().addListener((property, was, now) -> {
            if (!now && stage.isShowing()) {
                screen.askToLeave();
            }
        });
        stage.show();
        return stage;
    }

    /**
     * Takes the whole screen. Where there is no window manager (Monocle: JavaFX without a display) a window has it by
     * its size alone, and the renderer there does not outlive one of the full screen.
     */
    private static void fill(Stage stage) {
        if ("Monocle".equals(System.getProperty("glass.platform"))) {
            Rectangle2D screen = Screen.getPrimary().getBounds();
            stage.setX(screen.getMinX());
            stage.setY(screen.getMinY());
            stage.setWidth(screen.getWidth());
            stage.setHeight(screen.getHeight());
        } else {
            stage.setFullScreen(true);
        }
    }

    /** Asks the person whether to leave; the time of the question does not run meanwhile. */
    void askToLeave() {
        if (!leaving.get()) {
            model.pause();
            leaving.set(true);
            question.lookup("#stay").requestFocus();
        }
    }

    private void stay() {
        leaving.set(false);
        if (getScene() != null && getScene().getWindow() instanceof Stage stage && !stage.isFullScreen()) {
            fill(stage);
        }
        if (model.stepProperty().get() == ParticipantModel.Step.BREAK) {
            model.ask();
        }
    }

    private VBox question() {
        Label words = words(
                "Nobody is asked any more on this screen, and Espalier's window is seen again. Whatever was "
                        + "answered is kept. This is for the person who leads the study.");
        Button stay = button("stay", "Go on", this::stay);
        stay.getStyleClass().add(Styles.ACCENT);
        Button go = button("leave", "Leave the full screen", () -> leave.run());
        VBox card = new VBox(heading("Leave?"), words, new FlowPane(stay, go));
        card.getStyleClass().addAll("card-box", "leave-card", Styles.ELEVATED_3);
        card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        VBox cover = new VBox(card);
        cover.setAlignment(Pos.CENTER);
        cover.getStyleClass().add("leave-cover");
        return cover;
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            askToLeave();
            event.consume();
        } else if (model.stepProperty().get() == ParticipantModel.Step.QUESTION && !leaving.get() && !event.isAltDown()
                && !event.isShortcutDown()) {
            experiment().choices(model.content().classNames()).stream().filter(choice -> isKey(choice, event))
                    .findFirst().ifPresent(choice -> {
                        event.consume();
                        model.answer(choice.value());
                    });
        }
    }

    /** Whether a key is the one of a choice, which has its name from browsers: "ArrowLeft", "1". */
    private static boolean isKey(Choice choice, KeyEvent event) {
        return !choice.key().isEmpty()
                && (choice.key().equals("Arrow" + event.getCode().getName()) || choice.key().equals(event.getText()));
    }

    private Experiment experiment() {
        return design().experiment();
    }

    private StudyDesign design() {
        return model.content().design();
    }

    private void show() {
        List<Node> shown = switch (model.stepProperty().get()) {
            case INFORMATION -> information();
            case QUESTION -> task(model.taskProperty().get());
            case BREAK ->
                List.of(heading("A break"), words("Everything that you answered is kept. Go on whenever you like."),
                        main("go-on", "Go on", model::ask));
            case THANKS -> List.of(heading("Thank you"), words("That was all. Your answers are kept."),
                    main("next-participant", "The next participant", model::nextParticipant));
            case FAILED -> List.of(heading("Please wait"),
                    words("Your answer could not be kept. Tell the person who leads the study."),
                    main("go-on", "Go on", model::ask));
        };
        body.getChildren().setAll(shown);
        shown.stream().filter(node -> node.getStyleClass().contains(Styles.ACCENT)).findFirst()
                .ifPresentOrElse(Node::requestFocus, this::requestFocus);
    }

    private List<Node> information() {
        List<Node> shown = new ArrayList<>();
        shown.add(heading(design().title().isBlank() ? "A study" : design().title()));
        design().information().strip().lines().filter(line -> !line.isBlank()).forEach(line -> shown.add(words(line)));
        shown.add(words(design().announcement()));
        shown.add(main("agree", "I agree, begin", model::ask));
        return shown;
    }

    private List<Node> task(Task task) {
        boolean preference = experiment() == Experiment.PREFERENCE;
        HBox pictures = new HBox();
        pictures.getStyleClass().add("pictures");
        if (preference) {
            pictures.getChildren().addAll(figure(task.maps().get(0), "Left", PART),
                    figure(task.picture(), "Picture", PART), figure(task.maps().get(1), "Right", PART));
        } else {
            pictures.getChildren().add(figure(task.maps().get(0), "What the computer used", ALONE));
        }
        FlowPane choices = new FlowPane();
        choices.getStyleClass().add("choices");
        for (Choice choice : experiment().choices(model.content().classNames())) {
            Button button = button("choice-" + choice.value(), choice.text(), () -> model.answer(choice.value()));
            button.setFocusTraversable(true);
            choices.getChildren().add(button);
        }
        Label progress = words(task.progress());
        progress.setId("progress");
        HBox.setHgrow(progress, Priority.ALWAYS);
        HBox foot = new HBox(progress, button("pause", "Take a break", model::pause));
        foot.getStyleClass().add("foot");
        return List.of(heading(task.heading()),
                words((experiment().told(task.shown()) + " " + experiment().asked()).strip()), pictures, choices, foot);
    }

    private Node figure(String file, String caption, double part) {
        return QuestionsPane.figure(model.picture(file), caption,
                Math.max(1, Math.min(getWidth() * part, getHeight() * HIGHEST)));
    }

    private static Label heading(String text) {
        Label heading = new Label(text);
        heading.getStyleClass().add("heading");
        return heading;
    }

    private static Label words(String text) {
        Label words = new Label(text);
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.getStyleClass().add("words");
        return words;
    }

    private static Button main(String id, String text, Runnable action) {
        Button button = button(id, text, action);
        button.getStyleClass().add(Styles.ACCENT);
        return button;
    }

    private static Button button(String id, String text, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }
}
