package espalier.app.shell;

import atlantafx.base.controls.Spacer;
import atlantafx.base.theme.Styles;
import espalier.app.Notices.Notice;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Notices over the page, at the top right. What is done goes by itself, what went wrong after the time that it takes to
 * read it, or to point at it and read on; what can be done about something stays.
 */
final class NoticePane extends VBox {

    private static final int MOST = 4;
    private static final double WIDTH = 430;
    private static final Duration DONE_STAYS = Duration.seconds(6);
    private static final Duration PROBLEM_STAYS = Duration.seconds(30);

    NoticePane() {
        getStyleClass().add("notices");
        setAlignment(Pos.TOP_RIGHT);
        setPickOnBounds(false);
    }

    void show(Notice notice) {
        Node shown = node(notice);
        getChildren().add(0, shown);
        if (getChildren().size() > MOST) {
            getChildren().remove(MOST);
        }
        notice.holds().addListener((property, old, holds) -> {
            if (!holds) {
                getChildren().remove(shown);
            }
        });
        // A binding is collected unless something holds it.
        shown.setUserData(notice);
        if (notice.action().isEmpty()) {
            PauseTransition stay = new PauseTransition(notice.kind() == Notice.Kind.DONE ? DONE_STAYS : PROBLEM_STAYS);
            stay.setOnFinished(event -> getChildren().remove(shown));
            shown.setOnMouseEntered(event -> stay.stop());
            shown.setOnMouseExited(event -> stay.playFromStart());
            stay.play();
        }
    }

    private static String icon(Notice.Kind kind) {
        return switch (kind) {
            case DONE -> "fth-check-circle";
            case OFFER -> "fth-rotate-cw";
            case PROBLEM, FAULT -> "fth-alert-triangle";
        };
    }

    private Node node(Notice notice) {
        Label text = new Label(notice.text(), new FontIcon(icon(notice.kind())));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button close = new Button(null, new FontIcon("fth-x"));
        close.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        close.setAccessibleText("Close");
        HBox shown = new HBox(text, new Spacer());
        notice.action().ifPresent(action -> {
            Button button = new Button(action.title());
            button.getStyleClass().addAll(Styles.ACCENT, Styles.SMALL);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(event -> {
                getChildren().remove(shown);
                action.run().run();
            });
            shown.getChildren().add(button);
        });
        shown.getChildren().add(close);
        shown.getStyleClass().addAll("notice", notice.kind().name().toLowerCase(Locale.ROOT), Styles.ELEVATED_2);
        shown.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
        shown.setPrefWidth(WIDTH);
        close.setOnAction(event -> getChildren().remove(shown));
        return shown;
    }
}
