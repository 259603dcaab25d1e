package espalier.report;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.report.Report.Block;
import espalier.report.Report.Section;
import espalier.study.Answer;
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
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is told of a study with people. */
final class StudyReport {

    /** So many questions are shown as examples. */
    private static final int EXAMPLES = 4;

    private final Path folder;
    private final StudyContent content;
    private final List<Answer> answers;
    private final StudyAnalysis analysis;

    /** @throws Problem where there is no study, or it is not whole */
    StudyReport(Path folder) {
        this.folder = folder;
        content = Study.read(folder);
        answers = Study.answers(folder);
        analysis = StudyAnalysis.of(answers, MapMeasures.read(folder));
    }

    /** What the teacher called it. */
    String title() {
        return content.design().title().isBlank() ? "A study with people" : content.design().title();
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
        List<Block> asked = new ArrayList<>();
        asked.add(new Block.Facts(design()));
        asked.add(examples());
        List<Block> results = new ArrayList<>();
        if (!answers.isEmpty()) {
            results.add(intervals());
            StudyResults.of(analysis, content.classNames()).forEach(table -> results.add(new Block.Table(table)));
            PublishedStudy.LESS_IS_MORE.conclusions().forEach(sentence -> results.add(new Block.Words(sentence)));
        } else {
            results.add(new Block.Words("Nobody has answered yet."));
        }
        return List.of(new Section("What people were asked" + suffix, asked),
                new Section("What they answered" + suffix, results));
    }

    /** Where pictures and networks come from. */
    Section origins(String suffix) {
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

    private Map<String, String> design() {
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

    private Block.Pictures examples() {
        List<Double> rates = content.design().rates();
        List<String> columns = new ArrayList<>(List.of("picture"));
        rates.forEach(rate -> columns.add(Question.network(rate)));
        List<Block.Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(EXAMPLES, content.pictures().size()); i++) {
            Shown shown = content.pictures().get(i);
            int number = i;
            List<Block.Picture> pictures = new ArrayList<>(List.of(new Block.Picture(read(shown.file()), "", false)));
            rates.forEach(
                    rate -> pictures.add(new Block.Picture(read(shown.maps().get(rate)), told(number, rate), false)));
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

    private byte[] read(String file) {
        Path path = folder.resolve(Study.PICTURES).resolve(file);
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new Problem(path + " cannot be read: " + AtomicFiles.reason(e) + ". Copy the study again.", e);
        }
    }

    private Block.Figure intervals() {
        List<IntervalPicture.Row> rows = new ArrayList<>();
        for (PreferenceResult result : analysis.preference()) {
            rows.add(row(
                    Question.network(result.counts().first()) + " rather than "
                            + Question.network(result.counts().second()),
                    result.counts().firstShare(), result.clustered().byBoth()));
        }
        for (RecognitionResult result : analysis.recognition()) {
            rows.add(row(Question.network(result.counts().rate()), result.counts().correctShare(),
                    result.clustered().byBoth()));
        }
        boolean preference = !analysis.preference().isEmpty();
        return new Block.Figure("shares",
                List.of(IntervalPicture.of(preference ? "Answers for the first network, of those that prefer one"
                        : "Answers that name the right class", rows, preference ? 0.5 : Double.NaN)),
                (preference
                        ? "How many prefer the first network's map, of the answers that prefer one; the line is an equal split."
                        : "How many answers name the right class.")
                        + " Thin: the 95 % interval if all answers were independent (Wilson). Thick: where answers of one person and of one "
                        + "picture hang together, the one to go by.");
    }

    private static IntervalPicture.Row row(String name, Share share, Interval together) {
        return new IntervalPicture.Row(name, share.share(), share.low(), share.high(), together.low(), together.high());
    }
}
