package espalier.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.Notices.Notice;
import espalier.app.WindowTest;
import espalier.app.shell.Parts;
import espalier.basics.Progress;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.network.Architectures;
import espalier.network.Description;
import espalier.network.Network;
import espalier.pruning.PruningSettings;
import espalier.pruning.RunEvent.Milestone;
import espalier.training.Evaluation;
import espalier.workspace.Recipe;
import espalier.workspace.RunFolder;
import espalier.workspace.RunRecord.RunStatus;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Labeled;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.Test;

class RunsPageTest extends WindowTest {

    private final List<Notice> told = new ArrayList<>();
    private RunsPage page;

    @Test
    void aRunThatBeganWithAnothersNetworkStandsUnderIt() {
        RunFolder first = run("tiny.zip", 4);
        RunFolder second = run(first.path().resolve("x4.zip").toString(), 16);
        open(2);
        TreeItem<?> root = onFx(() -> table().getRoot());
        assertThat(root.getChildren()).hasSize(1);
        assertThat(root.getChildren().get(0).getChildren()).hasSize(1);
        RunsViewModel.Row row = (RunsViewModel.Row) root.getChildren().get(0).getChildren().get(0).getValue();
        assertThat(row.name()).isEqualTo(second.id());
        assertThat(row.network()).isEqualTo(first.id() + "/x4.zip");
        assertThat(row.rates()).isEqualTo("×16");
        picture("runs");
    }

    @Test
    void aRunIsNamedAndFoundAgain() {
        RunFolder first = run("tiny.zip", 2);
        run("tiny.zip", 8);
        open(2);
        select(first);
        clickOn("#run-name").write("for the lecture");
        clickOn("#run-tags").write("week 3, shapes");
        clickOn("#run-note").write("keeps ellipses");
        clickOn("#filter-runs").write("lecture week");
        await("one run", () -> text("#runs-count").equals("1 of 2 runs"));
        assertThat(RunFolder.read(first.path()).label().tags()).containsExactly("week 3", "shapes");
        assertThat(RunFolder.read(first.path()).label().note()).isEqualTo("keeps ellipses");
        assertThat(RunFolder.read(first.path()).name()).isEqualTo("for the lecture");
    }

    @Test
    void aDeletedRunComesBackByUndo() {
        RunFolder run = run("tiny.zip", 2);
        open(1);
        select(run);
        clickOn("#delete-run");
        await("the end of the list", () -> page.model().rowsProperty().get().isEmpty());
        assertThat(Files.exists(run.path())).isFalse();
        onFx(() -> {
            told.get(0).action().orElseThrow().run().run();
            return null;
        });
        await("the run", () -> page.model().rowsProperty().get().size() == 1);
        assertThat(Files.exists(run.path().resolve("x2.zip"))).isTrue();
    }

    @Test
    void whatTheWindowShowsIsNotDeletedAndEachNetworkCanBePrunedOn() {
        RunFolder run = run("tiny.zip", 4);
        open(1);
        select(run);
        clickOn("#prune-on-4");
        await("the network", () -> session.getUnpruned().file().equals(run.path().resolve("x4.zip")));
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Prune");
        clickOn("#delete-run");
        await("the refusal",
                () -> told.stream().anyMatch(notice -> notice.text().contains("is what the window shows")));
        assertThat(run.path()).exists();
    }

    private void open(int runs) {
        onFx(() -> {
            notices.setReceiver(told::add);
            return null;
        });
        page = show(Parts::runsPage);
        await("the runs", () -> page.model().rowsProperty().get().size() == runs);
    }

    private void select(RunFolder run) {
        onFx(() -> {
            TreeItem<RunsViewModel.Row> wanted = table().getRoot().getChildren().stream()
                    .filter(item -> item.getValue().run().id().equals(run.id())).findFirst().orElseThrow();
            table().getSelectionModel().select(wanted);
            return null;
        });
    }

    @SuppressWarnings("unchecked")
    private TreeTableView<RunsViewModel.Row> table() {
        return (TreeTableView<RunsViewModel.Row>) (TreeTableView<?>) lookup("#runs").queryAs(TreeTableView.class);
    }

    private String text(String id) {
        return onFx(() -> lookup(id).<Labeled>query().getText());
    }

    private RunFolder run(String network, double rate) {
        Dataset data = shapes();
        return onEngine(() -> {
            RunFolder run = workspace.newRun(Recipe.prune(network, data.specification(), PruningSettings.STANDARD));
            for (double one : new double[] {1, rate}) {
                try (Network tiny = Architectures.vgg(new int[] {4, 0, 6, 0},
                        new Description("tiny", data.classNames(), data.pictureSize(), data.normalisation(), Map.of()),
                        1)) {
                    run.saveMilestone(new Milestone(one, one, tiny.cost(), Map.of("conv1", 4, "conv2", 6),
                            Evaluation.of(tiny, data.part(Part.TEST), Progress.NONE), 1000, tiny));
                }
            }
            run.finish(RunStatus.COMPLETE, "All rates were reached.");
            return run;
        });
    }
}
