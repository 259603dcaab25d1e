package espalier.cli;

import espalier.basics.Figures;
import espalier.basics.RankCorrelation;
import espalier.study.Question;
import espalier.study.analysis.Agreement;
import espalier.study.analysis.ParticipantResult;
import espalier.study.analysis.Prediction;
import espalier.study.analysis.PreferenceCounts;
import espalier.study.analysis.PreferenceResult;
import espalier.study.analysis.PublishedStudy;
import espalier.study.analysis.RecognitionComparison;
import espalier.study.analysis.RecognitionCounts;
import espalier.study.analysis.RecognitionResult;
import espalier.study.analysis.StudyAnalysis;
import java.util.List;
import java.util.stream.Stream;

/** Prints what a study comes to: tables, and sentences below them. */
final class StudyTables {

    /** More participants with notes than this are only counted. */
    private static final int NOTED = 10;

    private final Terminal terminal;

    StudyTables(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The published study alone. */
    void published() {
        PublishedStudy study = PublishedStudy.LESS_IS_MORE;
        terminal.line("The published experiments: " + study.source());
        heading("Which is preferred");
        Table preference = new Table("maps", "first", "second", ">answers", ">equally", ">first", ">second",
                ">share of first", ">χ²", ">p", ">p, Holm");
        for (int i = 0; i < study.preference().size(); i++) {
            PreferenceCounts counts = study.preference().get(i);
            preference.row(Stream.concat(cells(counts), Stream.of(Figures.probability(study.preferenceHolm()[i])))
                    .toArray(String[]::new));
        }
        preference.print(terminal);
        heading("What is recognised");
        Table recognition = new Table("network", ">answers", ">correct", ">don't know", ">share correct");
        study.recognition().forEach(counts -> recognition.row(cells(counts).toArray(String[]::new)));
        recognition.print(terminal);
        heading("Agreement");
        Table agreement = new Table("experiment", "maps", "label", ">Krippendorff's α", ">items");
        study.agreement().forEach(agreed -> agreement.row(agreed.experiment().key(), agreed.display().title(),
                agreed.label(), Figures.fixed(agreed.alpha(), 3), Figures.count(agreed.items())));
        agreement.print(terminal);
        terminal.line("");
        study.conclusions().forEach(terminal::line);
    }

    /** What answers come to, and what the paper says. */
    void print(StudyAnalysis analysis) {
        terminal.line(counted(analysis.answers(), "answer") + " of " + counted(analysis.participants(), "participant")
                + " to " + counted(analysis.pictures(), "picture"));
        if (!analysis.preference().isEmpty()) {
            preference(analysis.preference());
        }
        if (!analysis.recognition().isEmpty()) {
            recognition(analysis);
        }
        heading("Agreement");
        Table agreement = new Table("experiment", "maps", "label", ">Krippendorff's α", ">95 % interval", ">items");
        for (Agreement agreed : analysis.agreement()) {
            agreement.row(agreed.experiment().key(), agreed.display().title(), agreed.label(),
                    Figures.fixed(agreed.alpha(), 3),
                    RankCorrelation.text(agreed.low()) + " to " + RankCorrelation.text(agreed.high()),
                    Figures.count(agreed.items()));
        }
        agreement.print(terminal);
        notes(analysis.byParticipant());
        predictions(analysis);
        heading("Beside it, the paper");
        PublishedStudy.LESS_IS_MORE.conclusions().forEach(terminal::line);
    }

    private void preference(List<PreferenceResult> results) {
        heading("Which is preferred");
        Table table = new Table("maps", "first", "second", ">answers", ">equally", ">first", ">second",
                ">share of first", ">χ²", ">p", ">p, Holm", ">exact p", ">pictures", ">participants", ">seconds");
        for (PreferenceResult result : results) {
            table.row(Stream.concat(cells(result.counts()),
                    Stream.of(Figures.probability(result.pHolm()), Figures.probability(result.counts().binomialP()),
                            result.byPicture().first() + " to " + result.byPicture().second(),
                            result.byParticipant().first() + " to " + result.byParticipant().second(),
                            Figures.fixed(result.seconds().median(), 1)))
                    .toArray(String[]::new));
        }
        table.print(terminal);
        terminal.line("");
        results.forEach(result -> terminal.line(result.sentence()));
    }

    private void recognition(StudyAnalysis analysis) {
        heading("What is recognised");
        Table table = new Table("network", ">answers", ">correct", ">don't know", ">share correct", ">seconds");
        for (RecognitionResult result : analysis.recognition()) {
            table.row(Stream.concat(cells(result.counts()), Stream.of(Figures.fixed(result.seconds().median(), 1)))
                    .toArray(String[]::new));
        }
        table.print(terminal);
        if (!analysis.recognitionComparisons().isEmpty()) {
            terminal.line("");
            Table pairs = new Table("first", "second", ">difference", ">χ²", ">p", ">p, Holm", ">pictures");
            for (RecognitionComparison pair : analysis.recognitionComparisons()) {
                pairs.row(Question.network(pair.first()), Question.network(pair.second()),
                        Figures.points(pair.difference()), Figures.fixed(pair.chiSquare(), 2),
                        Figures.probability(pair.p()), Figures.probability(pair.pHolm()),
                        pair.byPicture().first() + " to " + pair.byPicture().second());
            }
            pairs.print(terminal);
            terminal.line("");
            analysis.recognitionComparisons().forEach(pair -> terminal.line(pair.sentence()));
        }
    }

    private void notes(List<ParticipantResult> participants) {
        List<ParticipantResult> noted = participants.stream().filter(each -> !each.notes().isEmpty()).toList();
        if (!noted.isEmpty()) {
            heading("Participants who may have answered at random (all of them count)");
            noted.stream().limit(NOTED)
                    .forEach(each -> terminal.line(each.participant() + ", " + each.experiment().key() + ", "
                            + each.answers() + " answers: " + String.join("; ", each.notes())));
            if (noted.size() > NOTED) {
                terminal.line("and " + (noted.size() - NOTED) + " more; --json lists all");
            }
        }
    }

    private void predictions(StudyAnalysis analysis) {
        if (analysis.predictions().isEmpty()) {
            return;
        }
        heading("Measures of the maps beside people");
        Table table = new Table("measure", ">questions", ">ρ", ">95 % interval", ">p", ">p, Holm", ">go along");
        for (Prediction each : analysis.predictions()) {
            table.row(each.title(), Figures.count(each.questions()), RankCorrelation.text(each.rho()),
                    RankCorrelation.text(each.interval().low()) + " to " + RankCorrelation.text(each.interval().high()),
                    Figures.probability(each.p()), Figures.probability(each.pHolm()),
                    each.along() == null ? Figures.UNKNOWN : each.along().text());
        }
        table.print(terminal);
        terminal.line("");
        analysis.predictionSentences().forEach(terminal::line);
    }

    /** "1 answer", "2 000 answers". */
    static String counted(int count, String what) {
        return Figures.count(count) + " " + what + (count == 1 ? "" : "s");
    }

    private void heading(String text) {
        terminal.line("");
        terminal.line(text);
    }

    private static Stream<String> cells(PreferenceCounts counts) {
        return Stream.of(counts.display().title(), Question.network(counts.first()), Question.network(counts.second()),
                Figures.count(counts.answers()), Figures.count(counts.equal()), Figures.count(counts.firstPreferred()),
                Figures.count(counts.secondPreferred()), counts.firstShare().text(),
                Figures.fixed(counts.chiSquare(), 2), Figures.probability(counts.p()));
    }

    private static Stream<String> cells(RecognitionCounts counts) {
        return Stream.of(Question.network(counts.rate()), Figures.count(counts.answers()),
                Figures.count(counts.correct()), Figures.count(counts.unknown()), counts.correctShare().text());
    }
}
