package espalier.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import espalier.app.shell.Parts;
import espalier.app.study.StudiesViewModel.Entry;
import espalier.study.SmallStudy;
import espalier.study.Study;
import espalier.study.StudyDesign;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** Studies in the window, from the published one to answers of people. */
class StudyPageTest extends WindowTest {

    private static final Path ANSWERS = Path.of("src/test/resources/reference/study/answers.csv");

    private StudyPage page;

    private void open() {
        page = show(Parts::studyPage);
        await("results", () -> page.model().outcomeProperty().get() != null);
    }

    private String text(String id) {
        return lookup("#" + id).<Label>query().getText();
    }

    private List<List<String>> rows(String table) {
        return onFx(() -> lookup(".table-view").<TableView<List<String>>>queryAll().stream()
                .filter(each -> table.equals(each.getAccessibleText())).findFirst().orElseThrow().getItems().stream()
                .toList());
    }

    private String words() {
        return lookup(".sentence").<Label>queryAll().stream().map(Label::getText).collect(Collectors.joining("\n"));
    }

    private void press(String id) {
        Button button = lookup("#" + id).query();
        assertThat(button.isDisabled()).as(id).isFalse();
        onFx(() -> {
            button.fire();
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void choose(String title) {
        onFx(() -> {
            lookup(".toggle-button").<ToggleButton>queryAll().stream().filter(each -> each.getText().equals(title))
                    .findFirst().orElseThrow().fire();
            return null;
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Path small(StudyDesign design) throws IOException {
        return SmallStudy.write(folder.resolve(StudiesViewModel.STUDIES).resolve("small"), design);
    }

    private Entry.Own select(Path folder) {
        await("the study", () -> page.model().entries().stream()
                .anyMatch(entry -> entry instanceof Entry.Own own && own.folder().equals(folder)));
        Entry.Own selected = onFx(() -> {
            Entry.Own own = page.model().entries().stream().filter(Entry.Own.class::isInstance)
                    .map(Entry.Own.class::cast).findFirst().orElseThrow();
            page.model().selectedProperty().set(own);
            return own;
        });
        WaitForAsyncUtils.waitForFxEvents();
        return selected;
    }

    @Test
    void aFirstUserSeesThePublishedStudyBesideThePapersFigures() {
        open();

        assertThat(text("study-heading")).isEqualTo("The published study");
        List<List<String>> preference = rows("Which map is more reasonable?");
        assertThat(preference).hasSize(5);
        assertThat(preference.get(0)).containsExactly("explanation", "×2 or unpruned", "2 500", "1 343", "636", "521",
                "55.0 % (52.1–57.8)", "11.43", "11.43", "0.00072", "0.00072", "0.0022");
        // Printed and computed are the same to the digit.
        assertThat(preference).allSatisfy(row -> {
            assertThat(row.get(8)).isEqualTo(row.get(7));
            assertThat(row.get(10)).isEqualTo(row.get(9));
        });
        assertThat(rows("Do people agree?")).filteredOn(row -> !row.get(4).equals("–"))
                .allSatisfy(row -> assertThat(row.get(5)).isEqualTo(row.get(4))).hasSize(3);
        assertThat(words()).contains("The paper concludes", "is not beyond chance");
        picture("study-published");
    }

    @Test
    void tablesOfAnswersAreAnalysedAndWritten() throws IOException {
        open();
        Path into = Files.createDirectory(folder.resolve("tables"));
        page.setFiles(() -> List.of(ANSWERS, ANSWERS), () -> Optional.of(into));
        press("import-answers");
        await("the answers", () -> page.model().selectedProperty().get() instanceof Entry.Imported
                && page.model().outcomeProperty().get() != null);

        assertThat(rows("Which map is more reasonable?")).hasSize(4);
        assertThat(rows("Participants")).isNotEmpty();
        assertThat(words()).contains("×2 against the unpruned network");
        picture("study-imported");
        press("export");
        await("the files", () -> Files.exists(into.resolve("participants.csv")));
        assertThat(Files.readString(into.resolve("which-map-is-more-reasonable.csv"), StandardCharsets.UTF_8))
                .startsWith("Maps,Networks,Answers").contains("explanation,×2 or unpruned");
        assertThat(into.resolve("preference-map.csv")).isNotEmptyFile();
    }

    @Test
    void aTableThatIsNoneIsToldInASentence() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "name,age\nA,3\n");
        StringBuilder told = new StringBuilder();
        onFx(() -> {
            notices.setReceiver(notice -> told.append(notice.text()));
            return null;
        });
        open();
        page.setFiles(() -> List.of(wrong), Optional::empty);
        press("import-answers");
        await("a sentence", () -> told.toString().contains("is no table of answers"));
        assertThat(onFx(() -> page.model().selectedProperty().get())).isInstanceOf(Entry.Published.class);
    }

    @Test
    void peopleTakePartAndTheirAnswersAreSeenAndAnalysed() throws IOException {
        Path study = small(SmallStudy.preference(2, 2, 4, 1));
        open();
        Entry.Own own = select(study);
        assertThat(text("question-place")).isEqualTo("Picture 1 of 6");
        assertThat(text("asked")).contains("Both recognised");
        press("next-question");
        assertThat(text("question-place")).isEqualTo("Picture 2 of 6");
        choose("Participants");
        await("the state", () -> lookup("#answer-count").<Label>query().getText().equals("0 of 24"));
        picture("study-off");
        press("start-serving");
        await("the address", () -> lookup("#join-url").tryQuery().isPresent());
        String url = text("join-url");
        assertThat(url).startsWith("http://127.0.0.1:");
        assertThat(lookup("#qr-code").<Node>query().getLayoutBounds().getWidth()).isGreaterThan(200);
        takePart(url, text("join-code"));
        await("four answers", () -> lookup("#answer-count").<Label>query().getText().equals("4 of 24"));
        await("one participant",
                () -> lookup("#participant-count").<Label>query().getText().equals("1 participant, 1 here now"));
        picture("study-serving");
        choose("Results");
        await("the analysis", () -> page.model().outcomeProperty().get() != null
                && page.model().outcomeProperty().get().answers().size() == 4);
        assertThat(rows("Which map is more reasonable?")).hasSize(2);
        picture("study-results");
        takePart(url, onFx(() -> page.model().serving(own).serverProperty().get().code()));
        await("what the next participant said", () -> page.model().outcomeProperty().get() != null
                && page.model().outcomeProperty().get().answers().size() == 8);
        Path report = folder.resolve("report.html");
        page.setReportFile(() -> Optional.of(report));
        press("report");
        await("the report", () -> Files.exists(report));
        assertThat(report).content().contains("Which map?", "8 answers of");
        choose("Participants");
        press("stop-serving");
        await("the end", () -> lookup("#start-serving").match(Node::isVisible).<Button>tryQuery()
                .filter(button -> !button.isDisabled()).isPresent());
        // Another day.
        try (Study again = Study.open(study)) {
            assertThat(again.state().answers()).isEqualTo(8);
        }
        press("start-serving");
        await("another code", () -> lookup("#join-url").tryQuery().isPresent());
        onFx(() -> {
            page.model().close();
            return null;
        });
    }

    /** Four answers of one participant, as a browser sends them. */
    private static void takePart(String url, String code) throws IOException {
        try (WebClient browser = new WebClient()) {
            HtmlPage join = browser.getPage(url);
            ((HtmlInput) join.getElementById("code")).type(code);
            HtmlPage at = click(click(join, "Take part"), "I agree, begin");
            for (int i = 0; i < 5; i++) {
                at = click(at, "Left");
            }
            assertThat(at.asNormalizedText()).contains("Thank you");
        }
    }

    private static HtmlPage click(HtmlPage page, String text) throws IOException {
        return page.getByXPath("//button").stream().map(HtmlButton.class::cast)
                .filter(button -> button.asNormalizedText().equals(text)).findFirst().orElseThrow().click();
    }

    @Test
    void answersOfAnotherMachineAreTakenInOnce() throws IOException {
        Path study = small(SmallStudy.preference(1, 2, 9, 0));
        Path elsewhere = SmallStudy.write(folder.resolve("elsewhere"), SmallStudy.preference(1, 2, 9, 0));
        try (Study other = Study.open(elsewhere)) {
            for (int i = 0; i < 3; i++) {
                other.answer("p7", other.next("p7").orElseThrow().number(), "left", 2);
            }
        }
        open();
        Entry.Own own = select(study);
        Path table = elsewhere.resolve(Study.ANSWERS);
        for (int i = 0; i < 2; i++) {
            page.model().merge(own, List.of(table)).join();
        }
        assertThat(Study.answers(study)).hasSize(3);
        await("the analysis", () -> page.model().outcomeProperty().get() != null
                && page.model().outcomeProperty().get().answers().size() == 3);
    }

    @Test
    void aStudyOfTheSampleIsMadeInTheWindow() throws IOException {
        onFx(() -> {
            opener.sample();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        open();
        press("new-study");
        NewStudyViewModel draft = page.draft();
        onFx(() -> {
            draft.choices().forEach(choice -> choice.chosen().set(choice.network().rate() <= 4));
            draft.perClassProperty().set(1);
            draft.answersProperty().set(2);
            draft.practiceProperty().set(1);
            return null;
        });
        assertThat(text("extent"))
                .isEqualTo("10 pictures, 20 questions, 40 answers: 2 participants, each asked at most 20.");
        assertThat(text("power")).contains("Ask about more pictures, or more people");
        picture("study-new");
        press("ask-enough");
        assertThat(text("power")).endsWith("which is enough.");
        onFx(() -> {
            draft.answersProperty().set(2);
            draft.pairingProperty().set(NewStudyViewModel.Pairing.ALL);
            return null;
        });
        assertThat(onFx(draft::together)).containsExactly(List.of(2.0, 1.0), List.of(4.0, 1.0), List.of(4.0, 2.0));
        press("make-study");
        await("the study", () -> page.model().selectedProperty().get() instanceof Entry.Own);
        assertThat(text("study-heading")).isEqualTo("Which map?");
        assertThat(text("question-place")).isEqualTo("Picture 1 of 10");
        Entry.Own made = (Entry.Own) onFx(() -> page.model().selectedProperty().get());
        assertThat(made.content().provenance()).containsKeys("data", "network 1", "network 4");
        assertThat(Study.read(made.folder()).design().networks()).hasSize(3);
        picture("study-questions");
    }

    @Test
    void fewerPicturesThanAskedForAreNamedAndNothingIsLeftBehind() throws IOException {
        addMilestones(2);
        StringBuilder told = new StringBuilder();
        onFx(() -> {
            notices.setReceiver(notice -> told.append(notice.text()));
            return null;
        });
        open();
        press("new-study");
        press("make-study");
        await("a sentence", () -> !page.draft().failureProperty().get().isEmpty());
        assertThat(text("failure")).startsWith("All networks together classify too few pictures correctly");
        await("the form", () -> page.draft().taskProperty().get() == null);
        Path studies = folder.resolve(StudiesViewModel.STUDIES);
        if (Files.exists(studies)) {
            try (Stream<Path> files = Files.list(studies)) {
                assertThat(files).isEmpty();
            }
        }
        assertThat(told).isEmpty();
        picture("study-too-few");
    }

    @Test
    void aPreferenceNeedsTwoNetworks() {
        open();
        press("new-study");
        assertThat(text("obstacle"))
                .isEqualTo("Two networks are compared, and only one is open. Prune it, or open a run.");
        assertThat(lookup("#make-study").<Button>query().isDisabled()).isTrue();
        onFx(() -> {
            page.draft().experimentProperty().set(espalier.study.Question.Experiment.RECOGNITION);
            return null;
        });
        assertThat(lookup("#make-study").<Button>query().isDisabled()).isFalse();
    }

    @Test
    void makingAStudyIsCancelledWithoutATrace() throws IOException {
        addMilestones(2);
        open();
        press("new-study");
        onFx(() -> {
            page.draft().make();
            page.draft().taskProperty().get().cancel();
            return null;
        });
        await("the end", () -> page.draft().taskProperty().get() == null);
        assertThat(page.draft().failureProperty().get()).isEmpty();
        assertThat(onFx(() -> page.model().selectedProperty().get())).isInstanceOf(Entry.Draft.class);
        assertThat(folder.resolve(StudiesViewModel.STUDIES)).satisfiesAnyOf(path -> assertThat(path).doesNotExist(),
                path -> assertThat(path).isEmptyDirectory());
    }
}
