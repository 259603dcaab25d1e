package espalier.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.SceneFaults;
import espalier.app.WindowTest;
import espalier.app.shell.Parts;
import espalier.app.study.StudiesViewModel.Entry;
import espalier.study.Answer;
import espalier.study.SmallStudy;
import espalier.study.Study;
import espalier.study.StudyDesign;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Participants at this machine, one after the other, on the full screen. */
class ParticipantScreenTest extends WindowTest {

    private Path open(StudyDesign design) throws IOException {
        Path study = SmallStudy.write(folder.resolve(StudiesViewModel.STUDIES).resolve("small"), design);
        StudyPage page = show(Parts::studyPage);
        await("the study", () -> page.model().entries().stream().anyMatch(Entry.Own.class::isInstance));
        onFx(() -> {
            page.model().selectedProperty()
                    .set(page.model().entries().stream().filter(Entry.Own.class::isInstance).findFirst().orElseThrow());
            return null;
        });
        onFx(() -> {
            lookup(".toggle-button").<ToggleButton>queryAll().stream()
                    .filter(each -> each.getText().equals("Participants")).findFirst().orElseThrow().fire();
            return null;
        });
        await("the state", () -> lookup("#answer-count").tryQuery().isPresent());
        picture("participants-here");
        press("take-part-here");
        await("the full screen", () -> screen() != null);
        return study;
    }

    @AfterEach
    void close() {
        onFx(() -> {
            Optional.ofNullable(screen()).ifPresent(Stage::close);
            return null;
        });
    }

    private static Stage screen() {
        return Window.getWindows().stream().map(Stage.class::cast).filter(each -> each.getTitle().equals("Take part"))
                .findFirst().orElse(null);
    }

    private void press(String id) {
        onFx(() -> {
            lookup("#" + id).<Button>query().fire();
            return null;
        });
    }

    private String words() {
        return onFx(() -> screen().getScene().getRoot().lookupAll(".label").stream().map(Labeled.class::cast)
                .map(Labeled::getText).collect(Collectors.joining("\n")));
    }

    private void awaitHeading(String text) {
        await(text, () -> screen().getScene().getRoot().lookup(".body .heading") instanceof Label heading
                && heading.getText().equals(text) && !screen().getScene().getRoot().lookup(".body").isDisabled());
        assertThat(onFx(() -> SceneFaults.of(screen().getScene()))).as(text).isEmpty();
    }

    @Test
    void two_participants_answer_one_after_the_other_and_each_answer_is_on_disk_before_the_next_question()
            throws IOException {
        Path study = open(SmallStudy.preference(2, 2, 3, 1));
        assertThat(onFx(() -> screen().getWidth())).isEqualTo(Screen.getPrimary().getBounds().getWidth());
        awaitHeading("Which map?");
        assertThat(words()).contains("The first pictures are for practice");
        for (int participant = 0; participant < 2; participant++) {
            press("agree");
            awaitHeading("Practice");
            assertThat(words()).contains("This answer does not count.", "Both recognised").doesNotContain("×2", "×32");
            press("choice-left");
            List<KeyCode> keys = List.of(KeyCode.LEFT, KeyCode.DOWN, KeyCode.RIGHT);
            for (int i = 0; i < keys.size(); i++) {
                awaitHeading("Question " + (i + 1));
                assertThat(Study.answers(study)).hasSize(3 * participant + i);
                push(keys.get(i));
            }
            awaitHeading("Thank you");
            press("next-participant");
            awaitHeading("Which map?");
        }
        List<Answer> answers = Study.answers(study);
        assertThat(answers).hasSize(6).allSatisfy(answer -> assertThat(answer.seconds()).isPositive());
        assertThat(answers.stream().map(Answer::participant).distinct()).hasSize(2);
    }

    @Test
    void escape_asks_before_it_leaves_and_a_break_keeps_the_question() throws IOException {
        Path study = open(SmallStudy.recognition(1, 1, 9, 0));
        awaitHeading("What is it?");
        press("agree");
        awaitHeading("Question 1");
        push(KeyCode.DIGIT2);
        awaitHeading("Question 2");
        press("pause");
        awaitHeading("A break");
        press("go-on");
        awaitHeading("Question 2");
        push(KeyCode.ESCAPE);
        await("the question", () -> lookup("#stay").query().isVisible());
        assertThat(onFx(() -> screen().getWidth())).isEqualTo(Screen.getPrimary().getBounds().getWidth());
        push(KeyCode.DIGIT1);
        press("stay");
        awaitHeading("Question 2");
        assertThat(Study.answers(study)).hasSize(1);
        push(KeyCode.ESCAPE);
        press("leave");
        await("the window", () -> screen() == null);
        await("the button", () -> !lookup("#take-part-here").query().isDisabled());
        await("the folder to be free", () -> {
            try (Study again = Study.open(study)) {
                return again.state().answers() == 1;
            } catch (espalier.basics.Problem held) {
                return false;
            }
        });
    }
}
