package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.Downloads;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.TestPictures;
import espalier.data.download.PublicData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.robot.Motion;

/** Public data sets are fetched from the menu, in the background, and can be stopped. */
class GetDataTest extends ShellTestBase {

    private final CountDownLatch released = new CountDownLatch(1);

    private Downloads downloads() {
        return parts.downloads();
    }

    private void source(Downloads.Source source) {
        onFx(() -> {
            downloads().setSource(source);
            return null;
        });
    }

    private void openSheet(String title) {
        clickOn("#open").clickOn("Get data").clickOn(title, Motion.HORIZONTAL_FIRST);
        await("the sheet", () -> lookup("#get").tryQuery().isPresent());
    }

    /** Ten classes of pictures, as Imagenette has. */
    private static String write(PublicData data, Path into, Progress progress) {
        try {
            for (int c = 0; c < 10; c++) {
                TestPictures.write(into.resolve(data.archive().folder()).resolve("class " + c).resolve("a.png"),
                        TestPictures.busy(16, 16));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return data.get(into, progress);
    }

    @Test
    void data_come_into_the_chosen_folder_and_are_offered() {
        settle();
        source((data, into, progress) -> {
            progress.update(.34, "Fetching Imagenette: 33.6 MB of 98.9 MB");
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return write(data, into, progress);
        });
        openSheet("Get Imagenette…");
        assertThat(lookup("#get-folder").queryLabeled().getText())
                .isEqualTo(folder.resolve("data").resolve("imagenette2-160").toString());
        chosen = folder.resolve("pictures");
        clickOn("#get-change");
        assertThat(lookup("#get-folder").queryLabeled().getText()).startsWith(chosen.toString());
        picture("get");
        clickOn("#get-go");
        assertThat(lookup("#get").tryQuery()).isEmpty();
        await("the strip", () -> lookup("#download .progress-bar").<ProgressBar>query().getProgress() == .34);
        picture("get-running");
        openSheet("Get CIFAR-10…");
        assertThat(lookup("#get-go").query().isDisabled()).isTrue();
        picture("get-busy");
        type(KeyCode.ESCAPE);
        await("no sheet", () -> lookup("#get").tryQuery().isEmpty());
        released.countDown();
        await("the offer", () -> lookup(".notice.offer").tryQuery().isPresent());
        assertThat(lookup("#download").query().isVisible()).isFalse();
        clickOn("Open it");
        await("the question", () -> lookup(".notice.offer .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("class 0")));
    }

    @Test
    void it_can_be_stopped_and_what_fails_is_told() {
        settle();
        source((data, into, progress) -> {
            while (true) {
                progress.checkpoint();
                Thread.onSpinWait();
            }
        });
        openSheet("Get CIFAR-100…");
        clickOn("#get-go");
        await("the strip", () -> lookup("#download").query().isVisible());
        clickOn("#download-stop");
        await("the end", () -> downloads().currentProperty().get() == null);
        await("a word", () -> lookup(".notice.done .label").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().contains("kept for the next time")));
        source((data, into, progress) -> {
            throw new Problem("Cannot reach it. Check that this machine is online.");
        });
        openSheet("Get CIFAR-100…");
        clickOn("#get-go");
        await("the reason", () -> lookup(".notice.problem").tryQuery().isPresent());
        picture("get-failed");
        await("the end", () -> downloads().currentProperty().get() == null);
    }

    @Test
    void what_was_fetched_before_is_opened_at_once() {
        settle();
        write(PublicData.IMAGENETTE, folder.resolve("data"), Progress.NONE);
        clickOn("#open").clickOn("Get data").clickOn("Get Imagenette…", Motion.HORIZONTAL_FIRST);
        await("the question", () -> lookup(".notice.offer").tryQuery().isPresent());
        assertThat(lookup("#get").tryQuery()).isEmpty();
    }
}
