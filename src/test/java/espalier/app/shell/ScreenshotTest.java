package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Pictures of all pages for a person to look at, in {@code target/screens}. */
class ScreenshotTest extends ShellTestBase {

    @Test
    void every_page_is_photographed() {
        addMilestones(2, 4, 8);
        onFx(() -> {
            workbench.selected().set(workbench.trajectory().get(1));
            return null;
        });
        for (String page : shell.pages()) {
            onFx(() -> {
                workbench.page().set(page);
                return null;
            });
            settle();
            String name = "window-" + page.toLowerCase(Locale.ROOT);
            picture(name);
            assertThat(Path.of("target", "screens", name + "-light.png")).isNotEmptyFile();
            assertThat(Files.exists(Path.of("target", "screens", name + "-dark.png"))).isTrue();
        }
    }
}
