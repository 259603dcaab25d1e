package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command study. */
class StudyCommandTest {

    private static final Path ANSWERS = Path.of("src/test/resources/reference/study/answers.csv");

    @TempDir
    private Path folder;

    @Test
    void withoutAnswersThePublishedStudyIsShown() throws IOException {
        CommandRun run = CommandRun.of("study", "--json", folder.resolve("published.json"));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Less is More", "11.43", "3.2e-06", "0.778", "The paper concludes");
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
    void wrongFilesAndUseAreToldInASentence() throws IOException {
        Path file = folder.resolve("notes.csv");
        Files.writeString(file, "a,b\n");
        assertThat(CommandRun.of("study", "--answers", file).err()).contains("notes.csv is no table of answers");
        assertThat(CommandRun.of("study", "--answers", file).code()).isEqualTo(1);
        assertThat(CommandRun.of("study", "--out", folder).code()).isEqualTo(CommandLineInterface.WRONG_USE);
    }
}
