package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.study.Answer.Recognition;
import espalier.study.Question.Display;
import java.util.List;

/**
 * How often the class of a picture was recognised from one network's maps.
 *
 * @param rate    of the network; 1 for the unpruned
 * @param unknown how often "don't know" was the answer
 */
public record RecognitionCounts(Display display, double rate, int answers, int correct, int unknown) {

    /** Counts answers to questions about the same network. */
    static RecognitionCounts of(List<Recognition> answers) {
        return new RecognitionCounts(answers.get(0).question().display(), answers.get(0).question().first(),
                answers.size(), (int) answers.stream().filter(Recognition::isCorrect).count(),
                (int) answers.stream().filter(Recognition::isUnknown).count());
    }

    /** The share that is correct; "don't know" is not. */
    @JsonProperty
    public Share correctShare() {
        return Share.of(correct, answers);
    }

    /** Pearson's χ² of the correct counts of several networks against equal shares of their answers. */
    static double chiSquare(List<RecognitionCounts> networks) {
        return Significance.chiSquare(networks.stream()
                .map(counts -> new long[] {counts.correct, counts.answers - counts.correct}).toArray(long[][]::new));
    }
}
