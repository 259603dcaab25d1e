package espalier.app.lessons;

import atlantafx.base.theme.Styles;
import espalier.app.Opener;
import espalier.app.Page;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.TrajectorySurvey;
import espalier.app.lessons.Lesson.Answer;
import espalier.app.lessons.Lesson.Question;
import espalier.app.lessons.LessonModel.Phase;
import espalier.app.lessons.LessonModel.Place;
import espalier.app.live.LiveModel;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The step of a lesson as a strip below the page, so that it covers nothing that the step asks to use; gone while no
 * lesson is under way.
 */
public final class LessonPane extends HBox {

    private final LessonModel model;
    private final Spotlight spotlight;
    private final VBox words = new VBox();
    private final HBox buttons = new HBox();

    /** Lessons on what these view-models show. */
    public LessonPane(Session session, LiveModel live, SelectedScores scores, TrajectorySurvey survey, Opener opener,
            LessonProgress progress) {
        model = new LessonModel(new Seen(session, live, scores, survey), opener, progress);
        spotlight = new Spotlight(model);
        setId("lesson");
        getStyleClass().add("lesson");
        getStylesheets().add(Page.styles("lessons.css"));
        words.getStyleClass().add("lesson-words");
        buttons.getStyleClass().add("lesson-buttons");
        buttons.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMinWidth(0);
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(words, buttons);
        model.placeProperty().addListener((property, old, now) -> show(now));
        show(Optional.empty());
    }

    /** Goes through the lessons. */
    public LessonModel model() {
        return model;
    }

    /** What points at things, to be laid over the whole window. */
    public Node spotlight() {
        return spotlight;
    }

    private void show(Optional<Place> place) {
        boolean focused = getScene() != null && hasFocus(getScene().getFocusOwner());
        setVisible(place.isPresent());
        setManaged(place.isPresent());
        words.getChildren().clear();
        buttons.getChildren().clear();
        place.ifPresent(this::show);
        if (focused) {
            // Who goes through the lesson by keyboard stays in it.
            lookupAll(".button").stream().filter(button -> !button.isDisabled()).reduce((first, last) -> last)
                    .ifPresent(Node::requestFocus);
        }
    }

    private boolean hasFocus(Node owner) {
        Node at = owner;
        while (at != null && at != this) {
            at = at.getParent();
        }
        return at != null;
    }

    private void show(Place at) {
        Label title = new Label(at.what().title(),
                new FontIcon(at.lesson() == Lessons.TOUR ? "fth-map" : "fth-book-open"));
        title.getStyleClass().add("lesson-title");
        Label number = new Label(
                at.lesson().title() + ", step " + (at.step() + 1) + " of " + at.lesson().steps().size());
        number.setId("lesson-number");
        number.getStyleClass().add("lesson-number");
        HBox top = new HBox(title, number);
        top.getStyleClass().add("lesson-top");
        words.getChildren().addAll(top, says(at.what().words(), "lesson-text"));
        if (at.phase() == Phase.SAMPLE) {
            words.getChildren().add(says("This lesson is about the sample, and something else is open. That comes back "
                    + "when the lesson ends.", "lesson-task"));
        } else {
            at.what().question().ifPresent(question -> ask(at, question));
            if (at.phase() == Phase.DO) {
                words.getChildren().add(says(at.what().task(), "lesson-task"));
            } else if (at.phase() == Phase.COMPUTE) {
                ProgressIndicator busy = new ProgressIndicator();
                busy.setPrefSize(16, 16);
                Label waiting = says("The window is computing it…", "lesson-answer");
                waiting.setGraphic(busy);
                words.getChildren().add(waiting);
            }
            at.answer().ifPresent(answer -> answer(at, answer));
        }
        buttons(at);
    }

    private void ask(Place at, Question question) {
        Label asked = says(question.words(), "lesson-question");
        if (at.phase() != Phase.PREDICT) {
            asked.setText(question.words() + " You said: " + question.choices().get(at.chosen()) + ".");
            words.getChildren().add(asked);
            return;
        }
        FlowPane choices = new FlowPane();
        choices.getStyleClass().add("lesson-choices");
        for (int i = 0; i < question.choices().size(); i++) {
            int choice = i;
            Button button = button("predict-" + i, question.choices().get(i), null, () -> model.predict(choice));
            button.getStyleClass().add(Styles.SMALL);
            choices.getChildren().add(button);
        }
        words.getChildren().addAll(asked, choices);
    }

    private void answer(Place at, Answer answer) {
        List<String> choices = at.what().question().orElseThrow().choices();
        boolean right = answer.choice() == at.chosen();
        String verdict = right ? "As you said: " : choices.get(at.chosen()).equals(Lesson.UNKNOWN) ? ""
                : "Not quite: " + choices.get(answer.choice()).toLowerCase(java.util.Locale.ROOT) + ". ";
        Label shown = says(verdict + answer.words(), "lesson-answer");
        shown.setId("lesson-answer");
        shown.setGraphic(new FontIcon(right ? "fth-check-circle" : "fth-info"));
        words.getChildren().add(shown);
    }

    private void buttons(Place at) {
        boolean tour = at.lesson() == Lessons.TOUR;
        Button leave = button("lesson-leave", tour ? "Skip the tour" : "Leave",
                tour ? "It is found again under Help (F1)" : "The place is kept; go on under Help (F1)",
                tour ? model::skip : model::leave);
        leave.getStyleClass().add(Styles.FLAT);
        Button back = button("lesson-back", "Back", null, model::back);
        back.setDisable(at.step() == 0);
        Button forward = at.phase() == Phase.SAMPLE
                ? button("lesson-sample", "Open the sample", null, model::openSample)
                : button("lesson-next", at.isLast() ? "Finish" : "Next",
                        at.phase() == Phase.PREDICT ? "Choose an answer first" : null, model::next);
        forward.setDisable(at.phase() == Phase.PREDICT);
        if (at.phase() != Phase.PREDICT && at.phase() != Phase.DO) {
            forward.getStyleClass().add(Styles.ACCENT);
        }
        if (at.isLast()) {
            leave.setVisible(false);
        }
        buttons.getChildren().addAll(leave, back, forward);
    }

    private static Label says(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }

    private static Button button(String id, String text, String help, Runnable action) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        if (help != null) {
            button.setTooltip(new Tooltip(help));
        }
        return button;
    }
}
