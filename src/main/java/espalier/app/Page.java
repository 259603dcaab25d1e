package espalier.app;

import javafx.scene.Node;

/** One of the places that the navigation rail leads to. Made once, when first shown. */
public interface Page {

    /** One word for the navigation rail. */
    String title();

    /** The code of an icon of the Feather set, such as {@code fth-grid}. */
    String icon();

    /** The page's node, the same every time. */
    Node view();
}
