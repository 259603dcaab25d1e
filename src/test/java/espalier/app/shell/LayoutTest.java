package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.OpenNetwork;
import espalier.app.SceneFaults;
import espalier.app.Theme;
import espalier.network.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.Group;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.util.WaitForAsyncUtils;

/** Every page in several sizes, also with long names: nothing is cut, out of the window, or over another thing. */
class LayoutTest extends ShellTestBase {

    private static final String LONG = "a network whose name has as many as sixty letters in it here";

    /** In a scene without a window, as the headless screen is not that large. */
    private Scene resized(int width, int height) {
        Scene scene = onFx(() -> {
            stage.getScene().setRoot(new Group());
            Scene made = new Scene(shell.view(), width, height);
            Theme.style(made);
            return made;
        });
        WaitForAsyncUtils.waitForFxEvents();
        return scene;
    }

    /** The same networks under a long name. */
    private void rename() {
        onFx(() -> {
            List<OpenNetwork> all = List.copyOf(session.trajectory());
            List<OpenNetwork> renamed = all.stream().map(LayoutTest::renamed).toList();
            session.begin(renamed.get(0));
            renamed.forEach(session::add);
            return null;
        });
    }

    private static OpenNetwork renamed(OpenNetwork open) {
        Description was = open.description();
        return new OpenNetwork(open.id() + " renamed", open.rate(), open.achievedRate(),
                new Description(LONG, was.classNames(), was.inputSize(), was.normalisation(), was.provenance()),
                open.layers(), open.cost(), open.test(), open.imagesPerSecond(), open.criterion(), open.file());
    }

    @ParameterizedTest
    @CsvSource({"1024, 700, false", "1280, 800, true", "3840, 2160, true"})
    void nothing_is_cut_out_of_the_window_or_over_another_thing(int width, int height, boolean longNames) {
        onFx(() -> {
            opener.sample();
            shell.startEngine();
            return null;
        });
        await("the sample with its four rates", () -> session.trajectory().size() == 5);
        if (longNames) {
            rename();
        }
        settle();
        Scene scene = resized(width, height);
        assertThat(onFx(() -> shell.view().getLayoutBounds().getWidth())).isEqualTo(width);
        List<String> faults = new ArrayList<>();
        for (String page : shell.pages()) {
            onFx(() -> {
                session.setPage(page);
                return null;
            });
            settle();
            String name = "layout-" + width + "-" + page.toLowerCase(Locale.ROOT);
            onFx(() -> {
                // Some heights follow from widths, and are right in the second round.
                SceneFaults.of(scene);
                return SceneFaults.of(scene);
            }).forEach(fault -> faults.add(name + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void what_is_cut_is_found() {
        Scene narrow = resized(500, 700);
        assertThat(onFx(() -> SceneFaults.of(narrow))).anyMatch(fault -> fault.contains("is not wholly in the window"));
    }
}
