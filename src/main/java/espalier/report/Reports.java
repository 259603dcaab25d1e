package espalier.report;

import espalier.basics.About;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.explain.CamMethod;
import espalier.report.Report.Block;
import espalier.report.Report.Section;
import espalier.study.Study;
import espalier.survey.RateSurvey;
import espalier.workspace.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the report of runs and studies. */
public final class Reports {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

    /**
     * What a report is to hold.
     *
     * @param title    empty for one that says what it is of
     * @param data     the pictures; empty for those of each run
     * @param method   of the maps
     * @param pictures of the test part whose maps are shown, from 0; empty for the first, classes in turn
     * @param shown    how many those are then; 0 for no maps and measures
     * @param measured how many pictures the measures are taken of
     */
    public record Wanted(String title, String data, CamMethod method, List<Integer> pictures, int shown, int measured) {

        /** Where nothing else is said. */
        public static final Wanted USUAL = new Wanted("", "", CamMethod.GRAD_CAM, List.of(), 6, RateSurvey.PICTURES);

        private boolean hasMaps() {
            return shown > 0 || !pictures.isEmpty();
        }
    }

    private final List<Path> runs = new ArrayList<>();
    private final List<Path> studies = new ArrayList<>();
    private final List<Path> tables = new ArrayList<>();
    private final Wanted wanted;

    private Reports(List<Path> folders, Wanted wanted) {
        this.wanted = wanted;
        for (Path folder : folders) {
            if (Files.isRegularFile(folder.resolve(RunFolder.RUN))) {
                runs.add(folder);
            } else if (Files.isRegularFile(folder.resolve(Study.CONTENT))) {
                studies.add(folder);
            } else if (Files.isRegularFile(folder)) {
                tables.add(folder);
            } else {
                throw new Problem("There is no run and no study in " + folder + ". Choose a folder with a file "
                        + RunFolder.RUN + " or " + Study.CONTENT + ", or a table of answers (CSV).");
            }
        }
    }

    /**
     * Makes a report. On the thread that owns networks, where maps of runs are wanted.
     *
     * @param folders of runs and studies, and tables of answers (all of them as one study); one or more
     * @throws Problem where a folder holds neither, or networks, pictures or answers cannot be read
     */
    public static Report of(List<Path> folders, Wanted wanted, Progress progress) {
        return new Reports(folders, wanted).report(progress);
    }

    /** Writes a report as one HTML file. */
    public static void write(Report report, Path file) {
        AtomicFiles.writeText(file, ReportPage.of(report));
    }

    private Report report(Progress progress) {
        List<RunFolder> folders = runs.stream().map(RunFolder::read).toList();
        Optional<ComparedRuns> compared = folders.size() > 1 ? Optional.of(new ComparedRuns(folders))
                : Optional.empty();
        List<RunReport> told = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            RunFolder folder = folders.get(i);
            Progress part = progress.part(i / (double) folders.size(), (i + 1.0) / folders.size());
            told.add(new RunReport(folder,
                    wanted.hasMaps() ? Optional.of(RunMaps.of(folder, looked(), part)) : Optional.empty()));
        }
        List<StudyReport> asked = new ArrayList<>(studies.stream().map(StudyReport::of).toList());
        if (!tables.isEmpty()) {
            asked.add(StudyReport.ofTables(tables));
        }
        List<Section> sections = new ArrayList<>();
        List<Block> summary = new ArrayList<>();
        compared.ifPresent(all -> summary.add(new Block.Points(all.summary())));
        told.forEach(each -> part(summary, told.size() + asked.size() > 1, each.title(),
                compared.isPresent() ? each.verdict() : each.summary()));
        asked.forEach(each -> part(summary, told.size() + asked.size() > 1, each.title(), each.summary()));
        sections.add(new Section("In short", summary));
        compared.ifPresent(all -> sections.add(new Section("The runs beside each other", all.blocks())));
        told.forEach(each -> sections.addAll(each.sections(told.size() > 1 ? ": " + each.title() : "")));
        asked.forEach(each -> sections.addAll(each.sections(asked.size() > 1 ? ": " + each.title() : "")));
        sections.addAll(Background.sections(!told.isEmpty(), !told.isEmpty() && wanted.hasMaps(), !asked.isEmpty()));
        told.forEach(each -> sections.add(each.origins(told.size() > 1 ? ": " + each.title() : "")));
        asked.forEach(each -> sections.add(each.origins(asked.size() > 1 ? ": " + each.title() : "")));
        return new Report(title(told, asked), subtitle(told, asked),
                "Made by Espalier " + About.version() + " on " + LocalDateTime.now(ZoneId.systemDefault()).format(DAY),
                sections);
    }

    private static void part(List<Block> summary, boolean named, String title, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        if (named) {
            summary.add(new Block.Heading(title));
        }
        summary.add(new Block.Points(sentences));
    }

    private RunMaps.Wanted looked() {
        return new RunMaps.Wanted(wanted.data, wanted.method, wanted.pictures, wanted.shown, wanted.measured);
    }

    private String title(List<RunReport> told, List<StudyReport> asked) {
        if (!wanted.title.isBlank()) {
            return wanted.title;
        }
        if (told.size() + asked.size() > 1) {
            return told.isEmpty() ? "Studies with people"
                    : asked.isEmpty() ? "Pruning runs compared" : "Pruning, and what people see of it";
        }
        return told.isEmpty() ? asked.get(0).title() : told.get(0).title();
    }

    private static String subtitle(List<RunReport> told, List<StudyReport> asked) {
        List<String> parts = new ArrayList<>();
        if (!told.isEmpty()) {
            parts.add("what pruning costs, what it saves, and where the networks look before and after");
        }
        if (!asked.isEmpty()) {
            parts.add("what people prefer or recognise of the networks' maps");
        }
        String all = String.join("; ", parts);
        return all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ".";
    }
}
