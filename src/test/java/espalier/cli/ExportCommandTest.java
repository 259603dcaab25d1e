package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import espalier.data.Batch;
import espalier.network.Network;
import espalier.network.exports.InOnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command export. */
class ExportCommandTest {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void network() {
        file = folder.resolve("small.zip");
        try (Network network = SmallData.network()) {
            network.write(file);
        }
    }

    @Test
    void what_is_written_answers_as_the_network_does() throws IOException, OrtException {
        Path out = folder.resolve("new").resolve("small.onnx");

        CommandRun run = CommandRun.of("export", file, "--out", out, "--fold-batch-norms", "--json", "-");

        assertThat(run.code()).isZero();
        JsonNode result = run.json();
        assertThat(result.get("output").asText()).isEqualTo("logits");
        assertThat(result.get("bytes").asLong()).isEqualTo(out.toFile().length());
        assertThat(run.err()).contains("picture [batch, 3, 16, 16]", "logits [batch, 3]");
        try (Network network = Network.read(file)) {
            Batch batch = InOnnxRuntime.pictures(network, 2);
            InOnnxRuntime.assertClose("exported",
                    InOnnxRuntime.outputs(out, batch.pixels(), 2, SmallData.SIDE, SmallData.SIDE),
                    network.infer(batch));
        }
    }

    @Test
    void another_ending_is_refused() {
        CommandRun run = CommandRun.of("export", file, "--out", folder.resolve("small.pb"));

        assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(run.err()).contains(".onnx");
    }
}
