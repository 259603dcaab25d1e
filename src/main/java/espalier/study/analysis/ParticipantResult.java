package espalier.study.analysis;

import espalier.basics.Figures;
import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What one participant did in one experiment, so that those who answer at random are seen. Nobody is left out of any
 * result for it.
 *
 * @param answers    of the participant
 * @param undecided  the share of "equally" or "don't know"
 * @param left       the share of the left side among the decided answers; NaN in recognition
 * @param correct    the share of correct answers; NaN in preference
 * @param agreement  with the other participants: the mean share of their answers to the same question that are the same
 *                       (the same network, the same class); NaN where nobody else answered those
 * @param chance     the mean agreement if the same answers were given to the same questions in random order
 * @param agreementP the share of such random orders that agree at least as much (a permutation test, Fisher 1935)
 * @param seconds    how long answers took
 * @param notes      what looks like answering at random, in plain words; empty for most
 */
public record ParticipantResult(Experiment experiment, String participant, int answers, double undecided, double left,
        double correct, double agreement, double chance, double agreementP, AnswerTimes seconds, List<String> notes) {

    private static final int ORDERS = 1000;
    /** Of fewer answers nothing is noted. */
    private static final int ENOUGH = 20;
    /** Who answers by what is seen reaches it with {@link #ENOUGH} answers or some more. */
    private static final double LEVEL = 0.05;
    /** So strict, as every participant is looked at. */
    private static final double SIDES_LEVEL = 0.001;
    private static final double NEARLY_ALL = 0.95;
    /** Hardly enough to look at a picture and two maps. */
    private static final double HURRIED_SECONDS = 1;

    /** All participants of one experiment, those with the most answers first. */
    static List<ParticipantResult> of(List<Answer> answers, int classes, long seed) {
        Map<Question, Map<Integer, Integer>> given = new HashMap<>();
        answers.forEach(answer -> given.computeIfAbsent(answer.question(), question -> new HashMap<>())
                .merge(label(answer), 1, Integer::sum));
        Map<String, List<Answer>> participants = answers.stream()
                .collect(Collectors.groupingBy(Answer::participant, LinkedHashMap::new, Collectors.toList()));
        return participants.values().stream().map(own -> of(own, given, classes, seed)).sorted(Comparator
                .comparingInt(ParticipantResult::answers).reversed().thenComparing(ParticipantResult::participant))
                .toList();
    }

    private static ParticipantResult of(List<Answer> own, Map<Question, Map<Integer, Integer>> given, int classes,
            long seed) {
        List<String> notes = new ArrayList<>();
        Alikeness alike = Alikeness.of(own, given, seed);
        AnswerTimes seconds = AnswerTimes.of(own);
        long undecided = own.stream().filter(ParticipantResult::isUndecided).count();
        int decided = own.size() - (int) undecided;
        double left = Double.NaN;
        double correct = Double.NaN;
        if (own.get(0) instanceof Preference) {
            int lefts = (int) own.stream().map(Preference.class::cast)
                    .filter(answer -> !isUndecided(answer) && answer.isLeft()).count();
            left = decided == 0 ? Double.NaN : lefts / (double) decided;
            if (Significance.binomial(lefts, decided - lefts) < SIDES_LEVEL) {
                int most = Math.max(lefts, decided - lefts);
                notes.add("chose the " + (lefts == most ? "left" : "right") + " side in " + most + " of " + decided
                        + " decided answers");
            }
        } else {
            int right = (int) own.stream().filter(answer -> ((Recognition) answer).isCorrect()).count();
            correct = right / (double) own.size();
            if (decided >= ENOUGH && Significance.atLeast(right, decided, 1.0 / classes) > LEVEL) {
                notes.add("named the right class in " + right + " of " + decided
                        + " answers that named one, no more than guessing would");
            }
        }
        if (own.size() >= ENOUGH && undecided > NEARLY_ALL * own.size()) {
            notes.add("decided nothing in " + undecided + " of " + own.size() + " answers");
        } else if (alike.answers >= ENOUGH && alike.p > LEVEL) {
            notes.add("agrees with the others in " + Figures.percent(alike.seen) + " of answers, where a random order "
                    + "of the same answers has " + Figures.percent(alike.chance));
        }
        if (seconds.answers() >= ENOUGH && seconds.median() < HURRIED_SECONDS) {
            notes.add("half of the answers took less than " + Figures.fixed(seconds.median(), 2) + " s");
        }
        return new ParticipantResult(own.get(0).question().experiment(), own.get(0).participant(), own.size(),
                undecided / (double) own.size(), left, correct, alike.seen, alike.chance, alike.p, seconds, notes);
    }

    private static int label(Answer answer) {
        return answer instanceof Preference preference ? preference.preferred().ordinal()
                : ((Recognition) answer).named();
    }

    private static boolean isUndecided(Answer answer) {
        return answer instanceof Preference preference ? preference.preferred() == Preferred.EQUAL
                : ((Recognition) answer).isUnknown();
    }

    /**
     * Agreement with others.
     *
     * @param answers to questions that others answered
     */
    private record Alikeness(int answers, double seen, double chance, double p) {

        static Alikeness of(List<Answer> own, Map<Question, Map<Integer, Integer>> given, long seed) {
            List<Answer> shared = own.stream().filter(answer -> others(answer, given) > 0).toList();
            int n = shared.size();
            if (n == 0) {
                return new Alikeness(0, Double.NaN, Double.NaN, Double.NaN);
            }
            int[] labels = shared.stream().mapToInt(ParticipantResult::label).toArray();
            double[][] alike = new double[n][n];
            for (int i = 0; i < n; i++) {
                Map<Integer, Integer> here = given.get(shared.get(i).question());
                for (int k = 0; k < n; k++) {
                    int same = here.getOrDefault(labels[k], 0) - (labels[k] == labels[i] ? 1 : 0);
                    alike[i][k] = same / (double) others(shared.get(i), given);
                }
            }
            double seen = 0;
            for (int i = 0; i < n; i++) {
                seen += alike[i][i];
            }
            return new Alikeness(n, seen / n, Arrays.stream(alike).flatMapToDouble(Arrays::stream).sum() / n / n,
                    p(alike, seen, seed));
        }

        private static int others(Answer answer, Map<Question, Map<Integer, Integer>> given) {
            return given.get(answer.question()).values().stream().mapToInt(count -> count).sum() - 1;
        }

        private static double p(double[][] alike, double seen, long seed) {
            int[] order = new int[alike.length];
            Arrays.setAll(order, i -> i);
            SplittableRandom random = new SplittableRandom(seed);
            int asMuch = 1;
            for (int draw = 0; draw < ORDERS; draw++) {
                double sum = 0;
                for (int i = order.length - 1; i >= 0; i--) {
                    int other = random.nextInt(i + 1);
                    int kept = order[i];
                    order[i] = order[other];
                    order[other] = kept;
                    sum += alike[i][order[i]];
                }
                asMuch += sum >= seen - 1e-9 ? 1 : 0;
            }
            return asMuch / (ORDERS + 1.0);
        }
    }
}
