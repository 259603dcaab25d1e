package espalier.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.SharedData;
import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {

    private static final int RECORDS = 200;

    @TempDir
    Path folder;

    /** Six files; record i of file f has the label i % 10, red f, green i, blue the place in the plane. */
    private void writeFiles() throws IOException {
        for (int f = 0; f < 6; f++) {
            byte[] bytes = new byte[RECORDS * 3073];
            for (int i = 0; i < RECORDS; i++) {
                int at = i * 3073;
                bytes[at] = (byte) (i % 10);
                for (int p = 0; p < 1024; p++) {
                    bytes[at + 1 + p] = (byte) f;
                    bytes[at + 1025 + p] = (byte) i;
                    bytes[at + 2049 + p] = (byte) p;
                }
            }
            Files.write(folder.resolve(f == 5 ? "test_batch.bin" : "data_batch_" + (f + 1) + ".bin"), bytes);
        }
    }

    @Test
    void a_record_is_a_label_and_three_planes() throws IOException {
        writeFiles();
        Cifar cifar = Cifar.open(CifarVersion.TEN, folder, RECORDS);
        Pictures file = cifar.file("data_batch_3.bin");
        assertThat(file.label(17)).isEqualTo(7);
        Picture picture = file.picture(190).orElseThrow();
        assertThat(picture.value(2, 5, 0)).isEqualTo(2);
        assertThat(picture.value(2, 5, 1)).isEqualTo(190);
        assertThat(picture.value(2, 5, 2)).isEqualTo(69);
        assertThat(cifar.part(Part.TEST).title(17)).isEqualTo("test 17");
    }

    @Test
    void validation_is_a_twentieth_of_every_class_and_nothing_is_in_two_parts() throws IOException {
        writeFiles();
        Cifar cifar = Cifar.open(CifarVersion.TEN, folder, RECORDS);
        Pictures training = cifar.part(Part.TRAINING);
        Pictures validation = cifar.part(Part.VALIDATION);
        assertThat(training.size()).isEqualTo(950);
        assertThat(validation.size()).isEqualTo(50);
        for (int label = 0; label < 10; label++) {
            int wanted = label;
            assertThat(IntStream.range(0, 50).filter(i -> validation.label(i) == wanted)).hasSize(5);
        }
        assertThat(IntStream.range(0, 950).mapToObj(training::title)).doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(IntStream.range(0, 50).mapToObj(validation::title).toList());
    }

    @Test
    void class_names_are_those_of_the_file_where_there_is_one() throws IOException {
        writeFiles();
        assertThat(Cifar.open(CifarVersion.TEN, folder, RECORDS).classNames()).startsWith("airplane", "automobile")
                .hasSize(10);
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        assertThat(Cifar.open(CifarVersion.TEN, folder, RECORDS).classNames()).startsWith("a", "b").hasSize(10);
    }

    @Test
    void a_missing_file_is_named() throws IOException {
        writeFiles();
        Files.delete(folder.resolve("data_batch_4.bin"));
        assertThatThrownBy(() -> Cifar.open(CifarVersion.TEN, folder, RECORDS)).isInstanceOf(Problem.class)
                .hasMessageContaining("data_batch_4.bin").hasMessageContaining("cifar-10-binary.tar.gz");
    }

    @Test
    void a_truncated_file_is_named() throws IOException {
        writeFiles();
        Files.write(folder.resolve("test_batch.bin"), new byte[1000]);
        assertThatThrownBy(() -> Cifar.open(CifarVersion.TEN, folder, RECORDS)).isInstanceOf(Problem.class)
                .hasMessageContaining("test_batch.bin").hasMessageContaining("1000 bytes");
    }

    @Test
    void an_impossible_label_is_a_problem_when_the_file_is_read() throws IOException {
        writeFiles();
        byte[] bytes = Files.readAllBytes(folder.resolve("test_batch.bin"));
        bytes[3073 * 4] = (byte) 200;
        Files.write(folder.resolve("test_batch.bin"), bytes);
        Pictures test = Cifar.open(CifarVersion.TEN, folder, RECORDS).part(Part.TEST);
        assertThatThrownBy(() -> test.label(0)).isInstanceOf(Problem.class).hasMessageContaining("test_batch.bin")
                .hasMessageContaining("record 4").hasMessageContaining("200");
    }

    @Test
    void the_folder_in_which_the_archive_was_unpacked_is_as_good() throws IOException {
        writeFiles();
        Path parent = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-parent"));
        Files.move(folder, parent.resolve("cifar-10-batches-bin"));
        assertThat(Cifar.open(CifarVersion.TEN, parent, RECORDS).part(Part.TEST).size()).isEqualTo(RECORDS);
        assertThat(Datasets.inFolder(parent)).isEqualTo("cifar10:" + parent);
        assertThat(Datasets.inFolder(parent.resolve("cifar-10-batches-bin"))).startsWith("cifar10:");
        Files.move(parent.resolve("cifar-10-batches-bin"), folder);
    }

    /** Two files; record i has the fine label i % 100 and the coarse label of that / 5, red i, green 7. */
    private void writeHundred() throws IOException {
        for (int records : new int[] {RECORDS, 5 * RECORDS}) {
            byte[] bytes = new byte[records * 3074];
            for (int i = 0; i < records; i++) {
                int at = i * 3074;
                bytes[at] = (byte) (i % 100 / 5);
                bytes[at + 1] = (byte) (i % 100);
                Arrays.fill(bytes, at + 2, at + 1026, (byte) i);
                Arrays.fill(bytes, at + 1026, at + 2050, (byte) 7);
            }
            Files.write(folder.resolve(records == RECORDS ? "test.bin" : "train.bin"), bytes);
        }
    }

    @Test
    void the_hundred_have_two_labels_and_the_same_parts_by_both() throws IOException {
        writeHundred();
        Cifar fine = Cifar.open(CifarVersion.HUNDRED, folder, RECORDS);
        Cifar coarse = Cifar.open(CifarVersion.HUNDRED_COARSE, folder, RECORDS);
        assertThat(fine.classNames()).hasSize(100).doesNotHaveDuplicates().isSorted().contains("aquarium_fish");
        assertThat(coarse.classNames()).hasSize(20).doesNotHaveDuplicates().isSorted().contains("vehicles_2");
        assertThat(fine.part(Part.TEST).label(137)).isEqualTo(37);
        assertThat(coarse.part(Part.TEST).label(137)).isEqualTo(7);
        Picture picture = fine.part(Part.TEST).picture(137).orElseThrow();
        assertThat(new int[] {picture.value(31, 31, 0), picture.value(0, 0, 1), picture.value(3, 3, 2)})
                .containsExactly(137, 7, 0);
        for (Part part : Part.values()) {
            Pictures byFine = fine.part(part);
            Pictures byCoarse = coarse.part(part);
            assertThat(IntStream.range(0, byFine.size()).mapToObj(byFine::title))
                    .containsExactlyElementsOf(IntStream.range(0, byCoarse.size()).mapToObj(byCoarse::title).toList());
            assertThat(IntStream.range(0, byFine.size())).allMatch(i -> byCoarse.label(i) == byFine.label(i) / 5);
        }
        assertThat(fine.part(Part.VALIDATION).size()).isEqualTo(100);
        assertThat(fine.part(Part.TRAINING).title(0)).startsWith("training ");
        assertThat(Datasets.inFolder(folder)).isEqualTo("cifar100:" + folder);
        Files.writeString(folder.resolve("coarse_label_names.txt"), "x\n".repeat(20));
        assertThat(Cifar.open(CifarVersion.HUNDRED_COARSE, folder, RECORDS).classNames()).containsOnly("x").hasSize(20);
    }

    @Test
    void an_impossible_coarse_label_is_a_problem_of_either_version() throws IOException {
        writeHundred();
        byte[] bytes = Files.readAllBytes(folder.resolve("test.bin"));
        bytes[3074 * 6] = 20;
        Files.write(folder.resolve("test.bin"), bytes);
        for (CifarVersion version : new CifarVersion[] {CifarVersion.HUNDRED, CifarVersion.HUNDRED_COARSE}) {
            Pictures test = Cifar.open(version, folder, RECORDS).part(Part.TEST);
            assertThatThrownBy(() -> test.label(0)).isInstanceOf(Problem.class).hasMessageContaining("record 6")
                    .hasMessageContaining("0 to 19").hasMessageContaining("cifar-100-binary.tar.gz");
        }
    }

    @Test
    void the_official_files_are_read() {
        Dataset cifar = Datasets.open("cifar10:" + SharedData.folder("data/cifar10"));
        assertThat(cifar.part(Part.TRAINING).size()).isEqualTo(47_500);
        assertThat(cifar.part(Part.VALIDATION).size()).isEqualTo(2_500);
        Pictures test = cifar.part(Part.TEST);
        assertThat(test.size()).isEqualTo(10_000);
        // The first test picture is known to be a cat, the second a ship.
        assertThat(cifar.classNames().get(test.label(0))).isEqualTo("cat");
        assertThat(cifar.classNames().get(test.label(1))).isEqualTo("ship");
        assertThat(test.picture(0).orElseThrow().value(0, 0, 0)).isEqualTo(158);
        assertThat(IntStream.range(0, 10_000).filter(i -> test.label(i) == 9)).hasSize(1000);
    }
}
