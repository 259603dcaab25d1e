package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonProperty;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Question.Display;
import java.util.List;

/**
 * How often which of two networks' maps was preferred, and what follows from the counts alone.
 *
 * @param first          the rate of the first network
 * @param second         the rate of the second; 1 for the unpruned
 * @param answers        all of them
 * @param equal          those that preferred none
 * @param firstPreferred those for the first
 */
public record PreferenceCounts(Display display, double first, double second, int answers, int equal, int firstPreferred,
        int secondPreferred) {

    /** Counts answers to questions about the same networks. */
    static PreferenceCounts of(List<Preference> answers) {
        int[] counts = new int[Preferred.values().length];
        answers.forEach(answer -> counts[answer.preferred().ordinal()]++);
        return new PreferenceCounts(answers.get(0).question().display(), answers.get(0).question().first(),
                answers.get(0).question().second(), answers.size(), counts[Preferred.EQUAL.ordinal()],
                counts[Preferred.FIRST.ordinal()], counts[Preferred.SECOND.ordinal()]);
    }

    /** Answers that preferred one. */
    public int decided() {
        return firstPreferred + secondPreferred;
    }

    /** Pearson's χ² against an equal split, "equally" left out, as in the paper; one degree of freedom. */
    @JsonProperty
    public double chiSquare() {
        return Significance.chiSquare(firstPreferred, secondPreferred);
    }

    /** The probability of such a χ² by chance. */
    @JsonProperty
    public double p() {
        return Significance.ofChiSquare(chiSquare(), 1);
    }

    /** The exact binomial test against an equal split, two-sided. */
    @JsonProperty
    public double binomialP() {
        return Significance.binomial(firstPreferred, secondPreferred);
    }

    /** The share of the first among the decided answers. */
    @JsonProperty
    public Share firstShare() {
        return Share.of(firstPreferred, decided());
    }
}
