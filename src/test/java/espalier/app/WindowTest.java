package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import espalier.app.shell.Parts;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.shapes.Shapes;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.training.Evaluation;
import espalier.workspace.Workspace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * A test that clicks: a session on a temporary workspace, with a tiny real network on few pictures of Shapes open, and
 * a window to show pages in. The robot's methods ({@code clickOn}, {@code lookup}) are inherited.
 *
 * <p>Nothing here depends on time: {@link #await} waits for a state, generously.
 */
public abstract class WindowTest extends FxRobot {

    /** Filters of the tiny network's convolutions; 0 is a pool. */
    protected static final int[] WIDTHS = {6, 0, 8, 0, 12, 0};

    private static final int SECONDS = 60;

    /** The workspace's folder. */
    @TempDir
    protected Path folder;

    /** With the tiny network and its pictures open. */
    protected Session session;
    /** What the window is put together from, and the parts that tests ask most. */
    protected Parts parts;
    protected EngineThread engine;
    protected Networks networks;
    protected Notices notices;
    protected SelectedScores selectedScores;
    protected Opener opener;
    protected InterruptedRuns interrupted;
    protected TrajectorySurvey trajectorySurvey;
    protected Workspace workspace;

    /** A window of 1280×800. */
    protected Stage stage;

    @BeforeEach
    void openSession() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(first -> stage = first);
        engine = new EngineThread();
        workspace = Workspace.open(folder);
        parts = onFx(() -> {
            Theme.LIGHT.apply();
            return Parts.of(workspace, engine);
        });
        session = parts.session();
        networks = parts.networks();
        notices = parts.notices();
        selectedScores = parts.scores();
        opener = parts.opener();
        interrupted = parts.interrupted();
        trajectorySurvey = parts.trajectorySurvey();
        OpenNetwork network = onEngine(() -> write("tiny", 1, WIDTHS));
        onFx(() -> {
            session.setData(shapes());
            session.begin(network);
            return null;
        });
    }

    @AfterEach
    void closeSession() throws TimeoutException {
        FxToolkit.cleanupStages();
        // A job that never ends is that test's failure, not the end of all tests.
        engine.shutDown().completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).join();
        workspace.close();
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Few pictures of the real data set. */
    protected static Dataset shapes() {
        return new Shapes(7, 60, 20, 40);
    }

    /** Adds narrower networks to the trajectory, as a run would: untrained, but real. */
    protected void addMilestones(double... rates) {
        for (double rate : rates) {
            int[] widths = WIDTHS.clone();
            for (int i = 0; i < widths.length; i++) {
                widths[i] = widths[i] == 0 ? 0 : Math.max(1, (int) Math.round(widths[i] / Math.sqrt(rate)));
            }
            OpenNetwork milestone = onEngine(() -> write("tiny ×" + Math.round(rate), rate, widths));
            onFx(() -> {
                session.add(milestone);
                return null;
            });
        }
    }

    /** Another network for the same pictures. */
    protected OpenNetwork another() {
        return onEngine(() -> write("another", 1, WIDTHS));
    }

    /** An untrained network, written and evaluated; on the engine thread. */
    private OpenNetwork write(String name, double rate, int[] widths) {
        Dataset data = shapes();
        Network network = Architectures.vgg(widths, new Description(name, data.classNames(), data.pictureSize(),
                data.normalisation(), Map.of("data", data.specification(), "architecture", "a test's")), 3);
        Path file = folder.resolve(name + ".zip");
        network.write(file);
        long unpruned = onEngineCost();
        OpenNetwork open = OpenNetwork.unpruned(name, network, file);
        double achieved = rate == 1 ? 1 : unpruned / (double) open.cost().parameters();
        return new OpenNetwork(name, rate, achieved, open.description(), open.layers(), open.cost(), open.test(),
                open.imagesPerSecond(), rate == 1 ? "" : "class-aware", file)
                .withTest(Evaluation.of(network, data.part(Part.TEST), Progress.NONE), 1000 * rate);
    }

    private long onEngineCost() {
        return session.getUnpruned() == null ? 1 : session.getUnpruned().cost().parameters();
    }

    /** Shows a page in the window. */
    protected <P extends Page> P show(Function<Parts, P> page) {
        P made = onFx(() -> page.apply(parts));
        show(made.view());
        return made;
    }

    /** Shows a node in the window. */
    protected void show(Node node) {
        onFx(() -> {
            Parent root = node instanceof Parent parent ? parent : new StackPane(node);
            Scene scene = new Scene(root, 1280, 800);
            Theme.style(scene);
            stage.setScene(scene);
            stage.show();
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Does something on the FX thread, and gives its result. */
    protected static <T> T onFx(Callable<T> work) {
        try {
            return WaitForAsyncUtils.asyncFx(work).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The FX thread did not answer", e);
        }
    }

    /** Does something on the engine thread, and gives its result. */
    protected <T> T onEngine(Callable<T> work) {
        try {
            return engine.ask(work).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("The engine thread did not answer", e);
        }
    }

    /** Waits until the condition, which is looked at on the FX thread, is true; fails after a minute. */
    protected static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!onFx(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                fail("Waited in vain for: " + what);
            }
            WaitForAsyncUtils.sleep(20, TimeUnit.MILLISECONDS);
        }
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Waits until no long work is left, scores are there and all that was asked before is answered. */
    protected void settle() {
        await("the end of the engine's work", () -> engine.tasks().isEmpty() && (session.getSelected() == null
                || selectedScores.get() != null || !selectedScores.getFailure().isEmpty()));
        for (int i = 0; i < 3; i++) {
            onEngine(() -> null);
            WaitForAsyncUtils.waitForFxEvents();
        }
    }

    /**
     * Writes the window as {@code target/screens/NAME-light.png} and {@code NAME-dark.png}, for a person to look at,
     * and checks that nothing is wrong with it at a glance: {@link SceneFaults}.
     */
    protected void picture(String name) {
        for (Theme theme : List.of(Theme.DARK, Theme.LIGHT)) {
            onFx(() -> {
                theme.apply();
                return null;
            });
            WaitForAsyncUtils.waitForFxEvents(20);
            assertThat(onFx(() -> SceneFaults.of(stage.getScene()))).as("%s, %s", name, theme).isEmpty();
            Path file = Path.of("target", "screens",
                    name + "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + ".png");
            BufferedImage image = onFx(
                    () -> SwingFXUtils.fromFXImage(stage.getScene().getRoot().snapshot(null, null), null));
            try {
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
