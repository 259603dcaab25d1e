package espalier.app.controls;

import atlantafx.base.controls.RingProgressIndicator;
import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** What stands where there is nothing to show: what will be here, or what went wrong, and the one action that helps. */
public final class StatePane extends VBox {

    private StatePane(Node sign, String title, String text, String actionTitle, Runnable action) {
        getStyleClass().add("state-pane");
        setAlignment(Pos.CENTER);
        Label heading = new Label(title);
        heading.getStyleClass().addAll(Styles.TITLE_4);
        Label words = new Label(text);
        words.getStyleClass().add(Styles.TEXT_MUTED);
        words.setWrapText(true);
        getChildren().addAll(sign, heading, words);
        if (action != null) {
            Button button = new Button(actionTitle);
            button.getStyleClass().add(Styles.ACCENT);
            button.setOnAction(event -> action.run());
            getChildren().add(button);
        }
    }

    /** Nothing is here yet. */
    public static StatePane empty(String icon, String title, String text) {
        return new StatePane(sign(icon, Styles.TEXT_SUBTLE), title, text, "", null);
    }

    /** Nothing is here yet, and this brings it. */
    public static StatePane empty(String icon, String title, String text, String actionTitle, Runnable action) {
        return new StatePane(sign(icon, Styles.TEXT_SUBTLE), title, text, actionTitle, action);
    }

    /** Something comes. */
    public static StatePane busy(String title, String text) {
        RingProgressIndicator ring = new RingProgressIndicator(-1);
        ring.setMinSize(36, 36);
        return new StatePane(ring, title, text, "", null);
    }

    /** Something went wrong: what, and what to do. */
    public static StatePane failed(String title, String text) {
        return new StatePane(sign("fth-alert-triangle", Styles.WARNING), title, text, "", null);
    }

    /** Something went wrong, and this helps. */
    public static StatePane failed(String title, String text, String actionTitle, Runnable action) {
        return new StatePane(sign("fth-alert-triangle", Styles.WARNING), title, text, actionTitle, action);
    }

    private static Node sign(String icon, String style) {
        FontIcon sign = new FontIcon(icon);
        sign.getStyleClass().addAll("state-sign", style);
        return sign;
    }
}
