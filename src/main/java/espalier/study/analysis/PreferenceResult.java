package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import espalier.basics.Holm;
import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which of two networks' maps people prefer.
 *
 * @param counts        with what follows from them
 * @param pHolm         the χ² test's probability, corrected over all pairs that were asked about
 * @param binomialHolm  the exact test's, corrected in the same way
 * @param clustered     the share of the first among the decided answers, where answers hang together
 * @param byPicture     the sign test over pictures
 * @param byParticipant the sign test over participants
 * @param classes       the same counts for each class
 * @param seconds       how long answers took
 * @param sentence      what it comes to, in plain words
 */
public record PreferenceResult(@JsonUnwrapped PreferenceCounts counts, double pHolm, double binomialHolm,
        Clustered clustered, SignTest byPicture, SignTest byParticipant, List<OfClass> classes, AnswerTimes seconds,
        String sentence) {

    /**
     * What people prefer for the pictures of one class.
     *
     * @param trueClass    from 0
     * @param binomialHolm the exact test's probability, corrected over the classes
     */
    public record OfClass(int trueClass, @JsonUnwrapped PreferenceCounts counts, double binomialHolm) {}

    /** Results for all pairs of networks, explanation maps first, then as in the paper's tables. */
    static List<PreferenceResult> of(List<Preference> answers, long seed) {
        List<List<Preference>> pairs = answers.stream()
                .collect(Collectors
                        .groupingBy(answer -> List.of(answer.question().display(), answer.question().rates())))
                .values().stream()
                .sorted(Comparator.comparing((List<Preference> pair) -> pair.get(0).question().display())
                        .thenComparing(pair -> pair.get(0).question().second())
                        .thenComparing(pair -> pair.get(0).question().first()))
                .toList();
        List<PreferenceCounts> counts = pairs.stream().map(PreferenceCounts::of).toList();
        double[] p = Holm.corrected(counts.stream().mapToDouble(PreferenceCounts::p).toArray());
        double[] binomial = Holm.corrected(counts.stream().mapToDouble(PreferenceCounts::binomialP).toArray());
        List<PreferenceResult> results = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            results.add(of(pairs.get(i), counts.get(i), p[i], binomial[i], p.length, seed));
        }
        return results;
    }

    private static PreferenceResult of(List<Preference> answers, PreferenceCounts counts, double pHolm,
            double binomialHolm, int pairs, long seed) {
        List<Preference> decided = answers.stream().filter(answer -> answer.preferred() != Preferred.EQUAL).toList();
        double[] first = decided.stream().mapToDouble(answer -> answer.preferred() == Preferred.FIRST ? 1 : 0)
                .toArray();
        Clustered clustered = Clustered.share(decided, first, seed);
        return new PreferenceResult(counts, pHolm, binomialHolm, clustered,
                signs(answers, answer -> answer.question().picture()), signs(answers, Answer::participant),
                classes(answers), AnswerTimes.of(answers), Sentences.of(counts, pHolm, pairs, clustered.byBoth()));
    }

    private static SignTest signs(List<Preference> answers, Function<Answer, Object> one) {
        return SignTest.of(answers.stream()
                .collect(Collectors.groupingBy(one, Collectors.summingDouble(answer -> switch (answer.preferred()) {
                    case FIRST -> 1;
                    case SECOND -> -1;
                    case EQUAL -> 0;
                }))).values());
    }

    private static List<OfClass> classes(List<Preference> answers) {
        TreeMap<Integer, List<Preference>> byClass = new TreeMap<>(
                answers.stream().collect(Collectors.groupingBy(answer -> answer.question().trueClass())));
        List<PreferenceCounts> counts = byClass.values().stream().map(PreferenceCounts::of).toList();
        double[] p = Holm.corrected(counts.stream().mapToDouble(PreferenceCounts::binomialP).toArray());
        List<OfClass> classes = new ArrayList<>();
        for (int trueClass : byClass.keySet()) {
            classes.add(new OfClass(trueClass, counts.get(classes.size()), p[classes.size()]));
        }
        return classes;
    }
}
