package espalier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.basics.Sha256;
import espalier.explain.CamMethod;
import espalier.report.Reports.Wanted;
import espalier.study.SmallStudy;
import espalier.study.Study;
import espalier.study.StudyDesign;
import espalier.study.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports hold, and that they need nothing but themselves. */
class ReportsTest {

    private static final Path SAMPLE = Path.of("samples/shapes");
    private static final Wanted WITHOUT_MAPS = new Wanted("", "", CamMethod.GRAD_CAM, List.of(), 0, 1);

    @TempDir
    private Path folder;

    /** As a browser opens it from the disk. */
    private HtmlPage open(List<Path> sources, Wanted wanted, WebClient browser) throws IOException {
        Path file = folder.resolve("report.html");
        Reports.write(Reports.of(sources, wanted, Progress.NONE), file);
        HtmlPage page = browser.getPage(file.toUri().toURL());
        assertNothingOutside(page);
        return page;
    }

    private static void assertNothingOutside(HtmlPage page) {
        List<DomElement> all = page.getByXPath("//*");
        for (DomElement element : all) {
            assertThat(element.getTagName()).isNotIn("script", "link", "iframe", "object", "embed", "form");
            element.getAttributesMap().values().forEach(attribute -> {
                if (List.of("href", "src", "srcset", "action", "xlink:href").contains(attribute.getName())) {
                    assertThat(attribute.getValue()).startsWith("data:");
                } else if (!attribute.getName().equals("xmlns")) {
                    assertThat(attribute.getValue()).doesNotContain("://", "url(");
                }
            });
        }
        assertThat(page.getElementsByTagName("style")).hasSize(1).allSatisfy(
                style -> assertThat(style.getTextContent()).contains("@page").doesNotContain("url(", "@import", "//"));
    }

    private static List<String> texts(HtmlPage page, String tag) {
        return page.getElementsByTagName(tag).stream().map(DomElement::asNormalizedText).toList();
    }

    @Test
    void the_samples_report_has_its_networks_with_maps_and_provenance() throws IOException {
        try (WebClient browser = new WebClient()) {
            HtmlPage page = open(List.of(SAMPLE), new Wanted("", "", CamMethod.GRAD_CAM, List.of(), 2, 2), browser);
            assertThat(page.getTitleText()).isEqualTo("Shapes VGG, pruned by the criterion class-aware");
            assertThat(texts(page, "h2")).contains("In short", "Networks", "Where the networks look", "Method",
                    "What this report does not show", "Where the networks come from");
            String text = page.asNormalizedText();
            assertThat(text).contains("2312.05875", "2302.08878", "SHA-256", "80ef0c8f6466",
                    "espalier train --data shapes", "Holm");
            // Two pictures, each with the maps of five networks.
            assertThat(page.getElementsByTagName("img")).hasSize(2 * 6)
                    .allSatisfy(image -> assertThat(image.getAttribute("alt")).isNotEmpty());
            assertThat(page.getElementsByTagName("svg")).hasSizeGreaterThan(6);
            assertThat(texts(page, "th")).contains("×32", "dotted star", "Insertion");
        }
    }

    @Test
    void several_runs_stand_beside_each_other() throws IOException {
        Path other = copy(SAMPLE, folder.resolve("other"));
        Files.writeString(other.resolve("run.json"), Files.readString(other.resolve("run.json"))
                .replace("\"criterion\" : \"class-aware\"", "\"criterion\" : \"l1-norm\""));
        try (WebClient browser = new WebClient()) {
            HtmlPage page = open(List.of(SAMPLE, other), WITHOUT_MAPS, browser);
            assertThat(page.getTitleText()).isEqualTo("Pruning runs compared");
            assertThat(texts(page, "h2")).contains("The runs beside each other",
                    "Networks: Shapes VGG, pruned by the criterion l1-norm");
            assertThat(page.asNormalizedText()).contains("Maps and their measures are left out of this report",
                    "most accuracy is left by");
            assertThat(page.getElementsByTagName("img")).isEmpty();
        }
    }

    @Test
    void a_study_is_told_with_its_answers_and_text_of_people_stays_text() throws IOException {
        StudyDesign small = SmallStudy.preference(2, 3, 9, 0);
        StudyDesign design = new StudyDesign("<script>alert('1')</script> & \"more\"", small.experiment(),
                small.display(), small.networks(), small.method(), small.perClass(), small.answers(), small.share(),
                small.practice(), small.seed(), "<img src=\"http://example.org/x.png\"> read");
        Path study = SmallStudy.write(folder.resolve("study"), design);
        try (Study open = Study.open(study)) {
            for (String person : List.of("a", "b", "c")) {
                Optional<Task> task = open.next(person);
                for (int i = 0; task.isPresent(); i++) {
                    open.answer(person, task.get().number(), Task.SIDES.get(i % 3), 2 + i);
                    task = open.next(person);
                }
            }
        }
        try (WebClient browser = new WebClient()) {
            HtmlPage page = open(List.of(study), Wanted.USUAL, browser);
            assertThat(texts(page, "h1")).containsExactly(design.title());
            assertThat(page.asNormalizedText()).contains("<img src=\"http://example.org/x.png\"> read",
                    "×2 against the unpruned network", "Krippendorff's α");
            assertThat(texts(page, "th")).contains("Clustered 95 %");
            // Four pictures with the maps of three networks.
            assertThat(page.getElementsByTagName("img")).hasSize(4 * 4);
        }
    }

    @Test
    void answers_of_which_only_tables_are_there_have_their_report_too() throws IOException {
        Path table = Files.writeString(folder.resolve("preferences.csv"), """
                experiment,display,item,class,participant,left,right,answer
                preference,map,1,0,ann,2,1,2
                preference,map,1,0,bob,1,2,2
                preference,heat,2,1,ann,2,1,equal
                preference,heat,2,1,bob,2,1,1
                """);
        Report report = Reports.of(List.of(table), Reports.Wanted.USUAL, Progress.NONE);

        assertThat(report.title()).isEqualTo("Answers of preferences.csv");
        assertThat(report.sections()).extracting(Report.Section::title).startsWith("In short", "What people answered")
                .contains("Where the answers come from");
        String page = ReportPage.of(report);
        assertThat(page).contains("4 answers of 2 participants to questions about 2 pictures")
                .contains("SHA-256 " + Sha256.of(table)).contains("explanation maps", "heat maps");
    }

    @Test
    void tables_and_figures_are_files_too() throws IOException {
        Report report = Reports.of(List.of(SAMPLE), WITHOUT_MAPS, Progress.NONE);
        List<Path> files = report.writeParts(folder.resolve("parts"));
        assertThat(files).extracting(file -> file.getFileName().toString()).contains("networks-of-the-run.csv",
                "accuracy-by-class.csv", "accuracy-by-rate.svg", "widths.svg");
        assertThat(folder.resolve("parts/accuracy-by-class.csv")).content().startsWith("Class,unpruned,×2,×4,×8,×32");
        assertThat(folder.resolve("parts/widths.svg")).content().startsWith("<svg xmlns=").contains("conv1");
        assertThat(new Report("", "", "", List.of(report.sections().get(1), report.sections().get(1))).parts().keySet())
                .contains("widths.svg", "widths-2.svg");
    }

    @Test
    void a_folder_that_holds_neither_is_told() {
        assertThatThrownBy(() -> Reports.of(List.of(folder), WITHOUT_MAPS, Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("There is no run and no study");
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
