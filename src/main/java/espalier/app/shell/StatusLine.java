package espalier.app.shell;

import atlantafx.base.theme.Styles;
import espalier.app.EngineThread;
import espalier.app.Notices;
import espalier.app.Session;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.engine.Backend;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bottom line: the engine, the work that runs, and the memory. */
final class StatusLine extends HBox {

    private final EngineStatus engine;

    StatusLine(Parts parts) {
        getStyleClass().add("status-line");
        engine = new EngineStatus(parts.engine(), parts.notices());
        ReadOnlyStringProperty reading = parts.opener().openingProperty();
        Label opening = new Label();
        opening.getStyleClass().add(Styles.TEXT_MUTED);
        opening.textProperty()
                .bind(Bindings.when(reading.isEmpty()).then("").otherwise(Bindings.concat("Opening ", reading, "…")));
        engine.setMinWidth(USE_PREF_SIZE);
        TaskStrip tasks = new TaskStrip(parts.engine());
        HBox.setHgrow(tasks, Priority.ALWAYS);
        getChildren().addAll(engine, opening, tasks, GetSheet.strip(parts.downloads()),
                new LeftOutStatus(parts.session(), parts.notices()), memory());
    }

    void startEngine() {
        engine.start();
    }

    private static Label memory() {
        Label memory = new Label();
        memory.setId("memory");
        memory.setTooltip(new Tooltip("The memory that Espalier takes of this machine, all in all. "
                + "What could be computed again takes no more of it than the preferences say (Ctrl+,)"));
        memory.setMinWidth(USE_PREF_SIZE);
        memory.getStyleClass().add(Styles.TEXT_SUBTLE);
        // Asking the system takes a moment.
        Runnable show = () -> CompletableFuture.supplyAsync(Backend::processBytes)
                .thenAcceptAsync(bytes -> memory.setText(Figures.memory(bytes)), Platform::runLater);
        Timeline every = new Timeline(new KeyFrame(Duration.ZERO, event -> show.run()),
                new KeyFrame(Duration.seconds(2)));
        every.setCycleCount(Animation.INDEFINITE);
        // Only while it is in a window: an endless animation would keep what was closed.
        memory.sceneProperty().addListener((scene, old, now) -> {
            if (now == null) {
                every.stop();
            } else {
                every.play();
            }
        });
        return memory;
    }

    /** What the engine runs on: loads it behind the window, and warns where it is slow. */
    private static final class EngineStatus extends Label {

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
                show("Engine ready, " + status.threads() + (status.threads() == 1 ? " thread" : " threads"),
                        "fth-check-circle", Styles.SUCCESS,
                        status.description()
                                + ". Convolutions take the fast path; the last number is the speed of one, "
                                + "measured at the start, in 10⁹ floating-point operations a second");
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

    /**
     * How many pictures were left out because their files are damaged, and which. They are found when they are decoded,
     * on whatever thread that is, so this looks for them. A notice names them once for each data set that is opened.
     */
    private static final class LeftOutStatus extends Label {

        private static final int NAMED_IN_NOTICE = 3;
        private static final int NAMED_IN_TOOLTIP = 20;

        private final Session session;
        private final Notices notices;
        private final Tooltip names = new Tooltip();
        private List<String> known = List.of();
        private boolean told;

        LeftOutStatus(Session session, Notices notices) {
            this.session = session;
            this.notices = notices;
            setId("left-out");
            FontIcon sign = new FontIcon("fth-alert-triangle");
            sign.getStyleClass().add(Styles.WARNING);
            setGraphic(sign);
            setMinWidth(USE_PREF_SIZE);
            managedProperty().bind(visibleProperty());
            names.setWrapText(true);
            names.setMaxWidth(560);
            setTooltip(names);
            show(List.of());
            session.dataProperty().addListener((property, old, now) -> {
                if (old == null || now == null || !old.specification().equals(now.specification())) {
                    told = false;
                    show(List.of());
                }
            });
            Timeline every = new Timeline(new KeyFrame(Duration.seconds(1), event -> look()));
            every.setCycleCount(Animation.INDEFINITE);
            // Only while it is in a window: an endless animation would keep what was closed.
            sceneProperty().addListener((scene, old, now) -> {
                if (now == null) {
                    every.stop();
                } else {
                    every.play();
                }
            });
        }

        private void look() {
            Dataset data = session.getData();
            List<String> now = data == null ? List.of() : data.skipped();
            if (now.size() != known.size()) {
                show(now);
            } else if (!now.isEmpty() && !told) {
                // No more came since the last look: one notice for all instead of one for each.
                told = true;
                notices.report(
                        new Problem("Of “" + data.title() + "” " + count(now) + (now.size() == 1 ? " was" : " were")
                                + " left out as damaged; the others are used:\n" + names(now, NAMED_IN_NOTICE)
                                + "\nReplace or delete " + (now.size() == 1 ? "this file." : "these files.")));
            }
        }

        private void show(List<String> skipped) {
            known = skipped;
            setText(count(skipped) + " left out");
            names.setText("Damaged files, as far as pictures were read:\n" + names(skipped, NAMED_IN_TOOLTIP));
            setVisible(!skipped.isEmpty());
        }

        private static String count(List<String> skipped) {
            return skipped.size() + (skipped.size() == 1 ? " picture" : " pictures");
        }

        /** A line for each, up to so many. */
        private static String names(List<String> skipped, int most) {
            return String.join("\n", skipped.subList(0, Math.min(most, skipped.size())))
                    + (skipped.size() > most ? "\nand " + (skipped.size() - most) + " more" : "");
        }
    }
}
