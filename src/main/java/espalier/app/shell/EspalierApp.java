package espalier.app.shell;

import espalier.app.EngineThread;
import espalier.app.Theme;
import espalier.basics.Plugins;
import espalier.basics.Problem;
import espalier.workspace.Workspace;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** The window's program. The first frame waits for nothing: networks and their native library are loaded behind it. */
public final class EspalierApp extends Application {

    private static final String TITLE = "Espalier";
    private static final int LEAST_WIDTH = 1024;
    private static final int LEAST_HEIGHT = 680;
    private static final int LONGEST_TO_DRAW = 3;
    /** Held, as the logging of the JDK forgets loggers, and their levels, that nobody holds. */
    private static final Logger JAVAFX = Logger.getLogger("javafx");

    private static WindowOptions options;
    /** Made while JavaFX starts. */
    private static CompletableFuture<Parts> prepared;

    private final Settings settings = Settings.ofUser();
    private Stage stage;
    private Parts parts;

    /**
     * Opens the window; returns when it is closed.
     *
     * @throws Problem where there is no display
     */
    public static void open(WindowOptions windowOptions) {
        options = windowOptions;
        // Before anything logs; the usual workspace's log is where logback.xml says.
        windowOptions.workspace()
                .ifPresent(folder -> setDefault("espalier.log", folder.resolve("espalier.log").toString()));
        windowOptions.plugins().ifPresent(Plugins::use);
        setDefault("prism.lcdtext", "false");
        // It warns of being on the class path, where it is on purpose.
        JAVAFX.setLevel(Level.SEVERE);
        prepared = prepare(windowOptions.folder());
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

    @Override
    public void start(Stage first) {
        stage = first;
        stage.setTitle(TITLE);
        options.theme().ifPresent(settings::setTheme);
        settings.theme().apply();
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
            parts.opener().sample();
            Shell shell = new Shell(parts, settings, new StageChooser(stage));
            new CloseGuard(stage, parts.engine(), parts.workspace(), shell::showClosing, Platform::exit);
            show(shell.view());
            shell.showFirstPage();
            CountDownLatch drawn = new CountDownLatch(1);
            // What needs the native library waits: two cores are few, and the first frame wants both.
            parts.engine().ask(() -> drawn.await(LONGEST_TO_DRAW, TimeUnit.SECONDS));
            new FirstFrame(parts.scores(), () -> {
                drawn.countDown();
                settleSize();
                shell.startEngine();
            }).start();
        } catch (Problem problem) {
            show(new NoWorkspace(problem, new StageChooser(stage), folder -> open(prepare(folder)), Platform::exit)
                    .view());
        }
        stage.getIcons().setAll(Mark.icons());
    }

    private static Parts result(CompletableFuture<Parts> preparation) {
        try {
            return preparation.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem problem ? problem : e;
        }
    }

    /** The usual size, where the screen has room for it. */
    private void size() {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(1280, screen.getWidth()));
        stage.setHeight(Math.min(832, screen.getHeight()));
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
}
