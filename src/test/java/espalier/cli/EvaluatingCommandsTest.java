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

/** The commands that look at a network and change nothing: evaluate, score, info. */
class EvaluatingCommandsTest {

    @TempDir
    private static Path folder;
    private static Path file;
    private static String data;

    @BeforeAll
    static void networkAndPictures() throws IOException {
        data = "folder:" + SmallData.folder(folder.resolve("pictures"), 20);
        file = folder.resolve("small.zip");
        try (Network network = SmallData.network()) {
            network.write(file);
        }
    }

    @Test
    void evaluateGivesAccuracyByClass() throws IOException {
        CommandRun run = CommandRun.of("evaluate", "--network", file, "--data", data, "--json", "-");

        assertThat(run.code()).isZero();
        JsonNode result = run.json();
        assertThat(result.get("pictures").asInt()).isEqualTo(9);
        assertThat(result.get("part").asText()).isEqualTo("test");
        assertThat(result.get("loss").asDouble()).isPositive();
        assertThat(result.get("perClass").fieldNames()).toIterable().containsExactlyElementsOf(SmallData.CLASSES);
        int right = 0;
        for (int c = 0; c < 3; c++) {
            right += result.get("confusion").get(c).get(c).asInt();
        }
        assertThat(result.get("accuracy").asDouble()).isCloseTo(right / 9.0, within(1e-9));
        assertThat(run.err()).as("the table for people").contains("bar", "box", "dot", "9");
    }

    @Test
    void withoutJsonTheTableIsOnStandardOutput() {
        CommandRun run = CommandRun.of("evaluate", "--network", file, "--data", data, "--part", "training");

        assertThat(run.out()).contains("Small on pictures, training part", "accuracy", "42", "Mean loss");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void scoresAddUpOverClassesInEveryLayer() throws IOException {
        Path json = folder.resolve("scores.json");

        CommandRun run = CommandRun.of("score", "--network", file, "--data", data, "--per-class", 4, "--json", json,
                "--picture", folder.resolve("scores.svg"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("conv1", "conv2", "scores 0 to 3", "4 training pictures of each class");
        assertThat(folder.resolve("scores.svg")).content().contains("<rect", "conv2", "share of all filters")
                .endsWith("</svg>\n");
        JsonNode result = CommandRun.json(json);
        assertThat(result.get("classNames")).hasSize(3);
        assertThat(result.get("picturesPerClass").asInt()).isEqualTo(4);
        assertThat(result.get("layers")).hasSize(2);
        for (JsonNode layer : result.get("layers")) {
            int filters = layer.get("name").asText().equals("conv1") ? 6 : 8;
            assertThat(layer.get("scores")).hasSize(filters);
            assertThat(layer.get("perClass")).hasSize(3);
            assertThat(layer.get("continuous")).hasSize(3);
            assertThat(layer.get("lossChange")).hasSize(3);
            for (int k = 0; k < filters; k++) {
                double sum = 0;
                for (JsonNode row : layer.get("perClass")) {
                    sum += row.get(k).asDouble();
                }
                assertThat(sum).isCloseTo(layer.get("scores").get(k).asDouble(), within(1e-4));
            }
        }
    }

    @Test
    void scoresAreCheckedAgainstTheTrueChangeOfLoss() throws IOException {
        CommandRun run = CommandRun.of("score", "--network", file, "--data", data, "--check", "--json", "-");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("true change of a class's loss", "14 filters silenced", "Loss change");
        JsonNode agreement = run.json().get("agreement");
        assertThat(agreement.get("filters").asInt()).isEqualTo(14);
        assertThat(agreement.get("correlations").fieldNames()).toIterable().containsExactly("SHARE", "STRENGTH",
                "LOSS_CHANGE");
        assertThat(agreement.get("correlations").get("LOSS_CHANGE").get("rho").asDouble()).isBetween(-1.0, 1.0);
    }

    @Test
    void withShuffledLabelsTheCountStaysAndTheLossChangeDoesNot() throws IOException {
        JsonNode own = CommandRun.of("score", "--network", file, "--data", data, "--json", "-").json();
        CommandRun run = CommandRun.of("score", "--network", file, "--data", data, "--shuffle-labels", "--json", "-");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("Labels shuffled in the loss, seed 1", "14 of 14");
        JsonNode shuffled = run.json();
        assertThat(own.get("labels").asText()).isEqualTo("true");
        assertThat(own.get("agreement").isNull()).isTrue();
        assertThat(shuffled.get("labels").asText()).isEqualTo("shuffled");
        for (int i = 0; i < 2; i++) {
            JsonNode layer = shuffled.get("layers").get(i);
            assertThat(layer.get("perClass")).isEqualTo(own.get("layers").get(i).get("perClass"));
            assertThat(layer.get("lossChange")).isNotEqualTo(own.get("layers").get(i).get("lossChange"));
        }
    }

    @Test
    void infoListsLayersCostAndOrigin() throws IOException {
        CommandRun run = CommandRun.of("info", file);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Small", "bar, box, dot", "16×16", "conv1", "convolution 3×3", "classifier",
                "made by", "a test");
        JsonNode result = CommandRun.of("info", file, "--json", "-").json();
        assertThat(result.get("layers").findValuesAsText("name")).contains("conv1", "conv2", "classifier");
        // 3·9·6+6 + 2·6 + 6·9·8+8 + 2·8 + 8·3+3
        assertThat(result.get("parameters").asLong()).isEqualTo(663);
        // 16·16·162 + 8·8·432 + 24
        assertThat(result.get("macs").asLong()).isEqualTo(69_144);
        assertThat(result.get("provenance").get("made by").asText()).isEqualTo("a test");
    }

    @Test
    void infoMeasuresSpeedOnlyWhenAsked() throws IOException {
        assertThat(CommandRun.of("info", file, "--json", "-").json().get("imagesPerSecond").isNull()).isTrue();
        CommandRun run = CommandRun.of("info", file, "--speed");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("pictures a second");
    }

    @Test
    void classesOfOtherNamesAreTakenInOrderAndToldSo() {
        Path other = folder.resolve("other.zip");
        try (Network network = SmallData.network(List.of("one", "two", "three"))) {
            network.write(other);
        }

        CommandRun run = CommandRun.of("evaluate", "--network", other, "--data", data);

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("one, two, three", "bar, box, dot");
    }

    @Test
    void damagedPicturesAreLeftOutCountedAndNamed() throws IOException {
        Path damaged = SmallData.folder(folder.resolve("damaged"), 20);
        Files.write(damaged.resolve("dot/000.png"), new byte[] {1, 2, 3});

        CommandRun run = CommandRun.of("evaluate", "--network", file, "--data", "folder:" + damaged, "--part",
                "training", "--json", "-");

        assertThat(run.code()).isZero();
        int left = run.json().get("skipped").size();
        CommandRun test = CommandRun.of("evaluate", "--network", file, "--data", "folder:" + damaged, "--json", "-");
        CommandRun validation = CommandRun.of("evaluate", "--network", file, "--data", "folder:" + damaged, "--part",
                "validation", "--json", "-");
        assertThat(left + test.json().get("skipped").size() + validation.json().get("skipped").size()).isEqualTo(1);
        assertThat(run.err() + test.err() + validation.err()).contains("1 picture was left out: dot/000.png");
    }
}
