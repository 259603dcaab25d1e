package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.network.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with files is told in one sentence that names them, and nothing is lost. */
class BadInputTest {

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
    void aMissingNetwork() {
        Path missing = folder.resolve("missing.zip");
        told(missing.toString(), "info", missing);
    }

    @Test
    void aFileThatIsNoNetwork() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.zip"), "not a zip at all");
        told(text.toString(), "info", text);
        told(text.toString(), "evaluate", "--network", text, "--data", data);
        told(text.toString(), "info", folder.resolve("notes.zip"));
    }

    @Test
    void aZipWithoutANetwork() throws IOException {
        Path zip = folder.resolve("other.zip");
        try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("hello.txt"));
            entries.write('!');
        }
        told(zip.toString(), "score", "--network", zip, "--data", data);
    }

    @Test
    void aTruncatedZip() throws IOException {
        byte[] all = Files.readAllBytes(file);
        Path truncated = Files.write(folder.resolve("truncated.zip"), Arrays.copyOf(all, all.length / 2));
        told(truncated.toString(), "info", truncated);
    }

    @Test
    void anEmptyFileAndAFolderForANetwork() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.zip"));
        told(empty.toString(), "info", empty);
        told(folder.toString(), "info", folder);
    }

    @Test
    void aWrongNumberOfClasses() {
        told("shapes", "evaluate", "--network", file, "--data", "shapes");
        told("3 classes", "score", "--network", file, "--data", "shapes");
        told("10", "prune", "--network", file, "--data", "shapes", "--out", folder.resolve("never"));
        assertThat(folder.resolve("never/run.json")).doesNotExist();
    }

    @Test
    void dataThatIsNone() {
        told("nowhere", "evaluate", "--network", file, "--data", "folder:" + folder.resolve("nowhere"));
        told("small.zip", "evaluate", "--network", file, "--data", "folder:" + file);
        told("data_batch_1.bin", "train", "--data", "cifar10:" + folder, "--out", folder.resolve("t.zip"));
    }

    @Test
    void anEmptyFolderAndPicturesOfOneClassOnly() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("nothing"));
        told(empty.toString(), "train", "--data", "folder:" + empty, "--out", folder.resolve("t.zip"));
        Path one = folder.resolve("one");
        Files.createDirectories(one.resolve("dot"));
        Files.copy(folder.resolve("pictures/dot/000.png"), one.resolve("dot/000.png"));
        told("one class only", "train", "--data", "folder:" + one, "--out", folder.resolve("t.zip"));
        assertThat(folder.resolve("t.zip")).doesNotExist();
    }

    @Test
    void outputsThatCannotBeWritten() {
        Path below = file.resolve("below.zip");
        told(file.toString(), "train", "--data", data, "--out", below);
        told(folder.toString(), "train", "--data", data, "--out", folder);
        told(file.toString(), "prune", "--network", file, "--data", data, "--out", file);
        told(file.toString(), "explain", "--network", file, "--data", data, "--pictures", 0, "--out", file);
        told(file.toString(), "info", file, "--json", file.resolve("info.json"));
    }

    @Test
    void layersClassesAndPicturesThatAreNot() {
        Object[] explain = {"explain", "--network", file, "--data", data, "--out", folder.resolve("maps"),
                "--pictures"};
        told("\"conv9\"", with(explain, 0, "--layer", "conv9"));
        told("relu2", with(explain, 0, "--layer", "mean"));
        told("\"cat\"", with(explain, 0, "--class", "cat"));
        told("\"3\"", with(explain, 0, "--class", "3"));
        told("0 to 8", with(explain, 9));
        told("no picture -1", with(explain, -1));
    }

    @Test
    void picturesThatAreNone() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        told(text.toString(), "explain", "--network", file, "--picture", text, "--out", folder.resolve("maps"));
        told("gone.png", "explain", "--network", file, "--picture", folder.resolve("gone.png"), "--out",
                folder.resolve("maps"));
    }

    @Test
    void recipesThatAreNone() throws IOException {
        Path recipe = folder.resolve("recipe.json");
        told(recipe.toString(), "prune", "--recipe", recipe, "--out", folder.resolve("again"));
        Files.writeString(recipe, "{\"half\": ");
        told(recipe.toString(), "prune", "--recipe", recipe, "--out", folder.resolve("again"));
        Files.writeString(recipe, "{}");
        told(recipe.toString(), "prune", "--recipe", recipe, "--out", folder.resolve("again"));
        assertThat(folder.resolve("again")).doesNotExist();
    }

    private static Object[] with(Object[] arguments, Object... more) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return all;
    }

    private static void told(String name, Object... arguments) {
        CommandRun run = CommandRun.of(arguments);
        List<String> lines = run.err().lines().filter(line -> !line.startsWith("Note:")).toList();
        assertThat(run.code()).as(run.err()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(lines).as(run.err()).hasSize(1);
        assertThat(lines.get(0)).contains(name).doesNotContain("Exception").doesNotContain("should not have")
                .endsWith(".");
    }
}
