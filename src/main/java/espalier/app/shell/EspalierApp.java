package espalier.app.shell;

import com.sun.management.HotSpotDiagnosticMXBean;
import espalier.app.EngineThread;
import espalier.app.FileDialogs;
import espalier.app.SelectedScores;
import espalier.app.Theme;
import espalier.app.controls.StatePane;
import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.engine.Backend;
import espalier.workspace.Workspace;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Dimension2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The window's program. The first frame waits for nothing: networks and their native library are loaded behind it. */
public final class EspalierApp extends Application {

    private static final String TITLE = "Espalier";
    private static final int LEAST_WIDTH = 1024;
    private static final int LEAST_HEIGHT = 680;
    private static final Dimension2D USUAL_SIZE = new Dimension2D(1280, 832);
    private static final int LONGEST_TO_DRAW = 3;
    private static final Duration SETTLED = Duration.millis(300);
    /** Held, as the logging of the JDK forgets loggers, and their levels, that nobody holds. */
    private static final java.util.logging.Logger JAVAFX = java.util.logging.Logger.getLogger("javafx");

    private static WindowOptions options;
    /** Made while JavaFX starts. */
    private static CompletableFuture<Parts> prepared;

    private final WindowPreferences preferences = WindowPreferences.ofUser();
    private Stage stage;
    private Parts parts;

    /**
     * Opens the window; returns when it is closed.
     *
     * @throws Problem where there is no display
     */
    public static void open(WindowOptions windowOptions) {
        WindowPreferences remembered = WindowPreferences.ofUser();
        options = windowOptions.or(remembered.workspace());
        // Before anything logs; the usual workspace's log is where logback.xml says.
        options.workspace().ifPresent(folder -> setDefault("espalier.log", folder.resolve("espalier.log").toString()));
        windowOptions.plugins().ifPresent(Plugins::use);
        setDefault("prism.lcdtext", "false");
        // It warns of being on the class path, where it is on purpose.
        JAVAFX.setLevel(Level.SEVERE);
        prepared = prepare(options.folder());
        try {
            launch(EspalierApp.class);
        } catch (UnsupportedOperationException e) {
            // What JavaFX throws where there is no screen: a server, a container.
            throw new Problem(
                    "The window cannot be opened, as there is no display here. Use a command instead; --help lists "
                            + "them.",
                    e);
        }
    }

    /** Java gives memory back that it has not needed for a while, and so do the arrays that it no longer reaches. */
    private static void returnMemory() {
        HotSpotDiagnosticMXBean java = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Map.of("G1PeriodicGCInterval", "20000", "MaxHeapFreeRatio", "30", "MinHeapFreeRatio", "10")
                .forEach((option, value) -> {
                    try {
                        java.setVMOption(option, value);
                    } catch (IllegalArgumentException e) {
                        // Another collector: it has no such option.
                    }
                });
    }

    @Override
    public void start(Stage first) {
        stage = first;
        stage.setTitle(TITLE);
        options.theme().ifPresent(preferences::setTheme);
        preferences.theme().apply();
        open(prepared);
    }

    /** The model of the window, with what can be shown at once of the sample. */
    private static CompletableFuture<Parts> prepare(Path folder) {
        EngineThread engine = new EngineThread();
        return engine.ask(() -> {
            Parts made = Parts.of(Workspace.open(folder), engine);
            made.opener().readSampleAhead();
            return made;
        });
    }

    private void open(CompletableFuture<Parts> preparation) {
        try {
            parts = result(preparation);
            Shell shell = new Shell(parts, preferences, new StageChooser(stage));
            new CloseGuard(stage, parts, shell::showClosing, Platform::exit);
            shell.memory().restore();
            show(shell.view());
            shell.showFirstPage();
            CountDownLatch drawn = new CountDownLatch(1);
            // What needs the native library waits: two cores are few, and the first frame wants both.
            parts.engine().ask(() -> drawn.await(LONGEST_TO_DRAW, TimeUnit.SECONDS));
            new FirstFrame(parts.scores(), () -> {
                Backend.useThreads(preferences.threads());
                returnMemory();
                drawn.countDown();
                settleSize();
                shell.startEngine();
                shell.memory().returnToPage();
                shell.offerTour();
            }).start();
        } catch (Problem problem) {
            show(noWorkspace(problem));
            // Some window managers give a new window a size of their own.
            PauseTransition shown = new PauseTransition(SETTLED);
            shown.setOnFinished(event -> settleSize());
            shown.play();
        }
        stage.getIcons().setAll(Emblem.icons());
    }

    /** What is shown when the workspace cannot be used. */
    private Parent noWorkspace(Problem problem) {
        Chooser chooser = new StageChooser(stage);
        StatePane view = StatePane.failed("The workspace cannot be opened", problem.getMessage(),
                "Choose another folder…",
                () -> chooser.folder("A folder for Espalier's runs").ifPresent(folder -> open(prepare(folder))));
        Button leave = new Button("Quit");
        leave.setOnAction(event -> Platform.exit());
        view.getChildren().add(leave);
        view.getStyleClass().add("page-area");
        return view;
    }

    private static Parts result(CompletableFuture<Parts> preparation) {
        try {
            return preparation.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem problem ? problem : e;
        }
    }

    @Override
    public void stop() {
        if (parts != null && !stage.isFullScreen() && stage.getWidth() >= LEAST_WIDTH) {
            preferences.setSize(stage.getWidth(), stage.getHeight(), stage.isMaximized());
        }
    }

    /** The size of last time, or the usual one, where the screen has room for it. */
    private void size() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        Dimension2D size = preferences.size().orElse(USUAL_SIZE);
        stage.setWidth(Math.min(size.getWidth(), screen.getWidth()));
        stage.setHeight(Math.min(size.getHeight(), screen.getHeight()));
        stage.setMaximized(preferences.maximised());
    }

    /**
     * When the window is there: some window managers of X11 give a new one 200×200 or its least size, whatever was
     * asked for.
     */
    private void settleSize() {
        if (stage.getWidth() < LEAST_WIDTH || stage.getHeight() < LEAST_HEIGHT) {
            size();
        }
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
    }

    private void show(Parent view) {
        if (stage.getScene() == null) {
            Scene scene = new Scene(view);
            Theme.style(scene);
            stage.setScene(scene);
            size();
            stage.show();
        } else {
            stage.getScene().setRoot(view);
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Asks with the system's own dialogs. */
    private record StageChooser(Stage stage) implements Chooser {

        @Override
        public Optional<Path> network() {
            return file("Open a network", new ExtensionFilter("Networks (*.zip, *.onnx, *.keras, *.h5)", "*.zip",
                    "*.onnx", "*.keras", "*.h5", "*.hdf5"));
        }

        @Override
        public Optional<Path> classNames() {
            return file("The names of the classes",
                    new ExtensionFilter("Names (*.txt, *.csv, *.json)", "*.txt", "*.csv", "*.json"));
        }

        private Optional<Path> file(String title, ExtensionFilter usual) {
            return FileDialogs.open(stage, title, usual, new ExtensionFilter("All files", "*.*"));
        }

        @Override
        public Optional<Path> folder(String title) {
            return FileDialogs.folder(stage, title);
        }
    }

    /**
     * Lets what is slow begin when the window has been drawn, and logs how long that took from the start of Java: to
     * the first frame, and to the first that has the heat map of the network that is open.
     */
    private static final class FirstFrame extends AnimationTimer {

        private static final Logger LOG = LoggerFactory.getLogger(FirstFrame.class);
        /** Pulses from a change to its being seen: the first has it drawn, the second waits for that to be done. */
        private static final int SEEN = 3;

        private final SelectedScores selectedScores;
        private final Runnable then;
        private final long startOfJava = ManagementFactory.getRuntimeMXBean().getStartTime();
        private int pulses;
        private int pulsesWithScores;

        /** @param then is run once, after the first frame */
        FirstFrame(SelectedScores selectedScores, Runnable then) {
            this.selectedScores = selectedScores;
            this.then = then;
        }

        @Override
        public void handle(long now) {
            if (selectedScores.get() != null) {
                pulsesWithScores++;
            }
            if (pulsesWithScores == SEEN) {
                LOG.info("First frame with the heat map {} ms after the start of Java", sinceStart());
                stop();
            }
            if (++pulses == SEEN) {
                LOG.info("First frame {} ms after the start of Java", sinceStart());
                then.run();
            }
        }

        private long sinceStart() {
            return System.currentTimeMillis() - startOfJava;
        }
    }
}
