package espalier.app.shell;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import espalier.app.Notice;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** Notices over the page, at the top right. What is done goes by itself; what went wrong stays until it was read and closed. */
final class Notices extends VBox {

    private static final int MOST = 4;
    private static final Duration DONE_STAYS = Duration.seconds(6);

    Notices() {
        getStyleClass().add("notices");
        setAlignment(Pos.TOP_RIGHT);
        setPickOnBounds(false);
    }

    void show(Notice notice) {
        boolean done = notice.kind() == Notice.Kind.DONE;
        Notification shown = new Notification(notice.text(), new FontIcon(done ? "fth-check-circle" : "fth-alert-triangle"));
        shown.getStyleClass().addAll(Styles.ELEVATED_1, switch (notice.kind()) {
            case DONE -> Styles.SUCCESS;
            case PROBLEM -> Styles.WARNING;
            case FAULT -> Styles.DANGER;
        });
        shown.setPrefWidth(420);
        shown.setMaxWidth(420);
        shown.setMinHeight(Region.USE_PREF_SIZE);
        shown.setMaxHeight(Region.USE_PREF_SIZE);
        shown.setOnClose(event -> getChildren().remove(shown));
        getChildren().add(0, shown);
        if (getChildren().size() > MOST) {
            getChildren().remove(MOST);
        }
        if (done) {
            PauseTransition stay = new PauseTransition(DONE_STAYS);
            stay.setOnFinished(event -> getChildren().remove(shown));
            stay.play();
        }
    }
}
