package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import espalier.data.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetCommandTest {

    @TempDir
    Path folder;

    @Test
    void what_is_there_is_told_with_how_it_is_opened() throws IOException {
        for (String name : new String[] {"n01440764", "n03028079"}) {
            TestPictures.write(folder.resolve("imagenette2-160/train").resolve(name).resolve("a.png"),
                    TestPictures.busy(8, 8));
        }
        Files.writeString(folder.resolve("imagenette2-160/classes.txt"), "n01440764 tench\nn03028079 church\n");
        CommandRun run = CommandRun.of("get", "Imagenette", "--out", folder, "--json", folder.resolve("got.json"));
        assertThat(run.code()).isZero();
        String data = "folder:" + folder.resolve("imagenette2-160");
        assertThat(run.out()).contains("It is there already: --data " + data);
        JsonNode json = CommandRun.json(folder.resolve("got.json"));
        assertThat(json.get("data").asText()).isEqualTo(data);
        assertThat(json.get("classNames")).hasToString("[\"tench\",\"church\"]");
        assertThat(json.get("fetched").asBoolean()).isFalse();
    }

    @Test
    void another_name_is_wrong_use_and_says_which_there_are() {
        CommandRun run = CommandRun.of("get", "mnist", "--out", folder);
        assertThat(run.code()).isEqualTo(CommandLineInterface.WRONG_USE);
        assertThat(run.err()).contains("cifar-10, cifar-100, imagenette");
    }

    /** A proxy that is not there stands for a machine that is offline, wherever this runs. */
    @Test
    void a_machine_that_is_offline_is_told_in_one_sentence() {
        String host = System.getProperty("https.proxyHost");
        String port = System.getProperty("https.proxyPort");
        System.setProperty("https.proxyHost", "127.0.0.1");
        System.setProperty("https.proxyPort", "9");
        try {
            CommandRun run = CommandRun.of("get", "cifar-10", "--out", folder);
            assertThat(run.code()).isEqualTo(CommandLineInterface.FAILED);
            assertThat(run.err().strip().lines()).hasSize(1);
            assertThat(run.err()).startsWith("Cannot reach www.cs.toronto.edu: ").contains("online");
        } finally {
            restore("https.proxyHost", host);
            restore("https.proxyPort", port);
        }
    }

    private static void restore(String key, String value) {
        if (value == null) {
            System.clearProperty(key);
        } else {
            System.setProperty(key, value);
        }
    }
}
