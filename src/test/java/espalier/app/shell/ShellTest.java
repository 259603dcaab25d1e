package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.EngineTask;
import espalier.app.OpenNetwork;
import espalier.app.Theme;
import espalier.study.SmallStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Test;

class ShellTest extends ShellTestBase {

    @Test
    void the_header_says_what_is_open_and_its_buttons_change_the_rate() {
        addMilestones(2, 4);
        settle();
        assertThat(lookup("Shapes").tryQuery()).isPresent();
        clickOn("×4");
        assertThat(onFx(() -> session.getSelected().rate())).isEqualTo(4);
        onFx(() -> {
            session.setSelected(session.trajectory().get(1));
            return null;
        });
        assertThat(lookup("#rates .toggle-button").<ToggleButton>queryAll().stream().filter(ToggleButton::isSelected)
                .map(ToggleButton::getText)).containsExactly("×2");
        picture("shell-rates");
    }

    @Test
    void search_finds_a_layer_and_a_class_and_selects_them() {
        settle();
        press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
        write("conv3");
        await("a suggestion", () -> lookup(".auto-complete-popup .list-cell").tryQuery().isPresent());
        type(KeyCode.DOWN, KeyCode.ENTER);
        await("the layer", () -> "conv3".equals(session.getSelectedLayer()));
        await("an empty field", () -> lookup("#search").<TextField>query().getText().isEmpty());
        clickOn("#search").write("plain ring");
        await("a suggestion", () -> lookup(".auto-complete-popup .list-cell").tryQuery().isPresent());
        type(KeyCode.DOWN, KeyCode.ENTER);
        await("the class", () -> session.getSelectedClass() == 2);
    }

    @Test
    void the_look_is_changed_and_remembered() {
        clickOn("#theme");
        assertThat(remembered.theme()).isEqualTo(Theme.DARK);
        press(KeyCode.CONTROL, KeyCode.D).release(KeyCode.D, KeyCode.CONTROL);
        assertThat(remembered.theme()).isEqualTo(Theme.LIGHT);
    }

    @Test
    void what_is_not_a_network_is_told_in_a_sentence_and_changes_nothing() throws IOException {
        OpenNetwork before = onFx(() -> session.getSelected());
        chosen = Files.writeString(folder.resolve("notes.zip"), "not a zip");
        clickOn("#open").clickOn("Network (.zip, .onnx, .keras)…");
        await("a notice", () -> lookup(".notice.problem").tryQuery().isPresent());
        assertThat(lookup(".notice .label").<Label>query().getText()).contains("notes.zip").contains("not a network");
        assertThat(onFx(() -> session.getSelected())).isSameAs(before);
        picture("shell-notice");
        clickOn(".notice .button");
        assertThat(lookup(".notice").tryQuery()).isEmpty();
    }

    @Test
    void long_work_is_shown_paused_and_cancelled() {
        CountDownLatch stop = new CountDownLatch(1);
        EngineTask<Void> task = onFx(() -> engine.submit("Pruning tiny to ×8", progress -> {
            while (stop.getCount() > 0) {
                progress.update(.4, "Iteration 3, fine-tuning");
                progress.checkpoint();
                Thread.sleep(5);
            }
            return null;
        }));
        await("the strip", () -> lookup("#tasks").query().isVisible() && task.isRunning());
        clickOn("#task-pause");
        await("the pause", () -> task.pausedProperty().get());
        clickOn("#tasks .progress-bar");
        await("the list of tasks", () -> lookup(".task-progress-view").tryQuery().isPresent());
        picture("shell-task");
        type(KeyCode.ESCAPE);
        clickOn("#task-pause");
        await("the end of the pause", () -> !task.pausedProperty().get());
        clickOn("#task-cancel");
        await("the end", () -> !lookup("#tasks").query().isVisible());
        stop.countDown();
    }

    @Test
    void closing_in_the_middle_of_a_run_asks_and_then_waits_for_it() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        onFx(() -> new CloseGuard(stage, parts, shell::showClosing, () -> stage.close()));
        onFx(() -> engine.submit("Pruning tiny to ×8", progress -> {
            mayEnd.await(30, java.util.concurrent.TimeUnit.SECONDS);
            progress.checkpoint();
            return null;
        }));
        requestClose();
        await("the question", () -> lookup("Work is under way").tryQuery().isPresent());
        clickOn("Keep the window open");
        assertThat(onFx(stage::isShowing)).isTrue();
        requestClose();
        await("the question", () -> lookup("Stop it and close").tryQuery().isPresent());
        clickOn("Stop it and close");
        await("the closing state", () -> lookup(".closing").tryQuery().isPresent());
        assertThat(onFx(stage::isShowing)).isTrue();
        mayEnd.countDown();
        await("the end", () -> !stage.isShowing());
    }

    @Test
    void closing_while_people_take_part_in_a_study_asks() throws IOException {
        SmallStudy.write(folder.resolve("studies").resolve("small"), SmallStudy.preference(1, 1, 4, 0));
        onFx(() -> new CloseGuard(stage, parts, shell::showClosing, () -> stage.close()));
        clickOn("#rail-study");
        await("the study", () -> lookup("preference, explanation maps").tryQuery().isPresent());
        clickOn("preference, explanation maps").clickOn("Participants").clickOn("#start-serving");
        await("the address", () -> lookup("#join-url").tryQuery().isPresent());
        requestClose();
        await("the question", () -> lookup("A study is under way").tryQuery().isPresent());
        clickOn("Keep the window open");
        assertThat(onFx(stage::isShowing)).isTrue();
        clickOn("#stop-serving");
        await("the end of it", () -> onFx(() -> parts.studies().served()).isEmpty());
        requestClose();
        await("the end", () -> !stage.isShowing());
    }

    @Test
    void help_explains_the_words() {
        clickOn("#help");
        await("help", () -> lookup("Fine-tuning").tryQuery().isPresent());
        type(KeyCode.ESCAPE);
    }

    @Test
    void the_guide_is_read_in_the_window() {
        clickOn("#help");
        await("help", () -> lookup("#open-guide").tryQuery().isPresent());
        onFx(() -> {
            lookup("#open-guide").<Button>query().fire();
            return null;
        });
        await("the guide", () -> lookup("The window, page by page").tryQuery().isPresent());
        clickOn("The numbers");
        await("another page", () -> lookup("What the numbers mean").tryQuery().isPresent());
        picture("guide");
        type(KeyCode.ESCAPE);
        await("the end", () -> lookup("#guide").tryQuery().isEmpty());
    }

    @Test
    void keys_lead_to_pages() {
        String last = shell.pages().get(shell.pages().size() - 1);
        KeyCode digit = KeyCode.valueOf("DIGIT" + shell.pages().size());
        press(KeyCode.CONTROL, digit).release(digit, KeyCode.CONTROL);
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo(last);
        Node first = lookup("#rail-overview").query();
        clickOn(first);
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Overview");
    }

    /** The question waits for its answer in a loop of its own, so it is asked later. */
    private void requestClose() {
        javafx.application.Platform
                .runLater(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    }
}
