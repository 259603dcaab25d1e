package espalier.study.analysis;

import espalier.basics.Holm;
import espalier.study.Answer;
import espalier.study.Answer.Recognition;
import espalier.study.Question;
import espalier.study.Question.Display;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether people recognise classes better from one network's maps than from another's.
 *
 * @param first         the rate of the first network
 * @param second        the rate of the second; 1 for the unpruned
 * @param difference    the first's share of correct answers − the second's
 * @param chiSquare     Pearson's of the counts correct and not, without a correction; one degree of freedom
 * @param p             the probability of such a χ² by chance
 * @param pHolm         corrected over all comparisons
 * @param clustered     the difference, where answers hang together
 * @param byPicture     the sign test over pictures, which of the two shares is larger
 * @param byParticipant the sign test over participants that saw maps of both
 * @param sentence      what it comes to, in plain words
 */
public record RecognitionComparison(Display display, double first, double second, double difference, double chiSquare,
        double p, double pHolm, Clustered clustered, SignTest byPicture, SignTest byParticipant, String sentence) {

    /**
     * All networks of one display together.
     *
     * @param rates     of the networks
     * @param chiSquare Pearson's of the counts correct and not
     * @param degrees   of freedom
     * @param p         the probability of such a χ² by chance, were all recognised alike
     */
    public record Overall(Display display, List<Double> rates, double chiSquare, int degrees, double p) {

        static List<Overall> of(List<RecognitionCounts> networks) {
            return Stream.of(Display.values())
                    .map(display -> networks.stream().filter(counts -> counts.display() == display).toList())
                    .filter(alike -> alike.size() > 1).map(alike -> {
                        double chiSquare = RecognitionCounts.chiSquare(alike);
                        return new Overall(alike.get(0).display(), alike.stream().map(RecognitionCounts::rate).toList(),
                                chiSquare, alike.size() - 1, Significance.ofChiSquare(chiSquare, alike.size() - 1));
                    }).toList();
        }
    }

    private record Pair(List<Recognition> first, List<Recognition> second) {

        double p() {
            return Significance.ofChiSquare(chiSquare(), 1);
        }

        double chiSquare() {
            return RecognitionCounts.chiSquare(List.of(RecognitionCounts.of(first), RecognitionCounts.of(second)));
        }
    }

    /** Compares all networks of each display, first and second as in {@link Question#preference}. */
    static List<RecognitionComparison> of(List<Recognition> answers, long seed) {
        List<Pair> pairs = new ArrayList<>();
        List<List<Recognition>> networks = RecognitionResult.networks(answers);
        for (int i = 0; i < networks.size(); i++) {
            for (int k = i + 1; k < networks.size(); k++) {
                Question one = networks.get(i).get(0).question();
                Question other = networks.get(k).get(0).question();
                if (one.display() == other.display()) {
                    boolean turned = one.first() == 1;
                    pairs.add(new Pair(networks.get(turned ? k : i), networks.get(turned ? i : k)));
                }
            }
        }
        double[] holm = Holm.corrected(pairs.stream().mapToDouble(Pair::p).toArray());
        List<RecognitionComparison> comparisons = new ArrayList<>();
        for (Pair pair : pairs) {
            comparisons.add(of(pair, holm[comparisons.size()], pairs.size(), seed));
        }
        return comparisons;
    }

    private static RecognitionComparison of(Pair pair, double pHolm, int comparisons, long seed) {
        List<Recognition> both = Stream.concat(pair.first.stream(), pair.second.stream()).toList();
        double[] correct = both.stream().mapToDouble(answer -> answer.isCorrect() ? 1 : 0).toArray();
        Clustered clustered = Clustered.difference(both, correct, pair.first.size(), seed);
        RecognitionCounts first = RecognitionCounts.of(pair.first);
        RecognitionCounts second = RecognitionCounts.of(pair.second);
        return new RecognitionComparison(first.display(), first.rate(), second.rate(),
                first.correctShare().share() - second.correctShare().share(), pair.chiSquare(), pair.p(), pHolm,
                clustered, signs(pair, answer -> answer.question().picture()), signs(pair, Answer::participant),
                Sentences.of(first, second, pHolm, comparisons, clustered.byBoth()));
    }

    private static SignTest signs(Pair pair, Function<Answer, Object> one) {
        Map<Object, Double> second = correct(pair.second, one);
        Map<Object, Double> differences = new HashMap<>(correct(pair.first, one));
        differences.keySet().retainAll(second.keySet());
        differences.replaceAll((key, share) -> share - second.get(key));
        return SignTest.of(differences.values());
    }

    private static Map<Object, Double> correct(List<Recognition> answers, Function<Answer, Object> one) {
        return answers.stream()
                .collect(Collectors.groupingBy(one, Collectors.averagingDouble(answer -> answer.isCorrect() ? 1 : 0)));
    }
}
