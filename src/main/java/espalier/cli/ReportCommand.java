package espalier.cli;

import espalier.explain.CamMethod;
import espalier.report.Report;
import espalier.report.Reports;
import espalier.survey.RateSurvey;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what runs and studies come to as a page that anyone can read. */
@Command(name = "report", description = {
        "Writes a report of pruning runs and studies: one HTML file with figures, tables, maps, sources and provenance.",
        "",
        "The file needs nothing else: it opens in any browser from the disk, and prints to A4. Of several runs it also says how they "
                + "compare. Each table is in it as CSV, and each figure as SVG; --csv writes them beside it."},
        footer = {"  espalier report runs/vgg --out vgg.html",
                "  espalier report runs/by-class runs/by-l1 which-map --title \"Which rate?\" --out report.html --csv figures"})
final class ReportCommand extends WorkCommand {

    /** The result as JSON. */
    record Written(String file, String title, List<String> sections, List<String> parts) {}

    @Parameters(paramLabel = "FOLDER", arity = "1..*",
            description = "Runs that prune wrote, studies, and tables of answers (CSV).")
    private List<Path> folders;

    @Option(names = "--out", required = true, paramLabel = "FILE",
            description = "Where the report goes, an .html file.")
    private Path out;

    @Option(names = "--title", paramLabel = "TEXT", description = "What stands above it.")
    private String title = "";

    @Option(names = "--csv", paramLabel = "FOLDER",
            description = "Also writes each table as CSV, and each figure as SVG, there.")
    private Path csv;

    @Option(names = "--data", paramLabel = "DATA",
            description = "The pictures, of their test part (those of each run).")
    private String data;

    @Option(names = "--method", paramLabel = "METHOD", converter = MapOptions.Methods.class,
            completionCandidates = MapOptions.MethodNames.class,
            description = "How maps are made: ${COMPLETION-CANDIDATES} (grad-cam).")
    private CamMethod method = CamMethod.GRAD_CAM;

    @Option(names = "--pictures", split = ",", paramLabel = "N",
            description = "Maps of these pictures of the test part, counted from 0 (the first, classes in turn).")
    private List<Integer> pictures = List.of();

    @Option(names = "--maps", paramLabel = "N",
            description = "Of how many pictures maps are shown; 0 leaves out maps and measures (${DEFAULT-VALUE}).")
    private int maps = Reports.Wanted.USUAL.shown();

    @Option(names = "--count", paramLabel = "N",
            description = "How many pictures maps are measured on, the classes in turn (${DEFAULT-VALUE}).")
    private int count = RateSurvey.PICTURES;

    @Override
    void work() {
        require(maps >= 0, "--maps", maps, "0 or more");
        require(count >= 1, "--count", count, "1 or more");
        if (data != null) {
            requireData(data);
        }
        checkFile(out);
        if (csv != null) {
            checkFolder(csv);
        }
        if (maps > 0 || !pictures.isEmpty()) {
            startEngine();
        }
        Report report = Reports.of(folders,
                new Reports.Wanted(title, data == null ? "" : data, method, pictures, maps, count), progress());
        Reports.write(report, out);
        terminal().line("The report is in " + out);
        List<Path> parts = csv == null ? List.of() : report.writeParts(csv);
        if (csv != null) {
            terminal().line(parts.size() + " tables and figures are in " + csv);
        }
        report(new Written(out.toString(), report.title(),
                report.sections().stream().map(Report.Section::title).toList(),
                parts.stream().map(Path::toString).toList()));
    }
}
