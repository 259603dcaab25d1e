package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.EngineThread;
import espalier.app.Notices;
import espalier.engine.Backend;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.javafx.FontIcon;

/** What the engine runs on: loads it behind the window, and warns where it is slow. */
final class EngineStatus extends Label {

    private final EngineThread engine;
    private final Notices notices;

    EngineStatus(EngineThread engine, Notices notices) {
        this.engine = engine;
        this.notices = notices;
        setId("engine-status");
        show("Loading the engine…", "fth-loader", Styles.TEXT_SUBTLE,
                "ND4J's native library is being loaded and measured");
    }

    void start() {
        engine.ask(Backend::start).whenCompleteAsync((status, failure) -> {
            if (status != null) {
                show(status);
            } else {
                show("No engine", "fth-alert-octagon", Styles.DANGER, "ND4J's native library could not be loaded");
                notices.report(failure);
            }
        }, Platform::runLater);
    }

    private void show(Backend.Status status) {
        if (status.fast()) {
            show(status.description(), "fth-check-circle", Styles.SUCCESS,
                    "Convolutions take the fast path; the number is the speed of one, measured at the start, in 10⁹ "
                            + "floating-point operations a second");
        } else {
            show("Slow engine, " + status.threads() + " threads", "fth-alert-triangle", Styles.WARNING,
                    status.description());
        }
    }

    private void show(String text, String icon, String style, String help) {
        FontIcon sign = new FontIcon(icon);
        sign.getStyleClass().add(style);
        setText(text);
        setGraphic(sign);
        Tooltip tooltip = new Tooltip(help);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        setTooltip(tooltip);
    }
}
