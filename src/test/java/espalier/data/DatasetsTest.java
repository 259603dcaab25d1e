package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "mnist", "mnist:x", "shapes:many", "cifar10", "cifar10:", "cifar100:", "cifar1000:x",
            "cifar100-coarse:", "folder:"})
    void what_is_not_a_data_set_is_told_with_the_valid_forms(String specification) {
        assertThatThrownBy(() -> Datasets.open(specification)).isInstanceOf(Problem.class)
                .hasMessageContaining("shapes:SEED").hasMessageContaining("cifar10:FOLDER")
                .hasMessageContaining("folder:FOLDER");
    }

    /** Names that have what separates names, and a folder whose name has it as well. */
    @Test
    void the_pictures_of_some_classes_are_opened_again_by_their_specification(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("only:a,b=c ?%2c:x");
        List<String> names = List.of("cat, wild", "dog=1", "100%", "horse");
        for (String name : names) {
            for (int i = 0; i < 12; i++) {
                TestPictures.write(folder.resolve(name).resolve(i + ".png"), TestPictures.busy(8, 8));
            }
        }
        Dataset all = Datasets.open("folder:" + folder, new PictureSize(8, 8));
        Dataset some = Datasets.only(all, new int[] {all.classNames().indexOf("100%"),
                all.classNames().indexOf("cat, wild"), all.classNames().indexOf("dog=1")});
        Dataset again = Datasets.open(some.specification(), new PictureSize(8, 8));
        assertThat(some.specification()).isEqualTo("only:100%25,cat%2c wild,dog%3d1:folder:" + folder);
        assertThat(again.specification()).isEqualTo(some.specification());
        assertThat(again.classNames()).isEqualTo(some.classNames()).containsExactly("100%", "cat, wild", "dog=1");
        assertThat(again.title()).isEqualTo(folder.getFileName() + ": 100%, cat, wild, dog=1");
        for (Part part : Part.values()) {
            Pictures mine = again.part(part);
            assertThat(mine.size()).isEqualTo(all.part(part).size() / 4 * 3);
            for (int i = 0; i < mine.size(); i++) {
                assertThat(mine.title(i)).contains(again.classNames().get(mine.label(i)));
            }
        }
        Dataset two = Datasets.only(again, new int[] {0, 2});
        assertThat(two.specification()).isEqualTo("only:100%25,dog%3d1:folder:" + folder);
        assertThat(two.title()).isEqualTo(folder.getFileName() + ": 100%, dog=1");
        assertThat(Datasets.only(two, new int[] {0, 1})).isSameAs(two);
        assertThatThrownBy(() -> Datasets.only(two, new int[] {1})).isInstanceOf(Problem.class)
                .hasMessageContaining("dog=1").hasMessageContaining("two classes");
    }

    @Test
    void some_classes_are_those_of_a_network_that_calls_them_a_little_differently() {
        Dataset data = Datasets.open("only: STRIPED DISC ,  dotted_star:shapes:3");
        assertThat(data.classNames()).hasSize(2);
        assertThat(data.specification()).endsWith(":shapes:3").startsWith("only:");
        List<String> network = List.of("a", data.classNames().get(1) + " of five points", data.classNames().get(0));
        assertThat(Datasets.open(data.specification(), data.pictureSize(), network).classNames()).isNotEqualTo(network);
        List<String> upper = List.of(data.classNames().get(1).toUpperCase(Locale.ROOT), data.classNames().get(0), "x");
        Dataset relabelled = Datasets.open(data.specification(), data.pictureSize(), upper);
        assertThat(relabelled.classNames()).isEqualTo(upper);
        assertThat(Datasets.only(relabelled, new int[] {0, 1}).specification())
                .isEqualTo("only:" + upper.get(0) + "," + upper.get(1) + ":shapes:3");
        assertThat(Datasets.open("only:" + upper.get(0) + "," + upper.get(1) + ":shapes:3").classNames())
                .isEqualTo(data.classNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"only:", "only:disc", "only::shapes", "only:disc,star:mnist", "only:disc:"})
    void what_is_not_a_part_of_a_data_set_is_told_with_the_valid_forms(String specification) {
        assertThatThrownBy(() -> Datasets.open(specification)).isInstanceOf(Problem.class)
                .hasMessageContaining("shapes:SEED").hasMessageContaining("only:");
    }

    @Test
    void a_class_that_there_is_not_is_told() {
        assertThatThrownBy(() -> Datasets.open("only:plain ring,yeti:shapes")).isInstanceOf(Problem.class)
                .hasMessageContaining("yeti").hasMessageContaining("striped disc");
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
