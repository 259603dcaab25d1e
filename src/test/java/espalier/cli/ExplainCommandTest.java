package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.network.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command explain. */
class ExplainCommandTest {

    @TempDir
    private static Path folder;
    private static Path pictures;
    private static Path file;

    @BeforeAll
    static void networkAndPictures() throws IOException {
        pictures = SmallData.folder(folder.resolve("pictures"), 20);
        file = folder.resolve("small.zip");
        try (Network network = SmallData.network()) {
            network.write(file);
        }
    }

    @Test
    void writesPicturesAndRawMapsOfEachPictureAndNetwork() throws IOException {
        Path out = folder.resolve("maps");
        Path second = Files.copy(file, folder.resolve("second.zip"));

        CommandRun run = CommandRun.of("explain", "--network", file + "," + second, "--data", "folder:" + pictures,
                "--pictures", "0,5", "--class", "true", "--out", out, "--scale", 4);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("maps.json", "test-0.png", "test-5.png",
                "test-0-small-heat.png", "test-0-small-top10.png", "test-5-small-heat.png", "test-5-small-top10.png",
                "test-0-second-heat.png", "test-0-second-top10.png", "test-5-second-heat.png",
                "test-5-second-top10.png");
        BufferedImage heat = ImageIO.read(out.resolve("test-5-small-heat.png").toFile());
        assertThat(heat.getWidth()).isEqualTo(SmallData.SIDE * 4);
        JsonNode entries = CommandRun.json(out.resolve("maps.json")).get("explanations");
        assertThat(entries).hasSize(4);
        for (JsonNode entry : entries) {
            assertThat(entry.get("layer").asText()).isEqualTo("relu2");
            assertThat(entry.get("height").asInt()).isEqualTo(8);
            assertThat(entry.get("raw")).hasSize(64);
            assertThat(entry.get("explained")).isEqualTo(entry.get("trueClass"));
            assertThat(entry.get("confidence").asDouble()).isGreaterThanOrEqualTo(entry.get("probability").asDouble());
            assertThat(SmallData.CLASSES).contains(entry.get("predicted").asText());
            assertThat(Path.of(entry.get("files").get("heatMap").asText())).exists();
        }
        assertThat(entries.findValuesAsText("index")).containsExactly("0", "0", "5", "5");
        assertThat(entries.get(0).get("raw")).as("the same network").isEqualTo(entries.get(1).get("raw"));
    }

    @Test
    void theTop10PictureShowsTheShareOfPixelsAndBlack() throws IOException {
        Path out = folder.resolve("top");

        CommandRun.of("explain", "--network", file, "--data", "folder:" + pictures, "--pictures", 1, "--out", out,
                "--scale", 1, "--layer", "relu1");

        BufferedImage top = ImageIO.read(out.resolve("test-1-small-top10.png").toFile());
        BufferedImage whole = ImageIO.read(out.resolve("test-1.png").toFile());
        int shown = 0;
        for (int y = 0; y < SmallData.SIDE; y++) {
            for (int x = 0; x < SmallData.SIDE; x++) {
                int pixel = top.getRGB(x, y);
                if (pixel != 0xFF000000) {
                    shown++;
                    assertThat(pixel).isEqualTo(whole.getRGB(x, y));
                }
            }
        }
        assertThat(shown).isLessThanOrEqualTo(Math.round(0.1f * SmallData.SIDE * SmallData.SIDE));
    }

    @Test
    void onesOwnPictureIsExplainedForAClassByNameOrNumber() throws IOException {
        Path own = pictures.resolve("dot/003.png");

        CommandRun byName = CommandRun.of("explain", "--network", file, "--picture", own, "--class", "box", "--out",
                folder.resolve("own"), "--json", "-");
        CommandRun byNumber = CommandRun.of("explain", "--network", file, "--picture", own, "--class", 1, "--out",
                folder.resolve("own"), "--json", "-");

        assertThat(byName.code()).isZero();
        assertThat(byName.json().get("explanations").get(0).get("explained").asText()).isEqualTo("box");
        assertThat(byName.json().get("explanations").get(0).get("index").isNull()).isTrue();
        assertThat(byNumber.json()).isEqualTo(byName.json());
        assertThat(folder.resolve("own/003-small-heat.png")).exists();
    }

    @Test
    void filesOfTheSameNameGetDifferentShortNames() {
        assertThat(MapFiles.shortNames(List.of(Path.of("a", "x2.zip"), Path.of("b", "x2.zip"), Path.of("x2.5.zip")))
                .keySet()).containsExactly("x2", "x2-2", "x2.5");
    }
}
