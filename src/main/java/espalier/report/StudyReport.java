package espalier.report;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Sha256;
import espalier.report.Report.Block;
import espalier.report.Report.Section;
import espalier.study.Answer;
import espalier.study.AnswerTable;
import espalier.study.MapMeasures;
import espalier.study.Question;
import espalier.study.Question.Experiment;
import espalier.study.Study;
import espalier.study.StudyContent;
import espalier.study.StudyContent.Shown;
import espalier.study.StudyDesign;
import espalier.study.analysis.Interval;
import espalier.study.analysis.PreferenceResult;
import espalier.study.analysis.PublishedStudy;
import espalier.study.analysis.RecognitionComparison;
import espalier.study.analysis.RecognitionResult;
import espalier.study.analysis.Share;
import espalier.study.analysis.StudyAnalysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is told of a study with people, or of answers of which only tables are there. */
final class StudyReport {

    /** So many questions are shown as examples. */
    private static final int EXAMPLES = 4;

    private final Optional<Asked> asked;
    private final List<Path> tables;
    private final List<Answer> answers;
    private final StudyAnalysis analysis;

    /** What was asked, where the study itself is there. */
    private record Asked(Path folder, StudyContent content) {}

    private StudyReport(Optional<Asked> asked, List<Path> tables, List<Answer> answers, StudyAnalysis analysis) {
        this.asked = asked;
        this.tables = tables;
        this.answers = answers;
        this.analysis = analysis;
    }

    /** @throws Problem where there is no study, or it is not whole */
    static StudyReport of(Path folder) {
        List<Answer> answers = Study.answers(folder);
        return new StudyReport(Optional.of(new Asked(folder, Study.read(folder))), List.of(), answers,
                StudyAnalysis.of(answers, MapMeasures.read(folder)));
    }

    /**
     * Answers of tables, put together.
     *
     * @throws Problem where a file is no table of answers
     */
    static StudyReport ofTables(List<Path> files) {
        List<Answer> answers = AnswerTable.merge(files.stream().map(AnswerTable::read).toList()).answers();
        return new StudyReport(Optional.empty(), files, answers, StudyAnalysis.of(answers, Optional.empty()));
    }

    /** What the teacher called it, or the tables' names. */
    String title() {
        return asked
                .map(study -> study.content.design().title().isBlank() ? "A study with people"
                        : study.content.design().title())
                .orElseGet(() -> "Answers of "
                        + tables.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", ")));
    }

    /** What the answers come to, in sentences. */
    List<String> summary() {
        List<String> sentences = new ArrayList<>();
        sentences.add(answers.isEmpty() ? "Nobody has answered yet."
                : Figures.count(analysis.answers()) + " answers of " + Figures.count(analysis.participants())
                        + (analysis.participants() == 1 ? " participant" : " participants") + " to questions about "
                        + Figures.count(analysis.pictures()) + " pictures.");
        analysis.preference().stream().map(PreferenceResult::sentence).forEach(sentences::add);
        analysis.recognitionComparisons().stream().map(RecognitionComparison::sentence).forEach(sentences::add);
        sentences.addAll(analysis.predictionSentences());
        return sentences;
    }

    /**
     * The parts of the report.
     *
     * @param suffix behind their titles, where there are several studies
     */
    List<Section> sections(String suffix) {
        List<Section> sections = new ArrayList<>();
        asked.ifPresent(study -> sections.add(new Section("What people were asked" + suffix,
                List.of(new Block.Facts(design(study.content)), examples(study)))));
        List<Block> results = new ArrayList<>();
        if (!answers.isEmpty()) {
            results.addAll(intervals());
            StudyResults.of(analysis, asked.map(study -> study.content.classNames()).orElse(List.of()))
                    .forEach(table -> results.add(new Block.Table(table)));
            PublishedStudy.LESS_IS_MORE.conclusions().forEach(sentence -> results.add(new Block.Words(sentence)));
        } else {
            results.add(new Block.Words("Nobody has answered yet."));
        }
        sections.add(new Section("What people answered" + suffix, results));
        return sections;
    }

    /** Where pictures and networks come from. */
    Section origins(String suffix) {
        return asked.map(study -> origins(study.content, suffix)).orElseGet(
                () -> new Section("Where the answers come from" + suffix, List.of(new Block.Facts(files()))));
    }

    private Map<String, String> files() {
        Map<String, String> facts = new LinkedHashMap<>();
        tables.forEach(file -> facts.put(file.getFileName().toString(), checksum(file)));
        return facts;
    }

    private static String checksum(Path file) {
        try {
            return "SHA-256 " + Sha256.of(file);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }

    private static Section origins(StudyContent content, String suffix) {
        Map<String, String> facts = new LinkedHashMap<>();
        content.design().rates().forEach(rate -> {
            for (String kind : List.of("network ", "file ")) {
                String known = content.provenance().get(kind + Figures.plain(rate));
                if (known != null) {
                    facts.put((kind.startsWith("file") ? "File " : "Network ") + Question.network(rate), known);
                }
            }
        });
        new TreeMap<>(content.provenance()).forEach((key, value) -> {
            if (!key.startsWith("network ") && !key.startsWith("file ")) {
                facts.put(key.equals("version") ? "Made by Espalier" : key.equals("data") ? "Pictures"
                        : key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1), value);
            }
        });
        return new Section("Where pictures and networks of the study come from" + suffix,
                List.of(new Block.Facts(facts)));
    }

    private static Map<String, String> design(StudyContent content) {
        StudyDesign design = content.design();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Experiment", design.experiment() == Experiment.PREFERENCE
                ? "preference: a picture between two networks' maps of it, left and right in random order; which one makes the more "
                        + "reasonable decision, by the parts of the picture it uses? Left, right or equally"
                : "recognition: one map alone; which class is it? One of " + content.classNames().size()
                        + " classes, or “don't know”");
        facts.put("Maps", design.display().title() + ", " + design.method());
        facts.put("Networks",
                design.networks().stream()
                        .map(rates -> rates.stream().map(Question::network).collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining(", ")));
        facts.put("Pictures", content.pictures().size() + ", " + design.perClass()
                + " of each class, at random among those that all networks classify correctly");
        facts.put("Answers", design.answers() + " to each question, by different people; at most " + design.share()
                + " questions for one person");
        facts.put("Practice", design.practice() + " pictures before, whose answers do not count");
        facts.put("Order and sides", "at random and balanced, seed " + design.seed());
        facts.put("Participants read", design.information().strip());
        return facts;
    }

    private Block.Pictures examples(Asked study) {
        StudyContent content = study.content;
        List<Double> rates = content.design().rates();
        List<String> columns = new ArrayList<>(List.of("picture"));
        rates.forEach(rate -> columns.add(Question.network(rate)));
        List<Block.Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(EXAMPLES, content.pictures().size()); i++) {
            Shown shown = content.pictures().get(i);
            int number = i;
            List<Block.Picture> pictures = new ArrayList<>(
                    List.of(new Block.Picture(read(study.folder, shown.file()), "", false)));
            rates.forEach(rate -> pictures
                    .add(new Block.Picture(read(study.folder, shown.maps().get(rate)), told(number, rate), false)));
            rows.add(new Block.Row(content.classNames().get(shown.trueClass()), pictures));
        }
        return new Block.Pictures(columns, rows,
                "The first pictures of the study with the maps that people saw, which tell nobody "
                        + "there whose they are. Below a map stands "
                        + (content.design().experiment() == Experiment.PREFERENCE ? "how often it was preferred."
                                : "how often its class was named."));
    }

    private String told(int picture, double rate) {
        List<Answer> here = answers.stream().filter(answer -> answer.question().picture() == picture)
                .filter(answer -> answer.question().rates().contains(rate)).toList();
        long good = here.stream().filter(answer -> answer instanceof Answer.Recognition named ? named.isCorrect()
                : preferred((Answer.Preference) answer, rate)).count();
        return here.isEmpty() ? "not asked yet" : good + " of " + here.size();
    }

    private static boolean preferred(Answer.Preference answer, double rate) {
        return switch (answer.preferred()) {
            case FIRST -> answer.question().first() == rate;
            case SECOND -> answer.question().second() == rate;
            case EQUAL -> false;
        };
    }

    private static byte[] read(Path folder, String file) {
        Path path = folder.resolve(Study.PICTURES).resolve(file);
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Problem(path + " cannot be read: " + AtomicFiles.reason(e) + ". Copy the study again.", e);
        }
    }

    private List<Block> intervals() {
        boolean displays = answers.stream().map(answer -> answer.question().display()).distinct().count() > 1;
        List<IntervalPicture.Row> preferred = new ArrayList<>();
        for (PreferenceResult result : analysis.preference()) {
            preferred.add(row(
                    Question.network(result.counts().first()) + " rather than "
                            + Question.network(result.counts().second())
                            + (displays ? ", " + result.counts().display().title() : ""),
                    result.counts().firstShare(), result.clustered().byBoth()));
        }
        List<IntervalPicture.Row> recognised = new ArrayList<>();
        for (RecognitionResult result : analysis.recognition()) {
            recognised.add(row(
                    Question.network(result.counts().rate())
                            + (displays ? ", " + result.counts().display().title() : ""),
                    result.counts().correctShare(), result.clustered().byBoth()));
        }
        List<Block> figures = new ArrayList<>();
        if (!preferred.isEmpty()) {
            figures.add(figure("shares", "Answers for the first network, of those that prefer one", preferred, 0.5,
                    "How many prefer the first network's map, of the answers that prefer one; the line is an equal split."));
        }
        if (!recognised.isEmpty()) {
            figures.add(figure(preferred.isEmpty() ? "shares" : "recognised", "Answers that name the right class",
                    recognised, Double.NaN, "How many answers name the right class."));
        }
        return figures;
    }

    private static Block.Figure figure(String name, String title, List<IntervalPicture.Row> rows, double mark,
            String words) {
        return new Block.Figure(name, List.of(IntervalPicture.of(title, rows, mark)), words
                + " Thin: the 95 % interval if all answers were independent (Wilson). Thick: where answers of one person and of one "
                + "picture hang together, the one to go by.");
    }

    private static IntervalPicture.Row row(String name, Share share, Interval together) {
        return new IntervalPicture.Row(name, share.share(), share.low(), share.high(), together.low(), together.high());
    }
}
