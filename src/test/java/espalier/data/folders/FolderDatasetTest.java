package espalier.data.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.SharedData;
import espalier.basics.Problem;
import espalier.data.Batch;
import espalier.data.Batches;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.Picture;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.data.TestPictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderDatasetTest {

    private static final PictureSize SIZE = new PictureSize(16, 16);

    @TempDir
    Path folder;

    private void write(String className, int count) throws IOException {
        byte[] bytes = TestPictures.bytes(TestPictures.image(20, 24, BufferedImage.TYPE_INT_RGB, Color.ORANGE), "png");
        for (int i = 0; i < count; i++) {
            TestPictures.write(folder.resolve(className).resolve("picture" + i + ".png"), bytes);
        }
    }

    private static List<String> titles(Pictures pictures) {
        return IntStream.range(0, pictures.size()).mapToObj(pictures::title).toList();
    }

    private static List<Integer> labels(Pictures pictures) {
        return IntStream.range(0, pictures.size()).mapToObj(pictures::label).toList();
    }

    private Dataset open() {
        return FolderDataset.open(folder, SIZE);
    }

    @Test
    void sub_folders_are_classes_and_every_class_is_in_every_part() throws IOException {
        write("dogs", 40);
        write("cats", 20);
        Dataset dataset = open();
        assertThat(dataset.classNames()).containsExactly("cats", "dogs");
        assertThat(labels(dataset.part(Part.TRAINING))).hasSize(42).contains(0, 1);
        assertThat(labels(dataset.part(Part.VALIDATION))).hasSize(9).contains(0, 1);
        assertThat(labels(dataset.part(Part.TEST))).hasSize(9).contains(0, 1);
        List<String> all = new ArrayList<>();
        for (Part part : Part.values()) {
            all.addAll(titles(dataset.part(part)));
        }
        assertThat(all).hasSize(60).doesNotHaveDuplicates().contains("cats/picture3.png", "dogs/picture39.png");
    }

    @Test
    void the_split_is_the_same_each_time() throws IOException {
        write("a", 30);
        write("b", 30);
        assertThat(titles(open().part(Part.TEST))).isEqualTo(titles(open().part(Part.TEST)));
    }

    @Test
    void three_pictures_of_a_class_are_enough_for_every_part() throws IOException {
        write("a", 3);
        write("b", 3);
        for (Part part : Part.values()) {
            assertThat(labels(open().part(part))).containsExactlyInAnyOrder(0, 1);
        }
    }

    @Test
    void a_single_picture_of_a_class_is_for_training() throws IOException {
        write("a", 1);
        write("b", 2);
        Dataset dataset = open();
        assertThat(labels(dataset.part(Part.TRAINING))).containsExactlyInAnyOrder(0, 1);
        assertThat(labels(dataset.part(Part.TEST))).containsExactly(1);
        assertThat(dataset.part(Part.VALIDATION).size()).isZero();
    }

    @Test
    void classes_come_in_turn() throws IOException {
        write("train/a", 30);
        write("train/b", 30);
        write("test/a", 3);
        write("test/b", 2);
        assertThat(labels(open().part(Part.TEST))).containsExactly(0, 1, 0, 1, 0);
    }

    @Test
    void given_parts_are_kept() throws IOException {
        write("train/a", 20);
        write("train/b", 30);
        write("val/a", 5);
        write("val/b", 5);
        Dataset dataset = open();
        assertThat(dataset.classNames()).containsExactly("a", "b");
        assertThat(titles(dataset.part(Part.TEST))).hasSize(10).allMatch(title -> title.startsWith("val/"));
        assertThat(titles(dataset.part(Part.VALIDATION))).hasSize(5).allMatch(title -> title.startsWith("train/"));
        assertThat(titles(dataset.part(Part.TRAINING))).hasSize(45).allMatch(title -> title.startsWith("train/"));

        write("Test/a", 4);
        write("Test/b", 4);
        Dataset three = open();
        assertThat(three.part(Part.TRAINING).size()).isEqualTo(50);
        assertThat(titles(three.part(Part.VALIDATION))).hasSize(10).allMatch(title -> title.startsWith("val/"));
        assertThat(titles(three.part(Part.TEST))).hasSize(8).allMatch(title -> title.startsWith("Test/"));
    }

    @Test
    void a_class_may_be_called_train() throws IOException {
        write("bus", 4);
        write("train", 4);
        assertThat(open().classNames()).containsExactly("bus", "train");
    }

    @Test
    void other_files_and_empty_sub_folders_are_no_classes() throws IOException {
        write("a", 4);
        write("b", 4);
        Files.writeString(folder.resolve("classes.csv"), "a,b\n");
        Files.createDirectories(folder.resolve("notes"));
        Files.writeString(folder.resolve("a").resolve("readme.txt"), "x");
        assertThat(open().classNames()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classes.txt|n01 crane\nn02\ttench, Tinca tinca\nn03 crane, bird\nn99 other",
            "LOC_synset_mapping.txt|n01 crane\nn02 tench, Tinca tinca\nn03 crane",
            "imagenet_class_index.json|{\"0\": [\"n02\", \"tench\"], \"1\": [\"n01\", \"crane\"], \"2\": [\"n03\", \"crane\"]}",
            "classes.json|{\"n01\": \"crane\", \"n02\": \"tench\", \"n03\": \"crane\"}"})
    void a_file_names_classes_whose_folders_are_called_by_ids(String file) throws IOException {
        for (String id : List.of("n01", "n02", "n03")) {
            write("data/train/" + id, 4);
            write("data/val/" + id, 2);
        }
        Path data = folder.resolve("data");
        String[] parts = file.split("\\|");
        for (Path place : List.of(data.resolve(parts[0]), folder.resolve(parts[0]))) {
            Files.writeString(place, parts[1]);
            Dataset dataset = FolderDataset.open(data, SIZE);
            assertThat(dataset.classNames()).containsExactly("crane (n01)", "tench", "crane (n03)");
            assertThat(dataset.classIds()).containsExactly("n01", "n02", "n03");
            assertThat(titles(dataset.part(Part.TEST))).contains("val/n02/picture0.png");
            // A network from before knows the ids.
            List<String> network = List.of("n03", "n01", "n02", "n04");
            Dataset relabelled = Datasets.open("folder:" + data, SIZE, network);
            assertThat(relabelled.classNames()).isEqualTo(network);
            assertThat(labels(relabelled.part(Part.TEST))).startsWith(1, 2, 0);
            assertThat(Datasets.open("only:n03,n02:folder:" + data).classNames()).containsExactly("tench",
                    "crane (n03)");
            assertThat(Datasets.open("only:n03,tench:folder:" + data).classNames()).containsExactly("tench",
                    "crane (n03)");
            Files.delete(place);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a x\nb", "a\nb\n", "c x\nd y", "{\"a\": ", "[1, 2]"})
    void a_file_that_does_not_name_every_class_changes_nothing(String text) throws IOException {
        write("a", 4);
        write("b", 4);
        Files.writeString(folder.resolve(text.startsWith("a") || text.startsWith("c") ? "classes.txt" : "classes.json"),
                text);
        assertThat(open().classNames()).containsExactly("a", "b");
    }

    @Test
    void a_thousand_classes_are_opened_without_reading_a_picture() throws IOException {
        for (int c = 0; c < 1000; c++) {
            Path sub = Files.createDirectories(folder.resolve(String.format("n%08d", c)));
            for (int i = 0; i < 7; i++) {
                Files.createFile(sub.resolve(i + ".jpg"));
            }
        }
        Dataset dataset = open();
        assertThat(dataset.classNames()).hasSize(1000).isSorted();
        assertThat(dataset.part(Part.TRAINING).size()).isEqualTo(5000);
        assertThat(labels(dataset.part(Part.TEST))).hasSize(1000).doesNotHaveDuplicates();
        assertThat(dataset.skipped()).isEmpty();
    }

    @Test
    void damaged_pictures_are_skipped_and_named() throws IOException {
        write("a", 10);
        write("b", 10);
        TestPictures.write(folder.resolve("a/text.jpg"), "no picture".getBytes(StandardCharsets.UTF_8));
        TestPictures.write(folder.resolve("b/empty.png"), new byte[0]);
        byte[] jpeg = TestPictures.bytes(TestPictures.busy(100, 80), "jpg");
        TestPictures.write(folder.resolve("b/cut.JPG"), Arrays.copyOf(jpeg, jpeg.length * 2 / 3));
        Dataset dataset = open();
        assertThat(dataset.skipped()).isEmpty();
        int seen = 0;
        for (Part part : Part.values()) {
            try (Batches batches = Batches.inOrder(dataset.part(part), dataset.normalisation(), 4)) {
                while (batches.hasNext()) {
                    Batch batch = batches.next();
                    seen += batch.size();
                    assertThat(batch.pixels()).hasSize(batch.size() * SIZE.values());
                }
            }
        }
        assertThat(seen).isEqualTo(20);
        assertThat(dataset.skipped()).hasSize(3).anyMatch(line -> line.startsWith("a/text.jpg: "))
                .anyMatch(line -> line.equals("b/empty.png: it is empty"))
                .anyMatch(line -> line.equals("b/cut.JPG: it is cut off before its end"));
    }

    @Test
    void decoded_pictures_are_remembered() throws IOException {
        write("a", 3);
        write("b", 3);
        Pictures training = open().part(Part.TRAINING);
        assertThat(training.quick(0)).isFalse();
        Picture picture = training.picture(0).orElseThrow();
        assertThat(training.quick(0)).isTrue();
        assertThat(training.picture(0).orElseThrow().rgb()).isEqualTo(picture.rgb());
        assertThat(picture.height()).isEqualTo(16);
    }

    @Test
    void an_empty_folder_is_a_problem_with_its_remedy() {
        assertThatThrownBy(this::open).isInstanceOf(Problem.class).hasMessageContaining(folder.toString())
                .hasMessageContaining("sub-folder for each class");
    }

    @Test
    void pictures_without_sub_folders_are_a_problem_with_its_remedy() throws IOException {
        write(".", 3);
        assertThatThrownBy(this::open).isInstanceOf(Problem.class)
                .hasMessageContaining("only 3 that lie in the folder itself");
    }

    @Test
    void one_class_is_a_problem_with_its_remedy() throws IOException {
        write("cats", 3);
        assertThatThrownBy(this::open).isInstanceOf(Problem.class).hasMessageContaining("“cats”")
                .hasMessageContaining("at least two classes");
    }

    @Test
    void the_size_asked_for_reaches_the_folder() throws IOException {
        write("a", 3);
        write("b", 3);
        assertThat(Datasets.open("folder:" + folder).pictureSize()).isEqualTo(new PictureSize(64, 64));
        assertThat(Datasets.open("folder:" + folder, SIZE).part(Part.TEST).picture(0).orElseThrow().width())
                .isEqualTo(16);
    }

    @Test
    void imagenette_is_read_whole() {
        Dataset dataset = Datasets.open("folder:" + SharedData.folder("data/imagenette"));
        assertThat(dataset.classNames()).hasSize(10).startsWith("tench", "English springer");
        assertThat(dataset.part(Part.TRAINING).size() + dataset.part(Part.VALIDATION).size()
                + dataset.part(Part.TEST).size()).isEqualTo(1_600);
        int seen = 0;
        try (Batches batches = Batches.inOrder(dataset.part(Part.TEST), IntStream.range(0, 100).toArray(),
                dataset.normalisation(), 50)) {
            while (batches.hasNext()) {
                seen += batches.next().size();
            }
        }
        assertThat(seen).isEqualTo(100);
        assertThat(dataset.skipped()).isEmpty();
    }
}
