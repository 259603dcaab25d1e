package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Recognition;
import espalier.study.MapMeasures;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the answers of a study come to: the statistics of "Less is More" (χ² of preferences without "equally" and of
 * correct counts, Krippendorff's α), and beside them what respects how few and how alike the answers are.
 *
 * @param answers                all
 * @param participants           who gave them
 * @param pictures               that were shown
 * @param preference             for each pair of networks
 * @param recognition            for each network
 * @param recognitionComparisons for each pair of networks
 * @param recognitionOverall     of all networks of a display
 * @param agreement              of people with each other, for each experiment, display and label
 * @param byParticipant          for each participant of each experiment
 * @param predictions            which measures of the maps say beforehand what people answer; none where they are not
 *                                   known
 */
public record StudyAnalysis(int answers, int participants, int pictures, List<PreferenceResult> preference,
        List<RecognitionResult> recognition, List<RecognitionComparison> recognitionComparisons,
        List<RecognitionComparison.Overall> recognitionOverall, List<Agreement> agreement,
        List<ParticipantResult> byParticipant, List<Prediction> predictions) {

    /** Of every resampling, so that the same answers give the same figures. */
    private static final long SEED = 1;

    /** Analyses. Some thousand answers take about a second. */
    public static StudyAnalysis of(List<Answer> answers) {
        return of(answers, Optional.empty());
    }

    /** As {@link #of(List)}, with what measures say of the maps that the answers are about. */
    public static StudyAnalysis of(List<Answer> answers, Optional<MapMeasures> measures) {
        List<Preference> preference = only(answers, Preference.class);
        List<Recognition> recognition = only(answers, Recognition.class);
        List<Agreement> agreement = new ArrayList<>();
        List<ParticipantResult> participants = new ArrayList<>();
        for (Experiment experiment : Experiment.values()) {
            List<Answer> asked = answers.stream().filter(answer -> answer.question().experiment() == experiment)
                    .toList();
            participants.addAll(ParticipantResult.of(asked, classes(asked), SEED));
            for (Display display : Display.values()) {
                List<Answer> shown = asked.stream().filter(answer -> answer.question().display() == display).toList();
                if (!shown.isEmpty()) {
                    agreement.addAll(Agreement.of(shown, SEED));
                }
            }
        }
        List<RecognitionResult> networks = RecognitionResult.of(recognition, SEED);
        return new StudyAnalysis(answers.size(), (int) answers.stream().map(Answer::participant).distinct().count(),
                (int) answers.stream().map(answer -> answer.question().picture()).distinct().count(),
                PreferenceResult.of(preference, SEED), networks, RecognitionComparison.of(recognition, SEED),
                RecognitionComparison.Overall.of(networks.stream().map(RecognitionResult::counts).toList()), agreement,
                participants, measures.map(known -> Prediction.of(answers, known, SEED)).orElse(List.of()));
    }

    /** What the measures come to beside people, in plain words; none where they are not known. */
    @JsonProperty
    public List<String> predictionSentences() {
        return Stream.of(Experiment.values())
                .map(experiment -> predictions.stream().filter(each -> each.experiment() == experiment).toList())
                .filter(alike -> !alike.isEmpty()).map(Sentences::of).toList();
    }

    private static <A extends Answer> List<A> only(List<Answer> answers, Class<A> type) {
        return answers.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** How many classes the answers speak of: that of the highest number, and those below. */
    private static int classes(List<Answer> answers) {
        return 1 + answers.stream()
                .flatMap(answer -> Stream.of(answer.question().trueClass(),
                        answer instanceof Recognition recognition ? recognition.named() : 0))
                .mapToInt(Integer::intValue).max().orElse(0);
    }
}
