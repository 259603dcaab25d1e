package espalier.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.data.Datasets;
import espalier.data.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublicDataTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void each_is_known_by_its_name_and_comes_by_a_secure_connection_with_a_checksum(PublicData data) {
        assertThat(PublicData.of(data.key())).contains(data);
        assertThat(PublicData.of(data.title().replace("-", ""))).contains(data);
        assertThat(PublicData.names()).contains(data.key());
        assertThat(data.archive().address()).hasScheme("https");
        assertThat(data.archive().sha256()).matches("[0-9a-f]{64}");
        assertThat(data.archive().address().getPath()).endsWith("gz");
        assertThat(data.home()).startsWith("https://");
        assertThat(data.size()).matches("\\d+\\.\\d MB to fetch, \\d+\\.\\d MB on the disk");
        assertThat(data.in(folder)).isEmpty();
    }

    @Test
    void another_name_is_none() {
        assertThat(PublicData.of("mnist")).isEmpty();
    }

    @Test
    void what_is_there_is_not_fetched_again() throws IOException {
        for (String name : new String[] {"n01440764", "n03028079"}) {
            TestPictures.write(folder.resolve("imagenette2-160/train").resolve(name).resolve("a.png"),
                    TestPictures.busy(8, 8));
        }
        String specification = PublicData.IMAGENETTE.get(folder, Progress.NONE);
        assertThat(specification).isEqualTo("folder:" + folder.resolve("imagenette2-160"));
        assertThat(Datasets.open(specification).classNames()).hasSize(2);
    }

    @Test
    void something_else_in_its_place_stays_and_is_told() throws IOException {
        Path file = folder.resolve("cifar-10-batches-bin/test_batch.bin");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> PublicData.CIFAR_10.get(folder, Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("not CIFAR-10 as a whole").hasMessageContaining("Move it away");
        assertThat(file).hasContent("mine");
    }
}
