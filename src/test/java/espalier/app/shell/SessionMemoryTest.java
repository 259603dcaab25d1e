package espalier.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.app.WindowTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SessionMemoryTest extends WindowTest {

    @Test
    void the_next_start_begins_where_the_last_one_ended() {
        onFx(() -> {
            memory().restore();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        onFx(() -> {
            session.setSelected(session.trajectory().get(2));
            session.setSelectedLayer("conv3");
            session.setSelectedClass(3);
            session.setPage("Filters");
            return null;
        });
        await("the file", () -> text().contains("x4.zip") && text().contains("Filters"));
        onFx(() -> {
            session.close();
            session.setSelectedClass(-1);
            session.setPage("Overview");
            return null;
        });
        SessionMemory next = onFx(this::memory);
        onFx(() -> {
            next.restore();
            return null;
        });
        await("the same network", () -> session.getSelected() != null && session.getSelected().rate() == 4);
        assertThat(onFx(() -> session.getSelectedLayer())).isEqualTo("conv3");
        assertThat(onFx(() -> session.getSelectedClass())).isEqualTo(3);
        onFx(() -> {
            next.returnToPage();
            return null;
        });
        assertThat(onFx(() -> session.pageProperty().get())).isEqualTo("Filters");
        assertThat(next.recentNetworks()).containsExactly(folder.resolve("runs").resolve("sample-shapes").toString());
        assertThat(next.recentData()).containsExactly("shapes");
    }

    @Test
    void what_is_gone_or_damaged_gives_way_to_the_sample() throws Exception {
        Files.writeString(file(), "{ \"network\": \"/nowhere/gone.zip\", \"selectedClass\": 2 }");
        onFx(() -> {
            memory().restore();
            return null;
        });
        await("the sample", () -> session.trajectory().size() == 5);
        Files.writeString(file(), "{ \"network\": ");
        assertThat(onFx(this::memory).recentNetworks()).isEmpty();
    }

    private SessionMemory memory() {
        return new SessionMemory(session, opener, workspace, Runnable::run);
    }

    private Path file() {
        return workspace.folder().resolve("session.json");
    }

    private String text() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : "";
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
