package espalier.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import espalier.drawing.ColourMap;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;

/** How the window looks. Interface code names no colour: it uses the theme's looked-up ones, through style classes. */
public enum Theme {
    /** Dark on light: for projectors and print. */
    LIGHT,
    /** Light on dark. */
    DARK;

    private static final ObjectProperty<ColourMap> VALUE_COLOURS = new SimpleObjectProperty<>(Theme.class,
            "valueColours", ColourMap.VIRIDIS);
    private static final String STYLES = "/espalier/assets/styles/espalier.css";

    /** The colours of values in heat maps, from none to most; for all windows, like the theme. On the FX thread. */
    public static ObjectProperty<ColourMap> valueColoursProperty() {
        return VALUE_COLOURS;
    }

    /** Draws a node's part anew when the colours of values change, for as long as the node lives. */
    public static void whenValueColoursChange(Node node, Runnable draw) {
        InvalidationListener listener = property -> draw.run();
        node.getProperties().put(listener, listener);
        VALUE_COLOURS.addListener(new WeakInvalidationListener(listener));
    }

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
