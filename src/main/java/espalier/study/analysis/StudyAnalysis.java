package espalier.study.analysis;

import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.List;
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
 */
public record StudyAnalysis(int answers, int participants, int pictures, List<PreferenceResult> preference,
        List<RecognitionResult> recognition, List<RecognitionComparison> recognitionComparisons,
        List<RecognitionComparison.Overall> recognitionOverall, List<Agreement> agreement,
        List<ParticipantResult> byParticipant) {

    /** Of every resampling, so that the same answers give the same figures. */
    private static final long SEED = 1;

    /** Analyses. Some thousand answers take about a second. */
    public static StudyAnalysis of(List<Answer> answers) {
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
                participants);
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
