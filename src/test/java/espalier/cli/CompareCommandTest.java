package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command compare. */
class CompareCommandTest {

    @TempDir
    private static Path folder;
    private static Path pictures;
    private static Path large;
    private static Path small;

    @BeforeAll
    static void networksAndPictures() throws IOException {
        pictures = SmallData.folder(folder.resolve("pictures"), 20);
        large = folder.resolve("large.zip");
        small = folder.resolve("small.zip");
        try (Network network = SmallData.network(SmallData.CLASSES, 8, 0, 8, 0); Network half = SmallData.network()) {
            network.write(large);
            half.write(small);
        }
    }

    @Test
    void tellsMeansDifferencesAndASentenceAndWritesTables() throws IOException {
        Path out = folder.resolve("compared");
        CommandRun run = CommandRun.of("compare", "--network", large + "," + small, "--data", "folder:" + pictures,
                "--count", 6, "--method", "layercam", "--measures", "similarity,deletion,road", "--out", out, "--json",
                "-");
        assertThat(run.code()).isZero();
        JsonNode report = run.json();
        assertThat(report.get("method").asText()).isEqualTo("layercam");
        assertThat(report.get("pictures")).hasSize(6);
        assertThat(report.get("networks").findValuesAsText("name")).containsExactly("large", "small");
        assertThat(report.get("networks").get(1).get("rate").asDouble()).isBetween(1.1, 2.0);
        JsonNode first = report.get("networks").get(0).get("measures");
        assertThat(first.get("pearson").get("mean").asDouble()).isEqualTo(1.0);
        assertThat(first.get("deletion").get("difference").isNull()).isTrue();
        JsonNode deletion = report.get("networks").get(1).get("measures").get("deletion");
        assertThat(deletion.get("mean").asDouble()).isBetween(0.0, 1.0);
        assertThat(deletion.get("difference").get("p").asDouble()).isBetween(0.0, 1.0);
        assertThat(deletion.get("difference").get("corrected").asDouble())
                .isGreaterThanOrEqualTo(deletion.get("difference").get("p").asDouble());
        assertThat(report.get("sentence").asText()).contains("6 pictures, each compared with itself; 2 comparisons");
        List<String> means = Files.readAllLines(out.resolve("measures.csv"));
        assertThat(means).hasSize(1 + 2 * 8);
        assertThat(means.get(0)).startsWith("network,rate,measure,mean,low,high");
        List<String> each = Files.readAllLines(out.resolve("pictures.csv"));
        assertThat(each).hasSize(1 + 6 * 2);
        assertThat(each).allMatch(line -> line.split(",", -1).length == 7 + 8);
    }

    @Test
    void theSameCommandGivesTheSameNumbers() throws IOException {
        Object[] command = {"compare", "--network", large + "," + small, "--data", "folder:" + pictures, "--pictures",
                "0,3,4", "--class", "true", "--measures", "insertion,earth-mover", "--json", "-"};
        assertThat(CommandRun.of(command).json()).isEqualTo(CommandRun.of(command).json());
    }

    @Test
    void explainGivesTheSameNumbers() throws IOException {
        Path out = folder.resolve("both");
        CommandRun.of("compare", "--network", large + "," + small, "--data", "folder:" + pictures, "--pictures", "2,5",
                "--class", "true", "--method", "xgrad-cam", "--measures", "similarity,faithfulness", "--out", out);
        CommandRun explain = CommandRun.of("explain", "--network", large + "," + small, "--data", "folder:" + pictures,
                "--pictures", "2,5", "--class", "true", "--method", "xgrad-cam", "--measures",
                "similarity,faithfulness", "--out", folder.resolve("maps"), "--json", "-");
        List<String> lines = Files.readAllLines(out.resolve("pictures.csv"));
        List<String> headings = List.of(lines.get(0).split(","));
        JsonNode entries = explain.json().get("explanations");
        assertThat(entries).hasSize(4);
        for (int i = 0; i < 4; i++) {
            String[] cells = lines.get(i + 1).split(",", -1);
            assertThat(entries.get(i).get("method").asText()).isEqualTo("xgrad-cam");
            JsonNode measures = entries.get(i).get("measures");
            assertThat(measures).hasSize(11);
            for (int column = 7; column < cells.length; column++) {
                JsonNode value = measures.get(headings.get(column));
                if (cells[column].isEmpty()) {
                    assertThat(value.isNull()).isTrue();
                } else {
                    assertThat(value.asDouble()).isCloseTo(Double.parseDouble(cells[column]), within(1e-5));
                }
            }
        }
    }

    @Test
    void wrongUseIsToldInASentence() {
        assertThat(CommandRun.of("compare", "--data", "shapes").err())
                .startsWith("Missing what to compare: --network or --run.");
        CommandRun measure = CommandRun.of("compare", "--network", large, "--data", "shapes", "--measures", "beauty");
        assertThat(measure.code()).isEqualTo(2);
        assertThat(measure.err()).contains("There is no measure \"beauty\". Choose from pearson, spearman");
        assertThat(CommandRun.of("compare", "--network", large, "--data", "shapes", "--method", "magic-cam").err())
                .contains("is none of grad-cam, grad-cam++, hirescam");
        CommandRun layer = CommandRun.of("compare", "--network", large, "--data", "folder:" + pictures, "--layer",
                "classifier");
        assertThat(layer.code()).isEqualTo(1);
        assertThat(layer.err()).contains("has no height and width, so there is no map to draw. Choose one of conv1");
        CommandRun objects = CommandRun.of("compare", "--network", large, "--data", "folder:" + pictures, "--measures",
                "localisation");
        assertThat(objects.err()).contains("It is not known where the objects are");
    }
}
