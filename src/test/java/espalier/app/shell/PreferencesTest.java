package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.Theme;
import espalier.app.controls.Segments;
import espalier.basics.About;
import espalier.drawing.ColourMap;
import espalier.engine.Backend;
import espalier.engine.Program;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreferencesTest extends ShellTestBase {

    @AfterEach
    void asUsual() {
        onFx(() -> {
            Theme.valueColoursProperty().set(ColourMap.VIRIDIS);
            return null;
        });
        Program.keepBuffersWithin(Long.MAX_VALUE);
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_is_chosen_holds_and_is_remembered() {
        press(KeyCode.CONTROL).press(KeyCode.COMMA).release(KeyCode.COMMA).release(KeyCode.CONTROL);
        await("the sheet", () -> lookup("#preferences").tryQuery().isPresent());
        chosen = folder.resolve("elsewhere");
        onFx(() -> {
            ((Segments<ColourMap>) lookup("#value-colours").query()).valueProperty().set(ColourMap.CIVIDIS);
            ((Segments<Long>) lookup("#cache-memory").query()).valueProperty().set(1L << 30);
            ((ComboBox<Integer>) lookup("#threads").query()).setValue(1);
            return null;
        });
        picture("preferences");
        clickOn("#choose-workspace");
        onFx(() -> {
            ((Segments<Double>) lookup("#text-size").query()).valueProperty().set(1.25);
            return null;
        });
        assertThat(Theme.valueColoursProperty().get()).isEqualTo(ColourMap.CIVIDIS);
        assertThat(remembered.valueColours()).isEqualTo(ColourMap.CIVIDIS);
        assertThat(remembered.cacheBytes()).isEqualTo(1L << 30);
        assertThat(remembered.textFactor()).isEqualTo(1.25);
        assertThat(remembered.threads()).isEqualTo(1);
        assertThat(remembered.workspace()).contains(chosen.toAbsolutePath());
        press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        assertThat(lookup("#preferences").tryQuery()).isEmpty();
    }

    @Test
    void the_guide_says_which_program_this_is() {
        clickOn("#help");
        await("help", () -> lookup("#open-guide").tryQuery().isPresent());
        onFx(() -> {
            lookup("#open-guide").<javafx.scene.control.Button>query().fire();
            return null;
        });
        clickOn("This program");
        await("it", () -> lookup("#about").tryQuery().isPresent());
        assertThat(from(lookup("#about").<javafx.scene.Node>query()).lookup(".label").<Label>queryAll())
                .extracting(Label::getText)
                .contains("Espalier " + About.version(), "1.0.0-M2.1", System.getProperty("javafx.runtime.version"));
        assertThat(from(lookup("#about").<javafx.scene.Node>query()).lookup(".text-field").<TextField>query().getText())
                .isEqualTo(About.log().toString());
        picture("about");
    }

    @Test
    void the_memory_shown_is_what_the_process_takes() {
        await("the memory", () -> !lookup("#memory").<Label>query().getText().isEmpty());
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        assertThat(Backend.processBytes()).isGreaterThan(used);
    }
}
