package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.network.LayerInfo;
import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command train, on pictures in a folder. */
class TrainCommandTest {

    @TempDir
    private static Path folder;
    private static Path data;

    @BeforeAll
    static void pictures() throws IOException {
        data = SmallData.folder(folder.resolve("pictures"), 20);
    }

    @Test
    void trainsAndWritesANetworkThatDl4jAloneOpens() throws IOException {
        Path out = folder.resolve("new/trained.zip");
        Path json = folder.resolve("trained.json");

        CommandRun run = CommandRun.of("train", "--data", "folder:" + data, "--architecture", "shapes-vgg", "--size",
                16, "--name", "My network", "--epochs", 2, "--batch", 14, "--seed", 5, "--out", out, "--json", json);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Epoch   1", "Epoch   2", "Test accuracy", out.toString());
        JsonNode result = CommandRun.json(json);
        assertThat(result.get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(result.get("perClass").fieldNames()).toIterable().containsExactlyElementsOf(SmallData.CLASSES);
        assertThat(result.get("epochs")).hasSize(2);
        assertThat(result.get("epochs").get(0).get("validationAccuracy").isNull()).isTrue();
        assertThat(result.get("file").asText()).isEqualTo(out.toString());
        assertThat(result.get("parameters").asLong()).isPositive();
        assertThat(result.get("macs").asLong()).isPositive();
        assertThat(result.get("seconds").asDouble()).isPositive();
        ComputationGraph graph = ModelSerializer.restoreComputationGraph(out.toFile());
        assertThat(graph.numParams()).isGreaterThanOrEqualTo(result.get("parameters").asLong());
        try (Network network = Network.read(out)) {
            assertThat(network.description().classNames()).isEqualTo(SmallData.CLASSES);
            assertThat(network.description().provenance()).containsEntry("seed", "5").containsEntry("epochs", "2")
                    .containsKeys("data", "settings", "version", "test accuracy", "date");
            assertThat(network.description().provenance().get("command")).startsWith("espalier train --data folder:")
                    .contains("--name \"My network\"");
        }
    }

    @Test
    void withPatienceTheValidationAccuracyIsTold() {
        CommandRun run = CommandRun.of("train", "--data", "folder:" + data, "--architecture", "shapes-vgg", "--size",
                16, "--epochs", 1, "--batch", 14, "--patience", 1, "--out", folder.resolve("patient.zip"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("validation");
    }

    @Test
    void aLossThatExplodesInTheFirstEpochWritesNothing() {
        Path out = folder.resolve("exploded.zip");

        CommandRun run = CommandRun.of("train", "--data", "folder:" + data, "--architecture", "shapes-vgg", "--size",
                16, "--epochs", 3, "--batch", 5, "--learning-rate", "1e30", "--schedule", "constant", "--out", out);

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err()).contains("The loss became infinite").contains(out.toString())
                .contains("lower learning rate").doesNotContain("Exception");
        assertThat(out).doesNotExist();
    }

    @Test
    void aNetworkWithOtherClassesIsTakenOverWithANewHead() throws IOException {
        Path from = folder.resolve("from.zip");
        try (Network network = SmallData.network(List.of("a", "b", "c", "d", "e"))) {
            network.write(from);
        }
        Path out = folder.resolve("transfer.zip");

        CommandRun run = CommandRun.of("train", "--data", "folder:" + data, "--from", from, "--freeze", 1, "--epochs",
                3, "--batch", 8, "--name", "Mine", "--out", out);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("From Small, frozen: up to", "(1 convolution); 3 epochs", "Epoch   3",
                "validation", "Test accuracy");
        try (Network before = Network.read(from); Network network = Network.read(out)) {
            assertThat(network.description().classNames()).isEqualTo(SmallData.CLASSES);
            assertThat(network.description().provenance()).containsKeys("transfer from", "frozen", "settings")
                    .doesNotContainKey("made by");
            List<String> names = network.convolutions().stream().map(LayerInfo::name).toList();
            assertThat(network.weights(names.get(0))).isDeepEqualTo(before.weights(names.get(0)));
            assertThat(network.weights(names.get(1))).isNotEqualTo(before.weights(names.get(1)));
        }
    }

    @Test
    void whatDoesNotGoWithAnotherNetworkIsTold() throws IOException {
        Path from = folder.resolve("other.zip");
        try (Network network = SmallData.network()) {
            network.write(from);
        }
        String pictures = "folder:" + data;
        Path out = folder.resolve("none.zip");

        assertThat(CommandRun.of("train", "--data", pictures, "--from", from, "--size", 32).err())
                .contains("--from brings the layers and the size of pictures, so leave out --size.");
        assertThat(CommandRun.of("train", "--data", pictures, "--freeze", "head").err())
                .contains("name it with --from");
        assertThat(CommandRun.of("train", "--data", pictures, "--from", from, "--freeze", "conv9", "--out", out).err())
                .contains("no layer \"conv9\"").doesNotContain("Exception");
        assertThat(CommandRun.of("train", "--data", pictures, "--from", folder.resolve("no.zip"), "--out", out).err())
                .contains("no.zip").doesNotContain("Exception");
        assertThat(out).doesNotExist();
    }

    @Test
    void anEarlierNetworkStaysWhenTrainingCannotBegin() throws IOException {
        Path out = Files.writeString(folder.resolve("earlier.zip"), "earlier");

        CommandRun run = CommandRun.of("train", "--data", "folder:" + folder.resolve("nowhere"), "--out", out);

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(Files.readString(out)).isEqualTo("earlier");
    }
}
