package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import espalier.study.Answer.Recognition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How well people recognise classes from one network's maps.
 *
 * @param counts    with what follows from them
 * @param clustered the share that is correct, where answers hang together
 * @param classes   the same counts for each class
 * @param seconds   how long answers took
 */
public record RecognitionResult(@JsonUnwrapped RecognitionCounts counts, Clustered clustered, List<OfClass> classes,
        AnswerTimes seconds) {

    /**
     * How well the pictures of one class are recognised.
     *
     * @param trueClass from 0
     */
    public record OfClass(int trueClass, @JsonUnwrapped RecognitionCounts counts) {}

    /** Results for all networks, explanation maps first, then by rising rate. */
    static List<RecognitionResult> of(List<Recognition> answers, long seed) {
        return networks(answers).stream().map(network -> of(RecognitionCounts.of(network), network, seed)).toList();
    }

    /** The answers to questions about each network, explanation maps first, then by rising rate. */
    static List<List<Recognition>> networks(List<Recognition> answers) {
        return answers.stream()
                .collect(Collectors
                        .groupingBy(answer -> List.of(answer.question().display(), answer.question().rates())))
                .values().stream()
                .sorted(Comparator.comparing((List<Recognition> network) -> network.get(0).question().display())
                        .thenComparing(network -> network.get(0).question().first()))
                .toList();
    }

    private static RecognitionResult of(RecognitionCounts counts, List<Recognition> answers, long seed) {
        double[] correct = answers.stream().mapToDouble(answer -> answer.isCorrect() ? 1 : 0).toArray();
        Clustered clustered = Clustered.share(answers, correct, seed);
        List<OfClass> classes = new ArrayList<>();
        new TreeMap<>(answers.stream().collect(Collectors.groupingBy(answer -> answer.question().trueClass())))
                .forEach((trueClass, own) -> classes.add(new OfClass(trueClass, RecognitionCounts.of(own))));
        return new RecognitionResult(counts, clustered, classes, AnswerTimes.of(answers));
    }
}
