package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.explain.measures.MapMeasure;
import espalier.study.Study;
import espalier.study.StudyContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command study. */
class StudyCommandTest {

    private static final Path ANSWERS = Path.of("src/test/resources/reference/study/answers.csv");

    @TempDir
    private Path folder;

    @Test
    void withoutAnswersThePublishedStudyIsShown() throws IOException {
        CommandRun run = CommandRun.of("study", "--json", folder.resolve("published.json"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Less is More", "11.43", "3.2e-6", "0.778", "The paper concludes");
        JsonNode json = CommandRun.json(folder.resolve("published.json"));
        assertThat(json.get("preference")).hasSize(5);
        assertThat(json.get("preference").get(0).get("chiSquare").asDouble()).isCloseTo(11.43, within(0.005));
    }

    @Test
    void answersOfTwoFilesAreAnalysedTogetherAndWrittenTogether() throws IOException {
        Path copy = Files.copy(ANSWERS, folder.resolve("copy.csv"));
        Path out = folder.resolve("out");

        CommandRun run = CommandRun.of("study", "--answers", ANSWERS + "," + copy, "--json", "-", "--out", out);

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("answers").asInt()).isEqualTo(672);
        assertThat(json.get("repeated").asInt()).isEqualTo(672);
        JsonNode first = json.get("preference").get(0);
        assertThat(first.get("display").asText()).isEqualTo("map");
        assertThat(first.get("first").asDouble()).isEqualTo(2);
        assertThat(first.get("second").asDouble()).isEqualTo(1);
        assertThat(first.get("answers").asInt()).isEqualTo(96);
        assertThat(
                first.get("equal").asInt() + first.get("firstPreferred").asInt() + first.get("secondPreferred").asInt())
                .isEqualTo(96);
        assertThat(first.get("chiSquare").isNumber() && first.get("p").isNumber()).isTrue();
        JsonNode recognised = json.get("recognition").get(2);
        assertThat(recognised.get("rate").asDouble()).isEqualTo(32);
        assertThat(recognised.get("answers").asInt()).isEqualTo(96);
        assertThat(recognised.get("correct").isInt() && recognised.get("unknown").isInt()).isTrue();
        JsonNode agreement = json.get("agreement").get(0);
        assertThat(agreement.get("experiment").asText()).isEqualTo("preference");
        assertThat(agreement.get("display").asText()).isEqualTo("map");
        assertThat(agreement.get("label").asText()).isEqualTo("side");
        assertThat(agreement.get("items").asInt()).isEqualTo(72);
        assertThat(agreement.get("alpha").isNumber()).isTrue();
        assertThat(json.get("published").get("preference")).hasSize(5);
        assertThat(run.err()).contains("672 answers of 12 participants to 24 pictures",
                "672 answers of later files left out");
        assertThat(out.resolve("recognition-map.csv")).exists();
    }

    @Test
    void onlyRecognitionOrOnlyPreferenceWillDo() throws IOException {
        Path file = folder.resolve("one.csv");
        Files.writeString(file, "experiment,display,item,class,participant,rate,answer\nrecognition,map,1,2,a,2,2\n");

        CommandRun run = CommandRun.of("study", "--answers", file);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 answer of 1 participant to 1 picture").contains("×2").doesNotContain("NaN");
    }

    @Test
    void aNewStudyIsMadeFromARunAndItsAnswersAreReadFromItsFolder() throws IOException {
        Path made = folder.resolve("study");
        Path text = Files.writeString(folder.resolve("text.txt"), "Please look closely.");

        CommandRun run = CommandRun.of("study", "--new", made, "--run", "samples/shapes", "--networks", "2-1,32-2",
                "--pictures", 1, "--practice", 1, "--display", "heat", "--information", text, "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("pictures").asInt()).isEqualTo(10);
        assertThat(run.json().get("questions").asInt()).isEqualTo(20);
        StudyContent content = Study.read(made);
        assertThat(content.design().information()).isEqualTo("Please look closely.");
        assertThat(content.design().networks()).containsExactly(List.of(2.0, 1.0), List.of(32.0, 2.0));
        try (Study study = Study.open(made)) {
            study.answer("p1", study.next("p1").orElseThrow().number(), "left", 1);
            study.answer("p1", study.next("p1").orElseThrow().number(), "left", 1);
        }
        CommandRun analysed = CommandRun.of("study", "--answers", made);
        assertThat(analysed.out()).contains("1 answer of 1 participant to 1 picture",
                "Measures of the maps beside people", "There are too few answers yet to tell which measure predicts");
        CommandRun again = CommandRun.of("study", "--measure", made, "--run", "samples/shapes", "--json", "-");
        assertThat(again.json().get("measures")).hasSize(MapMeasure.values().length);
        assertThat(CommandRun.of("study", "--answers", made, "--json", "-").json().get("predictions"))
                .hasSize(MapMeasure.values().length).first()
                .satisfies(measure -> assertThat(measure.get("questions").asInt()).isEqualTo(1));
        assertThat(CommandRun.of("study", "--new", made, "--run", "samples/shapes").err())
                .contains("already holds a study");
    }

    @Test
    void howManyAnswersAnEffectTakesIsTold() throws IOException {
        CommandRun run = CommandRun.of("study", "--effect", 0.6, "--equally", 0.5, "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("decided").asInt()).isEqualTo(210);
        assertThat(run.json().get("answers").asInt()).isEqualTo(840);
        assertThat(run.err()).contains("60.0 % of the decided answers", "840 answers in all");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|',
            value = {"--new x | --run=FOLDER", "--run y | needs --new",
                    "--new x --run samples/shapes --networks two-1 | such as 2 or 2-1",
                    "--new x --run samples/shapes --display paint | one of map, heat",
                    "--new x --run samples/shapes --experiment taste | one of preference, recognition",
                    "--serve x --port 70000 | 0 to 65535", "--effect 0.4 | 0.505 to 0.999",
                    "--serve x --new y | mutually exclusive"})
    void wrongUseOfAStudyIsASentence(String arguments, String expected) {
        CommandRun run = CommandRun.of((Object[]) ("study " + arguments).split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(CommandLineInterface.WRONG_USE);
        assertThat(run.err()).contains(expected);
    }

    @Test
    void wrongFilesAndUseAreToldInASentence() throws IOException {
        Path file = folder.resolve("notes.csv");
        Files.writeString(file, "a,b\n");
        assertThat(CommandRun.of("study", "--answers", file).err()).contains("notes.csv is no table of answers");
        assertThat(CommandRun.of("study", "--answers", file).code()).isEqualTo(1);
        assertThat(CommandRun.of("study", "--out", folder).code()).isEqualTo(CommandLineInterface.WRONG_USE);
    }
}
