package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Pictures of all pages on the bundled sample, for a person to look at, in {@code target/screens}; that no text is cut
 * off and nothing overlaps is checked with each.
 */
class ScreenshotTest extends ShellTestBase {

    @Test
    void every_page_is_photographed_as_the_first_start_shows_it() {
        onFx(() -> {
            opener.sample();
            shell.startEngine();
            return null;
        });
        await("the sample with its four rates", () -> session.trajectory().size() == 5);
        settle();
        for (String page : shell.pages()) {
            onFx(() -> {
                session.setPage(page);
                session.setSelected(session.trajectory().get(page.equals("Overview") ? 2 : 0));
                return null;
            });
            if (page.equals("Filters")) {
                settle();
                onFx(() -> {
                    session.setSelectedLayer("conv7");
                    session.setSelectedFilter(36);
                    return null;
                });
            }
            // What a page asks for in its turn is asked for by the answers before.
            for (int i = 0; i < 25; i++) {
                settle();
            }
            String name = "window-" + page.toLowerCase(Locale.ROOT);
            picture(name);
            assertThat(Path.of("target", "screens", name + "-light.png")).isNotEmptyFile();
            assertThat(Path.of("target", "screens", name + "-dark.png")).isNotEmptyFile();
        }
    }
}
