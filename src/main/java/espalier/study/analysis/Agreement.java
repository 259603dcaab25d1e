package espalier.study.analysis;

import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.Question;
import espalier.study.Question.Display;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How far people agree: Krippendorff's α for nominal labels (Krippendorff, "Content Analysis", chapter on reliability),
 * 1 − observed ÷ expected disagreement. The unit is the {@link Question}; those with one answer say nothing.
 *
 * @param label what counts as the same answer, as it changes α: the {@code side} (as in the paper) or the
 *                  {@code network} that was preferred; the {@code class} that was named, with "don't know" as one of
 *                  them, or {@code class, known}, without
 * @param alpha 1 for full agreement, 0 for that of chance; NaN where all answers are the same
 * @param low   the lower end of the 95 % interval by resampling pictures (percentile bootstrap)
 * @param high  the upper end
 * @param items questions with at least two answers
 */
public record Agreement(Experiment experiment, Display display, String label, double alpha, double low, double high,
        int items) {

    private static final int RESAMPLES = 1000;

    /** The answers of one experiment and display, labelled in both ways, the paper's first. */
    static List<Agreement> of(List<Answer> answers, long seed) {
        Map<String, Function<Answer, Object>> labels = new LinkedHashMap<>();
        if (answers.get(0).question().experiment() == Experiment.PREFERENCE) {
            labels.put("side", answer -> side((Preference) answer));
            labels.put("network", answer -> network((Preference) answer));
        } else {
            labels.put("class", answer -> ((Recognition) answer).named());
            labels.put("class, known", answer -> ((Recognition) answer).named());
        }
        List<Agreement> all = new ArrayList<>();
        labels.forEach((name, label) -> {
            Map<Question, List<Object>> units = answers.stream()
                    .filter(answer -> !name.equals("class, known") || !((Recognition) answer).isUnknown())
                    .collect(Collectors.groupingBy(Answer::question, LinkedHashMap::new,
                            Collectors.mapping(label, Collectors.toList())));
            units.values().removeIf(given -> given.size() < 2);
            all.add(of(answers.get(0).question(), name, units, seed));
        });
        return all;
    }

    private static String side(Preference answer) {
        return answer.preferred() == Preferred.EQUAL ? "equally" : answer.isLeft() ? "left" : "right";
    }

    /** The rate of the network; 0 for none. */
    private static double network(Preference answer) {
        return switch (answer.preferred()) {
            case FIRST -> answer.question().first();
            case SECOND -> answer.question().second();
            case EQUAL -> 0;
        };
    }

    private static Agreement of(Question any, String label, Map<Question, List<Object>> units, long seed) {
        List<List<List<Object>>> pictures = List
                .copyOf(units
                        .entrySet().stream().collect(Collectors.groupingBy(entry -> entry.getKey().picture(),
                                LinkedHashMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())))
                        .values());
        double[] drawn = new double[RESAMPLES];
        SplittableRandom random = new SplittableRandom(seed);
        List<Sums> sums = pictures.stream().map(Sums::of).toList();
        for (int i = 0; i < RESAMPLES && !sums.isEmpty(); i++) {
            drawn[i] = alpha(random.ints(sums.size(), 0, sums.size()).mapToObj(sums::get).toList());
        }
        Interval interval = sums.size() < 2 ? Interval.UNKNOWN : Interval.of(drawn);
        return new Agreement(any.experiment(), any.display(), label, alpha(units.values()), interval.low(),
                interval.high(), units.size());
    }

    /** α of units with their labels; those with one label are passed over. */
    static double alpha(Collection<List<Object>> units) {
        return alpha(List.of(Sums.of(units)));
    }

    private static double alpha(List<Sums> parts) {
        double observed = 0;
        double all = 0;
        Map<Object, Double> labels = new HashMap<>();
        for (Sums part : parts) {
            observed += part.disagreement;
            for (Map.Entry<Object, Integer> label : part.labels.entrySet()) {
                labels.merge(label.getKey(), (double) label.getValue(), Double::sum);
                all += label.getValue();
            }
        }
        double total = all;
        double expected = labels.values().stream().mapToDouble(count -> count * (total - count)).sum() / (total - 1);
        return expected > 0 ? 1 - observed / expected : Double.NaN;
    }

    /**
     * What α is made of.
     *
     * @param disagreement pairs of different labels in a unit ÷ (its labels − 1), over the units
     * @param labels       how often each was given
     */
    private record Sums(double disagreement, Map<Object, Integer> labels) {

        static Sums of(Collection<List<Object>> units) {
            double disagreement = 0;
            Map<Object, Integer> labels = new HashMap<>();
            for (List<Object> unit : units) {
                if (unit.size() > 1) {
                    Map<Object, Integer> here = new HashMap<>();
                    unit.forEach(label -> here.merge(label, 1, Integer::sum));
                    double pairs = here.values().stream().mapToDouble(count -> count * (unit.size() - count)).sum();
                    disagreement += pairs / (unit.size() - 1);
                    here.forEach((label, count) -> labels.merge(label, count, Integer::sum));
                }
            }
            return new Sums(disagreement, labels);
        }
    }
}
