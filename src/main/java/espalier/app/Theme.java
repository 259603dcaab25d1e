package espalier.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/** How the window looks. Interface code names no colour: it uses the theme's looked-up ones, through style classes. */
public enum Theme {
    /** Dark on light: for projectors and print. */
    LIGHT,
    /** Light on dark. */
    DARK;

    private static final String STYLES = "/espalier/assets/styles/espalier.css";

    /** Changes the look of all windows. */
    public void apply() {
        Application.setUserAgentStylesheet(
                (this == LIGHT ? new PrimerLight() : new PrimerDark()).getUserAgentStylesheet());
    }

    /** The other one. */
    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /** Gives a scene the program's own styles, which suit both themes. */
    public static void style(Scene scene) {
        scene.getStylesheets().add(Objects.requireNonNull(Theme.class.getResource(STYLES), STYLES).toExternalForm());
    }
}
