package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aReportIsWrittenWithItsTablesAndFiguresBesideIt() throws IOException {
        Path page = folder.resolve("out/report.html");
        CommandRun run = CommandRun.of("report", "samples/shapes", "--maps", 0, "--title", "Shapes <small>", "--out",
                page, "--csv", folder.resolve("parts"), "--json", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("title").asText()).isEqualTo("Shapes <small>");
        assertThat(run.json().get("sections").toString()).contains("In short", "Method");
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("<title>Shapes &lt;small&gt;</title>")
                .doesNotContain("<small>");
        assertThat(folder.resolve("parts/networks-of-the-run.csv")).content().startsWith("Network,Rate,Accuracy");
        assertThat(folder.resolve("parts/accuracy-by-rate.svg")).isNotEmptyFile();
    }

    @Test
    void whatIsNoRunIsToldInASentence() {
        CommandRun none = CommandRun.of("report", folder, "--out", folder.resolve("x.html"));
        assertThat(none.code()).isEqualTo(CommandLineInterface.FAILED);
        assertThat(none.err()).contains("There is no run and no study in " + folder);
        assertThat(CommandRun.of("report", "samples/shapes").err()).contains("--out");
        assertThat(CommandRun.of("report", "samples/shapes", "--out", folder).err()).contains("it is a folder");
        assertThat(CommandRun.of("report", "samples/shapes", "--out", folder.resolve("x.html"), "--count", 0).code())
                .isEqualTo(CommandLineInterface.WRONG_USE);
    }
}
