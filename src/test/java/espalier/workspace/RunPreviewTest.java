package espalier.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Datasets;
import espalier.importance.ClassAwareScores;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Network;
import espalier.workspace.RunPreview.NetworkPreview;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's own preview, on a copy of the sample. */
class RunPreviewTest {

    @TempDir
    Path folder;

    private RunFolder run;

    @BeforeEach
    void copySample() throws IOException {
        for (String name : List.of("run.json", "preview.json", "unpruned.zip", "x2.zip", "x4.zip", "x8.zip",
                "x32.zip")) {
            try (InputStream resource = RunPreviewTest.class.getResourceAsStream("/espalier/samples/shapes/" + name)) {
                Files.copy(resource, folder.resolve(name));
            }
        }
        run = RunFolder.read(folder);
    }

    @Test
    void the_samples_preview_says_what_its_networks_say() {
        Optional<RunPreview> preview = RunPreview.read(run);
        assertThat(preview)
                .as("The sample's preview is of other files. Write it again: espalier preview samples/shapes")
                .isPresent();
        Dataset data = Datasets.open("shapes");
        for (NetworkPreview shown : preview.get().networks()) {
            try (Network network = Network.read(folder.resolve(shown.file()))) {
                assertThat(shown.description()).isEqualTo(network.description());
                assertThat(shown.layers()).isEqualTo(network.layers());
                assertThat(shown.cost()).isEqualTo(network.cost());
                if (shown.file().equals("unpruned.zip")) {
                    assertSame(shown.scores(),
                            ClassAwareScores.of(network, data, ClassAwareScores.PICTURES_PER_CLASS, Progress.NONE));
                }
            }
        }
    }

    /** Another processor may round a value to the other side of zero here and there: a tenth of a class. */
    private static void assertSame(NetworkScores shown, NetworkScores computed) {
        assertThat(shown.classNames()).isEqualTo(computed.classNames());
        assertThat(shown.picturesPerClass()).isEqualTo(computed.picturesPerClass());
        for (LayerScores layer : computed.layers()) {
            float[] scores = shown.layer(layer.layer()).scores();
            assertThat(scores).hasSize(layer.filters());
            assertThat(shown.layer(layer.layer()).lossChange()).hasDimensions(computed.classNames().size(),
                    layer.filters());
            for (int k = 0; k < scores.length; k++) {
                assertThat(scores[k]).as("%s, filter %d", layer.layer(), k).isCloseTo(layer.scores()[k], within(.5f));
            }
        }
    }

    @Test
    void a_preview_from_before_the_change_of_loss_was_computed_shows_the_other_scores() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Path file = folder.resolve(RunPreview.FILE);
        JsonNode written = json.readTree(file.toFile());
        written.findParents("lossChange").forEach(layer -> ((ObjectNode) layer).remove("lossChange"));
        json.writeValue(file.toFile(), written);
        NetworkScores scores = RunPreview.read(run).orElseThrow().networks().get(0).scores();
        assertThat(scores.hasLossChange()).isFalse();
        assertThat(scores.layers().get(0).filters()).isPositive();
    }

    @Test
    void a_network_that_was_replaced_makes_the_preview_void() throws IOException {
        Files.copy(folder.resolve("x4.zip"), folder.resolve("x8.zip"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(RunPreview.read(run)).isEmpty();
    }

    @Test
    void a_preview_that_is_missing_or_damaged_is_none() throws IOException {
        Files.writeString(folder.resolve(RunPreview.FILE), "{ \"data\" : \"shapes\", \"networks\" : [ { } ]");
        assertThat(RunPreview.read(run)).isEmpty();
        Files.writeString(folder.resolve(RunPreview.FILE),
                "{ \"data\" : \"shapes\", \"networks\" : [ { }, { }, { }, { }, { } ] }");
        assertThat(RunPreview.read(run)).isEmpty();
        Files.delete(folder.resolve(RunPreview.FILE));
        assertThat(RunPreview.read(run)).isEmpty();
    }
}
