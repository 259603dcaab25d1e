package espalier.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import espalier.basics.Problem;
import espalier.pruning.PruningSettings;
import espalier.workspace.RunRecord.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {

    private static final Recipe RECIPE = Recipe.prune("network.zip", "shapes", PruningSettings.STANDARD);

    @TempDir
    Path folder;

    @Test
    void isMadeWhereItIsMissing() {
        try (Workspace workspace = Workspace.open(folder.resolve("a/b"))) {
            assertThat(workspace.folder()).isDirectory();
            assertThat(workspace.runs()).isEmpty();
        }
    }

    @Test
    void letsOneWindowInAtATime() {
        try (Workspace first = Workspace.open(folder)) {
            assertThatThrownBy(() -> Workspace.open(folder)).isInstanceOf(Problem.class)
                    .hasMessageContaining(first.folder().toString())
                    .hasMessageContaining("already open in another Espalier window");
        }
        Workspace.open(folder).close();
    }

    @Test
    void saysThatAFileStandsInTheWay() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> Workspace.open(file)).isInstanceOf(Problem.class).hasMessageContaining(file.toString())
                .hasMessageContaining("a file stands where a folder is needed");
        assertThatThrownBy(() -> Workspace.open(file.resolve("below"))).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be used");
    }

    @Test
    void saysThatItMayNotWrite() throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        closed.toFile().setWritable(false);
        assumeThat(Files.isWritable(closed)).as("this user is held by permissions").isFalse();
        assertThatThrownBy(() -> Workspace.open(closed)).isInstanceOf(Problem.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void saysThatTheDiskTakesNoFile() {
        Path kernel = Path.of("/proc");
        assumeThat(kernel).exists();
        assertThatThrownBy(() -> Workspace.open(kernel.resolve("espalier"))).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be used").hasMessageContaining("Choose a folder");
    }

    @Test
    void listsItsRunsAndNamesDamagedOnes() throws IOException {
        try (Workspace workspace = Workspace.open(folder)) {
            RunFolder good = workspace.newRun(RECIPE);
            RunFolder bad = workspace.newRun(RECIPE);
            Files.writeString(bad.path().resolve(RunFolder.RUN), "{\"recipe\": {\"comm");
            List<Problem> damaged = new ArrayList<>();

            assertThat(workspace.runs(damaged::add)).extracting(RunFolder::id).containsExactly(good.id());
            assertThat(damaged).singleElement().extracting(Problem::getMessage).asString().contains(bad.id())
                    .contains("damaged");
        }
    }

    @Test
    void showsARunThatWasCutOffAsInterrupted() throws IOException {
        try (Workspace workspace = Workspace.open(folder)) {
            RunFolder run = workspace.newRun(RECIPE);
            Files.writeString(run.path().resolve(".x2.zip123.part"), "half a network");
            assertThat(workspace.runs()).extracting(RunFolder::status).containsExactly(RunStatus.RUNNING);
        }
        try (Workspace workspace = Workspace.open(folder)) {
            assertThat(workspace.runs()).extracting(RunFolder::status).containsExactly(RunStatus.INTERRUPTED);
            assertThat(workspace.runs().get(0).path()).isDirectoryNotContaining("glob:**.part");
        }
    }
}
