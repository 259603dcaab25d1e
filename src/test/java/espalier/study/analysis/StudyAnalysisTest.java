package espalier.study.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import espalier.SharedData;
import espalier.study.Answer;
import espalier.study.AnswerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Statistics beside those of SciPy and statsmodels, on made-up answers whose script lies beside them, and beside the
 * paper's, on the public answers where these are.
 */
class StudyAnalysisTest {

    private static final Path FOLDER = Path.of("src/test/resources/reference/study");

    @Test
    void countsTestsAndIntervalsAreThoseOfScipyAndStatsmodels() throws IOException {
        StudyAnalysis analysis = StudyAnalysis.of(AnswerTable.read(FOLDER.resolve("answers.csv")));
        JsonNode expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());

        assertThat(analysis.answers()).isEqualTo(672);
        assertThat(analysis.participants()).isEqualTo(12);
        assertThat(analysis.pictures()).isEqualTo(24);
        assertThat(analysis.preference()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            PreferenceResult result = analysis.preference().get(i);
            JsonNode row = expected.get("preference").get(i);
            PreferenceCounts counts = result.counts();
            assertThat(counts.display().key()).isEqualTo(row.get("display").asText());
            assertThat(List.of(counts.first(), counts.second())).isEqualTo(numbers(row, "first", "second"));
            assertThat(Stream.of(counts.answers(), counts.equal(), counts.firstPreferred(), counts.secondPreferred())
                    .map(Integer::doubleValue))
                    .isEqualTo(numbers(row, "answers", "equal", "firstPreferred", "secondPreferred"));
            close(counts.chiSquare(), row.get("chiSquare"));
            close(counts.p(), row.get("p"));
            close(counts.binomialP(), row.get("binomialP"));
            close(counts.firstShare().low(), row.get("wilson").get(0));
            close(counts.firstShare().high(), row.get("wilson").get(1));
            close(result.pHolm(), row.get("pHolm"));
            close(result.binomialHolm(), row.get("binomialHolm"));
            close(result.clustered().deviation(), row.get("deviation"));
            close(result.byPicture(), row.get("byPicture"));
            close(result.byParticipant(), row.get("byParticipant"));
            close(result.seconds().median(), row.get("median"));
            assertThat(result.classes()).hasSize(4);
            assertThat(result.classes().stream().mapToInt(each -> each.counts().answers()).sum())
                    .isEqualTo(counts.answers());
        }
    }

    @Test
    void recognitionAndAgreementAreThoseOfScipyAndStatsmodels() throws IOException {
        StudyAnalysis analysis = StudyAnalysis.of(AnswerTable.read(FOLDER.resolve("answers.csv")));
        JsonNode expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());

        for (int i = 0; i < 3; i++) {
            RecognitionCounts counts = analysis.recognition().get(i).counts();
            assertThat(List.of(counts.rate(), (double) counts.answers(), (double) counts.correct(),
                    (double) counts.unknown()))
                    .isEqualTo(numbers(expected.get("recognition").get(i), "rate", "answers", "correct", "unknown"));
            RecognitionComparison pair = analysis.recognitionComparisons().get(i);
            JsonNode row = expected.get("comparisons").get(i);
            assertThat(List.of(pair.first(), pair.second())).isEqualTo(numbers(row, "first", "second"));
            close(pair.chiSquare(), row.get("chiSquare"));
            close(pair.p(), row.get("p"));
            close(pair.pHolm(), row.get("pHolm"));
            close(pair.clustered().deviation(), row.get("deviation"));
            assertThat(pair.byPicture().first()).isEqualTo(row.get("byPicture").get(0).asInt());
            assertThat(pair.byPicture().second()).isEqualTo(row.get("byPicture").get(1).asInt());
        }
        assertThat(analysis.recognitionOverall()).singleElement().satisfies(overall -> {
            close(overall.chiSquare(), expected.get("overall").get(0));
            close(overall.p(), expected.get("overall").get(1));
            assertThat(overall.degrees()).isEqualTo(2);
        });
        assertThat(analysis.agreement()).hasSize(6);
        for (Agreement agreement : analysis.agreement()) {
            String name = agreement.experiment().key() + " " + agreement.display().key() + " " + agreement.label();
            close(agreement.alpha(), expected.get("agreement").get(name));
            assertThat(agreement.alpha()).isBetween(agreement.low(), agreement.high());
        }
    }

    @Test
    void thePublicAnswersGiveThePapersFigures() {
        Path folder = SharedData.folder("reference/study");
        List<List<Answer>> files = Stream.of("preference-maps.csv", "preference-heat.csv", "recognition-maps.csv")
                .map(folder::resolve).map(AnswerTable::read).toList();

        StudyAnalysis analysis = StudyAnalysis.of(AnswerTable.merge(files).answers());

        assertThat(analysis.answers()).isEqualTo(20_000);
        assertThat(analysis.preference()).extracting(PreferenceResult::counts)
                .isEqualTo(PublishedStudy.LESS_IS_MORE.preference());
        assertThat(analysis.recognition()).extracting(RecognitionResult::counts)
                .isEqualTo(PublishedStudy.LESS_IS_MORE.recognition());
        assertThat(analysis.agreement()).hasSize(6).zipSatisfy(PublishedStudy.LESS_IS_MORE.agreement(),
                (agreement, published) -> {
                    assertThat(agreement.experiment()).isEqualTo(published.experiment());
                    assertThat(agreement.display()).isEqualTo(published.display());
                    assertThat(agreement.label()).isEqualTo(published.label());
                    assertThat(agreement.alpha()).isCloseTo(published.alpha(), within(0.001));
                    assertThat(agreement.items()).isEqualTo(published.items());
                });
        assertThat(analysis.agreement()).extracting(each -> Math.round(1e4 * each.alpha()) / 1e4)
                .containsExactly(0.2361, 0.3109, 0.1269, 0.2074, 0.7783, 0.9063);
        // Two-way clustered, by statsmodels 0.15 (cov_type="cluster" with both groups, no corrections).
        assertThat(analysis.preference().get(1).clustered().deviation()).isCloseTo(0.01960038, within(1e-8));
        assertThat(analysis.preference().get(4).clustered().deviation()).isCloseTo(0.01544655, within(1e-8));
        assertThat(analysis.recognitionComparisons().get(1).clustered().deviation()).isCloseTo(0.01327247,
                within(1e-8));
        assertThat(analysis.preference().get(0).sentence()).contains("×2 is preferred beyond chance (636 to 521")
                .endsWith("which bears it out.");
        assertThat(analysis.preference().get(4).sentence()).contains("the unpruned network is preferred beyond chance")
                .endsWith("do not bear it out.");
        assertThat(analysis.recognitionComparisons().get(0).sentence())
                .contains("no difference beyond chance (p = 0.57");
    }

    @Test
    void thePublishedCountsGiveThePapersFiguresToTheDigit() {
        assertThat(PublishedStudy.LESS_IS_MORE.preference())
                .extracting(counts -> String.format(Locale.ROOT, "%.2f", counts.chiSquare()))
                .containsExactly("11.43", "12.89", "21.67", "6.92", "7.20");
        assertThat(PublishedStudy.LESS_IS_MORE.preference())
                .extracting(counts -> String.format(Locale.ROOT, "%.1e", counts.p()))
                .containsExactly("7.2e-04", "3.3e-04", "3.2e-06", "8.5e-03", "7.3e-03");
        List<RecognitionCounts> recognition = PublishedStudy.LESS_IS_MORE.recognition();
        assertThat(Significance.ofChiSquare(RecognitionCounts.chiSquare(recognition.subList(0, 2)), 1))
                .isCloseTo(0.5668754251257175, within(1e-12));
        assertThat(Significance
                .ofChiSquare(RecognitionCounts.chiSquare(List.of(recognition.get(0), recognition.get(2))), 1))
                .isCloseTo(1.605033278687293e-05, Percentage.withPercentage(1e-6));
    }

    private static List<Double> numbers(JsonNode row, String... names) {
        return Stream.of(names).map(name -> row.get(name).asDouble()).toList();
    }

    private static void close(double actual, JsonNode expected) {
        assertThat(actual).isCloseTo(expected.asDouble(), within(1e-9 * (1 + Math.abs(expected.asDouble()))));
    }

    private static void close(SignTest actual, JsonNode expected) {
        assertThat(List.of(actual.first(), actual.second()))
                .isEqualTo(List.of(expected.get(0).asInt(), expected.get(1).asInt()));
        close(actual.p(), expected.get(2));
    }
}
