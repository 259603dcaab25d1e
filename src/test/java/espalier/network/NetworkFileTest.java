package espalier.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFileTest {

    @TempDir
    private Path folder;

    @Test
    void aNetworkIsTheSameAfterWritingAndReading() {
        Network network = TestNetworks.branches();
        Path file = folder.resolve("deep/inside/network.zip");
        network.write(file);
        Network read = Network.read(file);
        assertThat(read.description()).isEqualTo(network.description());
        assertThat(read.layers()).isEqualTo(network.layers());
        assertThat(read.parameters()).isEqualTo(network.parameters());
        assertThat(folder.resolve("deep/inside")).isDirectoryContaining(path -> path.equals(file));
        assertThat(folder.resolve("deep/inside").toFile().list()).hasSize(1);
    }

    @Test
    void networksOfAllKindsOfLayersAreTheSameAfterWritingAndReading() {
        for (int seed = 0; seed < 20; seed++) {
            RandomNetwork.Made made = RandomNetwork.of(seed);
            Path file = folder.resolve(seed + ".zip");
            made.plain().write(file);
            Network read = Network.read(file);
            assertThat(read.layers()).as(made.parts()).isEqualTo(made.plain().layers());
            float[] pixels = new float[TestNetworks.SIZE * TestNetworks.SIZE * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) Math.sin(i);
            }
            Batch batch = new Batch(1, pixels, new int[1]);
            assertThat(read.infer(batch)).as(made.parts()).isDeepEqualTo(made.plain().infer(batch));
            made.plain().close();
            made.masked().close();
            read.close();
        }
    }

    @Test
    void aMissingFileIsNamed() {
        problem(folder.resolve("nothing.zip"), "nothing.zip", "There is no file");
    }

    @Test
    void aFileThatIsNoZipIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("text.zip"), "this is no network");
        problem(file, "text.zip", "not a network");
    }

    @Test
    void aZipThatIsNoNetworkIsNamed() throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
            zip.write(1);
        }
        problem(file, "other.zip", "configuration.json");
    }

    @Test
    void aTruncatedNetworkIsNamed() throws IOException {
        Path file = folder.resolve("whole.zip");
        TestNetworks.sequence().write(file);
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        problem(cut, "cut.zip", "cut off");
    }

    @Test
    void aNetworkOfDl4jWithoutADescriptionIsNamed() throws IOException {
        Path file = folder.resolve("plain.zip");
        ModelSerializer.writeModel(TestNetworks.sequence().graph(), file.toFile(), false);
        problem(file, "plain.zip", "description");
    }

    @Test
    void aFolderThatCannotBeWrittenToIsNamed() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
        assertThatThrownBy(() -> TestNetworks.sequence().write(blocked.resolve("network.zip")))
                .isInstanceOf(Problem.class).hasMessageContaining("network.zip")
                .hasMessageContaining("Choose a folder");
    }

    private static void problem(Path file, String... parts) {
        assertThatThrownBy(() -> Network.read(file)).isInstanceOf(Problem.class).message().contains(parts)
                .doesNotContain("Exception");
    }
}
