package espalier.app;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.Notices.Notice;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Datasets;
import espalier.data.TestPictures;
import espalier.data.shapes.Shapes;
import espalier.importance.NetworkScores;
import espalier.importance.NetworkScores.LayerScores;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.PruningSettings;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenerTest extends WindowTest {

    private final List<Notice> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        onFx(() -> {
            notices.setReceiver(told::add);
            return null;
        });
    }

    @Test
    void a_network_brings_the_data_that_it_was_trained_on_and_is_evaluated_on_it() {
        Path file = onEngine(() -> network("other", 10, "shapes:5", folder.resolve("other.zip")));
        onFx(() -> {
            session.setData(null);
            opener.network(file);
            return null;
        });
        await("the network", () -> "other".equals(session.getUnpruned().description().name()));
        assertThat(onFx(() -> session.getData().specification())).isEqualTo("shapes:5");
        await("its test", () -> session.getSelected().test().isPresent());
        assertThat(session.getSelected().imagesPerSecond()).isPositive();
        assertThat(told).isEmpty();
    }

    @Test
    void a_network_of_other_classes_opens_without_data_and_says_what_to_open() {
        Path file = onEngine(() -> network("three", 3, "unknown", folder.resolve("three.zip")));
        onFx(() -> {
            opener.path(file);
            return null;
        });
        await("the network", () -> "three".equals(session.getUnpruned().description().name()));
        assertThat(onFx(() -> session.getData())).isNull();
        await("a notice", () -> told.stream().anyMatch(notice -> notice.text().contains("3 classes")));
    }

    @Test
    void data_of_other_class_names_are_asked_for_before_the_network_answers_to_them() throws IOException {
        Path animals = animals();
        OpenNetwork before = onFx(() -> session.getUnpruned());
        onFx(() -> {
            opener.path(animals);
            return null;
        });
        await("the question", () -> !told.isEmpty());
        assertThat(told.get(0).text()).contains("ant, bee, cat, dog, eel and 5 others");
        assertThat(onFx(() -> session.getData().title())).isEqualTo("Shapes");
        onFx(() -> {
            told.get(0).action().orElseThrow().run().run();
            assertThat(session.getData().classNames()).contains("ant");
            assertThat(session.getUnpruned().test()).isEmpty();
            return null;
        });
        await("its test on these", () -> session.getUnpruned().test().isPresent());
        assertThat(session.getUnpruned().id()).isEqualTo(before.id());
    }

    @Test
    void a_network_does_not_take_open_data_of_as_many_classes_with_other_names() throws IOException {
        Path animals = animals();
        Path file = onEngine(() -> network("ten", 10, "shapes:5", folder.resolve("ten.zip")));
        onFx(() -> {
            session.setData(Datasets.open("folder:" + animals, session.getUnpruned().description().inputSize()));
            opener.path(file);
            return null;
        });
        await("the network", () -> "ten".equals(session.getUnpruned().description().name()));
        assertThat(onFx(() -> session.getData().specification())).isEqualTo("shapes:5");
    }

    /** Pictures of ten classes that no network here knows. */
    private Path animals() throws IOException {
        Path animals = folder.resolve("animals");
        for (String name : List.of("ant", "bee", "cat", "dog", "eel", "fox", "gnu", "hen", "ibis", "jay")) {
            for (int i = 0; i < 5; i++) {
                TestPictures.write(animals.resolve(name).resolve(i + ".png"), TestPictures.busy(32, 32));
            }
        }
        return animals;
    }

    @Test
    void data_that_do_not_fit_are_told_and_change_nothing() throws IOException {
        Dataset before = onFx(() -> session.getData());
        Path empty = Files.createDirectory(folder.resolve("empty"));
        onFx(() -> {
            opener.path(empty);
            return null;
        });
        await("a notice", () -> !told.isEmpty());
        assertThat(told.get(0).kind()).isEqualTo(Notice.Kind.PROBLEM);
        assertThat(told.get(0).text()).contains("empty");
        assertThat(onFx(() -> session.getData())).isSameAs(before);
    }

    @Test
    void a_run_opens_with_all_its_rates() {
        Path run = onEngine(this::writeRun);
        onFx(() -> {
            opener.path(run);
            return null;
        });
        await("the run", () -> session.trajectory().size() == 2);
        OpenNetwork pruned = onFx(() -> session.trajectory().get(1));
        assertThat(pruned.rateTitle()).isEqualTo("×2");
        assertThat(pruned.criterion()).isEqualTo("obs");
        assertThat(pruned.test().orElseThrow().perClass()).hasSize(10);
        assertThat(pruned.convolutions().get(0).channels()).isEqualTo(4);
        assertThat(onFx(() -> session.getData().specification())).isEqualTo("shapes:7");
        assertThat(onFx(() -> session.getUnpruned())).isSameAs(session.trajectory().get(0));
    }

    @Test
    void the_sample_is_copied_into_the_workspace_once() {
        onFx(() -> {
            opener.sample();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        assertThat(onFx(() -> session.trajectory().stream().map(OpenNetwork::rateTitle).toList()))
                .containsExactly("unpruned", "×2", "×4", "×8", "×32");
        assertThat(workspace.runs()).extracting(RunFolder::id).contains("sample-shapes");
        assertThat(onFx(() -> session.getUnpruned().test().orElseThrow().accuracy())).isGreaterThan(.9);
    }

    @Test
    void the_sample_of_another_version_is_replaced() throws IOException {
        Path copied = folder.resolve("runs").resolve("sample-shapes");
        SampleRun.copiedInto(workspace);
        String record = Files.readString(copied.resolve(RunFolder.RUN));
        byte[] network = Files.readAllBytes(copied.resolve("x4.zip"));
        Files.writeString(copied.resolve(RunFolder.RUN), record.replace("\"version\"", "\"formerly\""));
        Files.writeString(copied.resolve("x4.zip"), "another network");
        assertThat(SampleRun.copiedInto(workspace).milestones()).hasSize(5);
        assertThat(Files.readString(copied.resolve(RunFolder.RUN))).isEqualTo(record);
        assertThat(Files.readAllBytes(copied.resolve("x4.zip"))).isEqualTo(network);
    }

    @Test
    void what_was_read_ahead_of_the_sample_is_there_at_once_with_scores_and_accuracy() {
        onEngine(() -> {
            opener.readSampleAhead();
            return null;
        });
        onFx(() -> {
            opener.sample();
            assertThat(session.trajectory()).hasSize(5).allMatch(network -> network.test().isPresent());
            for (OpenNetwork network : session.trajectory()) {
                session.setSelected(network);
                assertThat(selectedScores.get()).isNotNull();
                assertThat(selectedScores.get().layers()).hasSize(7);
            }
            return null;
        });
        assertThat(told).isEmpty();
    }

    @Test
    void scores_of_an_older_file_are_shown_until_what_they_lack_is_computed() {
        settle();
        Dataset data = session.getData();
        NetworkScores whole = selectedScores.get();
        NetworkScores old = new NetworkScores(whole.classNames(), whole.picturesPerClass(), whole.layers().stream().map(
                layer -> new LayerScores(layer.layer(), layer.scores(), layer.perClass(), layer.continuous(), null))
                .toList());
        onFx(() -> {
            selectedScores.remember(session.getSelected(), data, old);
            session.setData(null);
            session.setData(data);
            assertThat(selectedScores.get()).isSameAs(old);
            return null;
        });
        await("the change of loss", () -> selectedScores.get().hasLossChange());
        assertThat(selectedScores.get().layer("conv2").lossChange()).isDeepEqualTo(whole.layer("conv2").lossChange());
    }

    @Test
    void a_damaged_run_is_told_with_its_file() throws IOException {
        Path run = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(run.resolve("run.json"), "{ \"recipe\": ");
        onFx(() -> {
            opener.path(run);
            return null;
        });
        await("a notice", () -> !told.isEmpty());
        assertThat(told.get(0).text()).contains("run.json").contains("damaged");
    }

    private Path writeRun() {
        RunFolder run = workspace.newRun(Recipe.prune("tiny.zip", "shapes:7", PruningSettings.STANDARD));
        Dataset data = shapes();
        for (int rate : new int[] {1, 2}) {
            int width = rate == 1 ? 6 : 4;
            Network network = Network.read(network("tiny ×" + rate, 10, "shapes:7", folder.resolve("t" + rate + ".zip"),
                    width, 0, 2 * width, 0));
            run.saveMilestone(new Milestone(rate, rate, network.cost(), Map.of("conv1", width, "conv2", 2 * width),
                    Evaluation.of(network, data.part(Part.TEST), Progress.NONE), 1000, network));
        }
        run.finish(RunStatus.COMPLETE, "All rates were reached.");
        return run.path();
    }

    private static Path network(String name, int classes, String data, Path file, int... widths) {
        Shapes shapes = new Shapes(7, 10, 10, 10);
        Architectures.vgg(widths.length == 0 ? WIDTHS : widths,
                new Description(name, shapes.classNames().subList(0, classes), shapes.pictureSize(),
                        shapes.normalisation(), Map.of("data", data)),
                1).write(file);
        return file;
    }
}
