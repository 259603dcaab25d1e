package espalier.app.closer;

import atlantafx.base.theme.Styles;
import espalier.app.CloseUp;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Session;
import espalier.app.TrajectorySurvey;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** Lies over the page while something is looked at closely. Back and Escape lead to where one was before. */
public final class CloserLook extends VBox {

    private final Session session;
    private final AnswersPane answers;
    private final PicturePane picture;
    private final StackPane place = new StackPane();
    private final Label title = new Label();
    private boolean throughAnswers;

    /** Nothing is looked at. */
    public CloserLook(Session session, Networks networks, Notices notices, TrajectorySurvey survey) {
        this.session = session;
        AnswersModel model = new AnswersModel(session, networks, notices);
        answers = new AnswersPane(session, model, survey);
        picture = new PicturePane(session, networks, notices, model);
        setId("closer-look");
        getStyleClass().addAll("guide", "closer-look");
        title.getStyleClass().add(Styles.TITLE_4);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button back = new Button("Back", new FontIcon("fth-x"));
        back.setId("close-closer-look");
        back.setOnAction(event -> back());
        HBox top = new HBox(8, title, space, back);
        top.getStyleClass().add("help-row");
        place.setMinSize(0, 0);
        VBox.setVgrow(place, Priority.ALWAYS);
        getChildren().addAll(top, place);
        setMinSize(0, 0);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                back();
                event.consume();
            }
        });
        session.closeUpProperty().addListener((property, old, now) -> {
            show(now);
            if (old == null && now != null) {
                back.requestFocus();
            }
        });
        session.pageProperty().addListener(change -> session.setCloseUp(null));
        show(session.closeUpProperty().get());
    }

    /** From a picture that was found among answers back to these; from anything else to the page. */
    private void back() {
        boolean toAnswers = throughAnswers && session.closeUpProperty().get() instanceof CloseUp.OfPicture;
        session.setCloseUp(toAnswers ? new CloseUp.Answers() : null);
    }

    private void show(CloseUp now) {
        setVisible(now != null);
        if (now instanceof CloseUp.Answers) {
            throughAnswers = true;
            title.setText("What the networks say of all test pictures");
            place.getChildren().setAll(answers);
            answers.show();
        } else if (now instanceof CloseUp.OfPicture of) {
            title.setText("A picture, closely");
            place.getChildren().setAll(picture);
            picture.show(of);
        } else {
            throughAnswers = false;
            place.getChildren().clear();
        }
    }
}
