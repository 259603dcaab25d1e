package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.data.Batch;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command predict. */
class PredictCommandTest {

    @TempDir
    private static Path folder;
    private static Path pictures;
    private static Path file;

    @BeforeAll
    static void networkAndPictures() throws IOException {
        pictures = SmallData.folder(folder.resolve("pictures"), 3);
        file = folder.resolve("small.zip");
        try (Network network = SmallData.network()) {
            network.write(file);
        }
    }

    @Test
    void the_json_has_all_outputs_and_the_likeliest_classes() throws IOException {
        Path picture = pictures.resolve("dot").resolve("001.png");

        CommandRun run = CommandRun.of("predict", "--network", file, picture, pictures.resolve("bar"), "--top", 2,
                "--json", "-");

        assertThat(run.code()).isZero();
        JsonNode result = run.json();
        assertThat(result.get("classNames")).hasSize(3);
        assertThat(result.get("predictions")).hasSize(4);
        JsonNode first = result.get("predictions").get(0);
        assertThat(first.get("picture").asText()).isEqualTo(picture.toString());
        float[] logits;
        try (Network network = Network.read(file)) {
            Batch batch = network.description()
                    .batch(List.of(PictureFile.readOwn(picture, new PictureSize(SmallData.SIDE, SmallData.SIDE))));
            logits = network.infer(batch)[0];
        }
        double sum = 0;
        int best = 0;
        for (int c = 0; c < 3; c++) {
            assertThat(first.get("outputs").get(c).asDouble()).isCloseTo(logits[c], within(1e-5));
            sum += first.get("probabilities").get(c).asDouble();
            best = logits[c] > logits[best] ? c : best;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(first.get("top")).hasSize(2);
        assertThat(first.get("top").get(0).get("class").asText()).isEqualTo(SmallData.CLASSES.get(best));
        assertThat(first.get("top").get(0).get("probability")).isEqualTo(first.get("probabilities").get(best));
        assertThat(run.err()).as("the table for people").contains("001.png", SmallData.CLASSES.get(best), " %");
    }

    @Test
    void a_picture_that_cannot_be_read_and_a_folder_without_any_are_named() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jpg"), "no picture");
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThat(CommandRun.of("predict", "--network", file, broken).err()).contains("broken.jpg", "Choose another");
        assertThat(CommandRun.of("predict", "--network", file, empty).err())
                .contains("no JPEG, PNG, WebP or TIFF files");
        assertThat(CommandRun.of("predict", "--network", file).code()).isEqualTo(CommandLineInterface.WRONG_USE);
    }
}
