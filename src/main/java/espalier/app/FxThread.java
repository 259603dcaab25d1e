package espalier.app;

import javafx.application.Platform;

/** The thread that owns nodes and properties. */
final class FxThread {

    private FxThread() {}

    /** Makes a change on the FX thread: at once where the caller is on it. */
    static void later(Runnable change) {
        if (Platform.isFxApplicationThread()) {
            change.run();
        } else {
            Platform.runLater(change);
        }
    }
}
