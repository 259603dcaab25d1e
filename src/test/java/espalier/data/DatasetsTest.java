package espalier.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "mnist", "mnist:x", "shapes:many", "cifar10", "cifar10:", "folder:"})
    void what_is_not_a_data_set_is_told_with_the_valid_forms(String specification) {
        assertThatThrownBy(() -> Datasets.open(specification)).isInstanceOf(Problem.class)
                .hasMessageContaining("shapes:SEED").hasMessageContaining("cifar10:FOLDER")
                .hasMessageContaining("folder:FOLDER");
    }

    @Test
    void a_missing_folder_is_named() {
        assertThatThrownBy(() -> Datasets.open("cifar10:no/such/place")).isInstanceOf(Problem.class)
                .hasMessageContaining(Path.of("no", "such", "place").toString());
    }

    @Test
    void a_file_is_not_a_folder(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file.txt"));
        assertThatThrownBy(() -> Datasets.open("cifar10:" + file)).isInstanceOf(Problem.class)
                .hasMessageContaining("file.txt").hasMessageContaining("is a file");
    }
}
