package espalier.report;

import static espalier.report.ResultTable.Column.number;
import static espalier.report.ResultTable.Column.words;

import espalier.basics.Figures;
import espalier.basics.RankCorrelation;
import espalier.report.ResultTable.Column;
import espalier.study.Question;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import espalier.study.analysis.Agreement;
import espalier.study.analysis.Interval;
import espalier.study.analysis.ParticipantResult;
import espalier.study.analysis.PreferenceCounts;
import espalier.study.analysis.PreferenceResult;
import espalier.study.analysis.PublishedStudy;
import espalier.study.analysis.RecognitionComparison;
import espalier.study.analysis.RecognitionCounts;
import espalier.study.analysis.RecognitionResult;
import espalier.study.analysis.SignTest;
import espalier.study.analysis.StudyAnalysis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a study comes to, as tables with words: the published one, and what answers give, with the paper's beside. */
public final class StudyResults {

    private static final Column MAPS = words("Maps",
            "How people saw them. Explanation maps show the highest tenth of the pixels, heat maps colour the picture.");
    private static final Column PAIR = words("Networks",
            "The two whose maps stood beside each other, by compression rate: the first, then the second");
    private static final Column NETWORK = words("Network", "Whose maps were shown, by its compression rate");
    private static final Column ANSWERS = number("Answers", "How many answers there are, of all kinds");
    private static final Column CHI_SQUARE = number("χ²",
            "Chi-square: how far the two counts are from an equal split. (a − b)² ÷ (a + b), “equally” left out "
                    + "(Pearson 1900); one degree of freedom");
    private static final Column P = number("p",
            "How likely counts as unequal as these, or more so, are by chance alone, from χ². Below 0.05 one speaks of a "
                    + "result beyond chance.");
    private static final Column HOLM = number("p, Holm",
            "p, corrected for how many comparisons were made: of many, some look beyond chance by chance. The smallest of n "
                    + "is multiplied by n, the next by n − 1, and so on (Holm 1979).");
    private static final Column ALPHA = number("α",
            "Krippendorff's α: how far people agree. 1 − observed ÷ expected disagreement; 1 for full agreement, 0 for that "
                    + "of chance (Krippendorff, “Content Analysis”)");
    private static final Column SHARE = number("For first (95 %)",
            "The share of the first network among the answers that prefer one, with Wilson's score interval "
                    + "(Wilson 1927), which takes all answers for independent");
    private static final Column CORRECT = number("Right (95 %)",
            "The share of all answers that name the right class, with Wilson's score interval (Wilson 1927)");
    private static final Column TOGETHER = number("Clustered 95 %",
            "The interval when answers of one participant, and of one picture, hang together (Cameron, Gelbach and Miller "
                    + "2011, equation 2.13). The one to go by; of fewer than ten participants or pictures still too narrow.");
    private static final Column SECONDS = number("Seconds", "Half of the answers took less");

    private StudyResults() {}

    /** The published study: the paper's figures, and beside them what the program computes from its counts. */
    public static List<ResultTable> published() {
        PublishedStudy study = PublishedStudy.LESS_IS_MORE;
        List<List<String>> preference = new ArrayList<>();
        for (PreferenceCounts counts : study.preference()) {
            int i = preference.size();
            preference.add(row(pair(counts),
                    Stream.of(study.printed().get(i).chiSquare(), Figures.fixed(counts.chiSquare(), 2),
                            study.printed().get(i).p(), Figures.probability(counts.p()),
                            Figures.probability(study.preferenceHolm()[i]))));
        }
        List<List<String>> agreement = new ArrayList<>();
        for (PublishedStudy.Agreed agreed : study.agreement()) {
            agreement.add(List.of(agreed.experiment().key(), maps(agreed.display()), label(agreed.label()),
                    Figures.count(agreed.items()), agreed.printed(), Figures.fixed(agreed.alpha(), 3)));
        }
        return List.of(
                new ResultTable("Which map is more reasonable?",
                        "People saw a picture between two networks' maps of it, and chose left, right or equally.",
                        columns(pairColumns(), number("χ², paper", "As the paper prints it. " + CHI_SQUARE.meaning()),
                                number("χ², here", "Computed here from the counts. " + CHI_SQUARE.meaning()),
                                number("p, paper", "As the paper prints it. " + P.meaning()),
                                number("p, here", "Computed here. " + P.meaning()), HOLM),
                        preference, study.conclusions()),
                new ResultTable("What is recognised?",
                        "People saw one explanation map alone, and named one of ten classes or “don't know”.",
                        List.of(NETWORK, ANSWERS, number("Right", "Answers that name the right class"),
                                number("Don't know", "Answers that name none"), CORRECT),
                        study.recognition().stream().map(counts -> recognised(counts).toList()).toList(), List.of()),
                new ResultTable("Do people agree?", "How alike different people answered the same question.",
                        agreementColumns(number("α, paper", "As the paper prints it. " + ALPHA.meaning()),
                                number("α, here", "From the paper's public answers. " + ALPHA.meaning())),
                        agreement, List.of()));
    }

    /**
     * What answers come to.
     *
     * @param classNames by number; empty where they are not known
     */
    public static List<ResultTable> of(StudyAnalysis analysis, List<String> classNames) {
        List<ResultTable> tables = new ArrayList<>();
        if (!analysis.preference().isEmpty()) {
            tables.add(preference(analysis.preference()));
            tables.add(tests(analysis.preference()));
            tables.add(preferenceByClass(analysis.preference(), classNames));
        }
        if (!analysis.recognition().isEmpty()) {
            tables.add(recognition(analysis));
        }
        if (!analysis.recognitionComparisons().isEmpty()) {
            tables.add(comparisons(analysis.recognitionComparisons()));
        }
        if (!analysis.predictions().isEmpty()) {
            tables.add(predictions(analysis));
        }
        if (!analysis.agreement().isEmpty()) {
            tables.add(agreement(analysis.agreement()));
            tables.add(participants(analysis.byParticipant()));
        }
        return tables;
    }

    private static ResultTable preference(List<PreferenceResult> results) {
        List<Column> columns = columns(pairColumns(), TOGETHER,
                number("Paper", "The share for the first in the published study, where it asked about the same rates"),
                SECONDS);
        return new ResultTable("Which map is more reasonable?",
                "People saw a picture between two networks' maps of it, and chose left, right or equally.", columns,
                results.stream()
                        .map(result -> row(pair(result.counts()),
                                Stream.of(interval(result.clustered().byBoth()), paper(result.counts()),
                                        Figures.fixed(result.seconds().median(), 1))))
                        .toList(),
                results.stream().map(PreferenceResult::sentence).toList());
    }

    private static ResultTable tests(List<PreferenceResult> results) {
        return new ResultTable("Could that be chance?",
                "How likely such counts are if people had no preference. χ² is the paper's test; the others stand beside it.",
                List.of(MAPS, PAIR, CHI_SQUARE, P, HOLM, number("Exact p",
                        "The same by the exact binomial test, two-sided, which small counts need (Conover, “Practical "
                                + "Nonparametric Statistics”, section 3.4)"),
                        number("Exact p, Holm", "The exact test's, corrected in the same way. " + HOLM.meaning()),
                        number("Pictures",
                                "How many pictures are for the first network, how many for the second, by their own answers"),
                        number("p",
                                "By the sign test over pictures, exact, two-sided: answers to one picture count once together "
                                        + "(Conover, section 3.4)"),
                        number("People", "The same for participants"),
                        number("p", "By the sign test over participants, exact, two-sided")),
                results.stream()
                        .map(result -> row(Stream.of(maps(result.counts().display()),
                                networks(result.counts().first(), result.counts().second()),
                                Figures.fixed(result.counts().chiSquare(), 2), Figures.probability(result.counts().p()),
                                Figures.probability(result.pHolm()), Figures.probability(result.counts().binomialP()),
                                Figures.probability(result.binomialHolm())),
                                Stream.concat(signs(result.byPicture()), signs(result.byParticipant()))))
                        .toList(),
                List.of());
    }

    private static Stream<String> signs(SignTest test) {
        return Stream.of(Figures.count(test.first()) + " to " + Figures.count(test.second()),
                Figures.probability(test.p()));
    }

    private static ResultTable preferenceByClass(List<PreferenceResult> results, List<String> classNames) {
        List<List<String>> rows = new ArrayList<>();
        for (PreferenceResult result : results) {
            result.classes()
                    .forEach(each -> rows.add(
                            row(Stream.concat(Stream.of(className(each.trueClass(), classNames)), pair(each.counts())),
                                    Stream.of(Figures.probability(each.binomialHolm())))));
        }
        List<Column> columns = new ArrayList<>(List.of(words("Class", "Of the pictures")));
        columns.addAll(pairColumns());
        columns.add(number("Exact p, Holm",
                "By the exact binomial test, corrected over the classes of a pair. " + HOLM.meaning()));
        return new ResultTable("The same by class", "Which classes' maps one or the other network is preferred for.",
                columns, rows, List.of());
    }

    private static ResultTable recognition(StudyAnalysis analysis) {
        List<String> sentences = analysis.recognitionOverall().stream()
                .map(overall -> "All networks together, " + overall.display().title() + ": χ² = "
                        + Figures.fixed(overall.chiSquare(), 2) + " with " + overall.degrees()
                        + " degrees of freedom, p = " + Figures.probability(overall.p()) + ".")
                .toList();
        return new ResultTable("What is recognised?",
                "People saw one map alone, and named a class or “don't know”, which counts as not right.",
                List.of(NETWORK, ANSWERS, number("Right", "Answers that name the right class"),
                        number("Don't know", "Answers that name none"), CORRECT, TOGETHER,
                        number("Paper", "The share in the published study, where it asked about the same rate"),
                        SECONDS),
                analysis.recognition().stream()
                        .map(result -> row(recognised(result.counts()), Stream.of(interval(result.clustered().byBoth()),
                                paper(result), Figures.fixed(result.seconds().median(), 1))))
                        .toList(),
                sentences);
    }

    private static ResultTable comparisons(List<RecognitionComparison> comparisons) {
        return new ResultTable("From whose maps is more recognised?",
                "Each two networks: the share of right answers of the first, less that of the second.",
                List.of(MAPS, PAIR, number("Difference", "In percentage points"),
                        number("Clustered 95 %", TOGETHER.meaning()),
                        number("χ²", "Of the counts right and not right of both (Pearson 1900); one degree of freedom"),
                        P, HOLM),
                comparisons.stream()
                        .map(each -> List.of(maps(each.display()), networks(each.first(), each.second()),
                                Figures.points(each.difference()), interval(each.clustered().byBoth()),
                                Figures.fixed(each.chiSquare(), 2), Figures.probability(each.p()),
                                Figures.probability(each.pHolm())))
                        .toList(),
                comparisons.stream().map(RecognitionComparison::sentence).toList());
    }

    private static ResultTable agreement(List<Agreement> agreements) {
        return new ResultTable("Do people agree?", "How alike different people answered the same question.",
                agreementColumns(ALPHA,
                        number("95 % interval",
                                "By drawing pictures with replacement (percentile bootstrap, Efron 1979)"),
                        number("Paper", "α of the published study")),
                agreements.stream()
                        .map(each -> List.of(each.experiment().key(), maps(each.display()), label(each.label()),
                                Figures.count(each.items()), Figures.fixed(each.alpha(), 3),
                                Double.isNaN(each.low()) ? Figures.UNKNOWN
                                        : RankCorrelation.text(each.low()) + " to " + RankCorrelation.text(each.high()),
                                paper(each)))
                        .toList(),
                List.of());
    }

    private static ResultTable participants(List<ParticipantResult> participants) {
        return withoutUnknown(new ResultTable("Participants",
                "Everyone counts. What looks like answering at random is noted, and leaves nobody out.",
                List.of(words("Participant", "A number; no name was asked"), words("Experiment", "What was asked"),
                        ANSWERS, number("Undecided", "The share of “equally” or “don't know”"),
                        number("Left", "The share of the left side among the answers that prefer one"),
                        number("Right", "The share of answers that name the right class"),
                        number("Agrees", "The mean share of others' answers to the same question that are the same"),
                        number("By chance", "The same if these answers were given in random order"), SECONDS,
                        words("Note", "What looks like answering at random")),
                participants.stream()
                        .map(each -> List.of(each.participant(), each.experiment().key(), Figures.count(each.answers()),
                                Figures.percent(each.undecided()), Figures.percent(each.left()),
                                Figures.percent(each.correct()), Figures.percent(each.agreement()),
                                Figures.percent(each.chance()), Figures.fixed(each.seconds().median(), 1),
                                String.join("; ", each.notes())))
                        .toList(),
                List.of()));
    }

    /** The same without columns of which nothing is known. */
    private static ResultTable withoutUnknown(ResultTable table) {
        int[] known = IntStream.range(0, table.columns().size())
                .filter(column -> table.rows().stream().anyMatch(row -> !row.get(column).equals(Figures.UNKNOWN)))
                .toArray();
        return new ResultTable(table.title(), table.meaning(),
                Arrays.stream(known).mapToObj(table.columns()::get).toList(),
                table.rows().stream().map(row -> Arrays.stream(known).mapToObj(row::get).toList()).toList(),
                table.sentences());
    }

    private static ResultTable predictions(StudyAnalysis analysis) {
        boolean preference = analysis.predictions().get(0).experiment() == Experiment.PREFERENCE;
        List<Column> columns = new ArrayList<>(List.of(words("Measure",
                "Of the maps that people saw, as on the page Explain; a larger value is better here for all of them"),
                number("Questions", "That were answered, and whose maps have the measure"),
                number("ρ", (preference
                        ? "Spearman's rank correlation of the measure's difference between the two maps and of the answers for the one "
                                + "less those for the other; which is called the first is of no meaning"
                        : "Spearman's rank correlation of the measure and of the share of right answers")
                        + ". 1: the larger the measure, the more people follow; 0: no relation"),
                number("95 % interval",
                        "By drawing pictures with replacement (Davison and Hinkley 1997, section 3.8), as maps and answers of one "
                                + "picture hang together"),
                number("p", "Twice the share of such draws on the other side of 0"), HOLM));
        if (preference) {
            columns.add(number("Go along (95 %)",
                    "The share of the answers that prefer one map which prefer that with the larger measure, with Wilson's interval; 50 % "
                            + "is chance"));
        }
        return new ResultTable(
                preference ? "Which measure predicts what people prefer?"
                        : "Which measure predicts what people recognise?",
                "The machine beside people: measures of the same maps and the answers to them, question by question. Where few networks "
                        + "are compared, a measure may go along with people for another reason than what it measures; likeness is to the "
                        + "unpruned network's map, which is the most like itself.",
                columns, analysis.predictions().stream().map(each -> {
                    List<String> row = new ArrayList<>(
                            List.of(each.title(), Figures.count(each.questions()), RankCorrelation.text(each.rho()),
                                    each.interval().isKnown() ? RankCorrelation.text(each.interval().low()) + " to "
                                            + RankCorrelation.text(each.interval().high()) : Figures.UNKNOWN,
                                    Figures.probability(each.p()), Figures.probability(each.pHolm())));
                    if (preference) {
                        row.add(each.along() == null ? Figures.UNKNOWN : each.along().text());
                    }
                    return row;
                }).toList(), analysis.predictionSentences());
    }

    private static List<Column> columns(List<Column> first, Column... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    private static List<Column> pairColumns() {
        return List.of(MAPS, PAIR, ANSWERS,
                number("Equally", "Answers that prefer none; they are left out of all tests"),
                number("First", "Answers that prefer the first network"),
                number("Second", "Answers that prefer the second network"), SHARE);
    }

    private static List<Column> agreementColumns(Column... more) {
        return columns(List.of(words("Experiment", "What was asked"), MAPS,
                words("Same if",
                        "What counts as the same answer, as it changes α: the paper takes the side, or the class "
                                + "with “don't know” as one more"),
                number("Questions", "Those with at least two answers")), more);
    }

    private static List<String> row(Stream<String> first, Stream<String> more) {
        return Stream.concat(first, more).toList();
    }

    private static Stream<String> pair(PreferenceCounts counts) {
        return Stream.of(maps(counts.display()), networks(counts.first(), counts.second()),
                Figures.count(counts.answers()), Figures.count(counts.equal()), Figures.count(counts.firstPreferred()),
                Figures.count(counts.secondPreferred()), counts.firstShare().text());
    }

    private static Stream<String> recognised(RecognitionCounts counts) {
        return Stream.of(Question.network(counts.rate()), Figures.count(counts.answers()),
                Figures.count(counts.correct()), Figures.count(counts.unknown()), counts.correctShare().text());
    }

    private static String paper(PreferenceCounts counts) {
        return PublishedStudy.LESS_IS_MORE.preference().stream()
                .filter(each -> each.display() == counts.display() && each.first() == counts.first()
                        && each.second() == counts.second())
                .findFirst().map(each -> Figures.percent(each.firstShare().share())).orElse(Figures.UNKNOWN);
    }

    private static String paper(RecognitionResult result) {
        return PublishedStudy.LESS_IS_MORE.recognition().stream()
                .filter(each -> each.display() == result.counts().display() && each.rate() == result.counts().rate())
                .findFirst().map(each -> Figures.percent(each.correctShare().share())).orElse(Figures.UNKNOWN);
    }

    private static String paper(Agreement agreement) {
        return PublishedStudy.LESS_IS_MORE.agreement().stream()
                .filter(each -> each.experiment() == agreement.experiment() && each.display() == agreement.display()
                        && each.label().equals(agreement.label()))
                .findFirst().map(each -> Figures.fixed(each.alpha(), 3)).orElse(Figures.UNKNOWN);
    }

    /** "×2 or unpruned" */
    private static String networks(double first, double second) {
        return Question.network(first) + " or " + Question.network(second);
    }

    /** "explanation", "heat". */
    private static String maps(Display display) {
        return display.title().replace(" maps", "");
    }

    /** "explanation maps" begins a sentence. */
    public static String title(Display display) {
        return display.title().substring(0, 1).toUpperCase(Locale.ROOT) + display.title().substring(1);
    }

    private static String label(String label) {
        return switch (label) {
            case "side" -> "same side";
            case "network" -> "same network";
            case "class" -> "same class";
            default -> "same class, known";
        };
    }

    private static String className(int number, List<String> names) {
        return number < names.size() ? names.get(number) : "class " + number;
    }

    private static String interval(Interval interval) {
        return interval.isKnown()
                ? Figures.fixed(100 * interval.low(), 1) + " to " + Figures.fixed(100 * interval.high(), 1)
                : Figures.UNKNOWN;
    }
}
