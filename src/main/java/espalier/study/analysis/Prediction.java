package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import espalier.basics.Holm;
import espalier.study.Answer;
import espalier.study.Answer.Preference;
import espalier.study.Answer.Preferred;
import espalier.study.Answer.Recognition;
import espalier.study.MapMeasures;
import espalier.study.MapMeasures.Measured;
import espalier.study.Question;
import espalier.study.Question.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Whether a measure of maps says beforehand what people answer: the rank correlation (Spearman 1904) over questions. Of
 * a preference it is that of the measure's difference between the two maps and of the answers for the one less those
 * for the other, ÷ all answers; which map is called the first is of no meaning, so each question counts in both
 * directions, and the correlation is one through the origin. Of recognition it is that of the measure and of the share
 * of right answers. Larger is better for every measure here: distances and the like are turned.
 *
 * <p>The interval draws whole pictures with replacement (percentile bootstrap by clusters: Davison and Hinkley 1997,
 * section 3.8), as maps and answers of one picture hang together; the ranks stay those of all questions. p is twice the
 * share of draws on the other side of 0, so that it says the same as the interval; Holm's correction (1979) is over the
 * measures. That answers of one person hang together is not in it. Where few networks are compared, a measure that is
 * always larger for the one that people happen to prefer goes along with them, too.
 *
 * @param measure   its name in files
 * @param title     its name for a person
 * @param questions that were answered and whose maps have the measure
 * @param pictures  that those are about
 * @param rho       −1 to 1; NaN where the answers or the measure are all alike
 * @param interval  of 95 %
 * @param p         two-sided
 * @param pHolm     corrected over the measures
 * @param along     the share of answers that prefer one map, and prefer that for which the measure is larger; null for
 *                      recognition
 */
public record Prediction(Experiment experiment, String measure, String title, int questions, int pictures, double rho,
        Interval interval, double p, double pHolm, @JsonInclude(JsonInclude.Include.NON_NULL) Share along) {

    private static final int RESAMPLES = 10_000;
    /** Of fewer pictures no interval can be had by drawing them. */
    private static final int FEWEST = 5;

    /** What people answered to a question: −1 to 1 for the first map, or 0 to 1 the share that is right. */
    private record Asked(Question question, double answer, int first, int second) {}

    /** A question in numbers. */
    private record Pair(int picture, double machine, double people) {}

    /** Predictions by all measures, for each of the experiments that there are answers of. */
    static List<Prediction> of(List<Answer> answers, MapMeasures measures, long seed) {
        List<Prediction> all = new ArrayList<>();
        for (Experiment experiment : Experiment.values()) {
            Map<Question, List<Answer>> asked = answers.stream()
                    .filter(answer -> answer.question().experiment() == experiment)
                    .collect(Collectors.groupingBy(Answer::question, LinkedHashMap::new, Collectors.toList()));
            List<Asked> told = asked.entrySet().stream().map(entry -> asked(entry.getKey(), entry.getValue())).toList();
            if (!told.isEmpty()) {
                all.addAll(corrected(
                        measures.measures().stream().map(measure -> of(experiment, measure, told, seed)).toList()));
            }
        }
        return all;
    }

    private static Asked asked(Question question, List<Answer> answers) {
        if (question.experiment() == Experiment.RECOGNITION) {
            double right = answers.stream().filter(answer -> ((Recognition) answer).isCorrect()).count();
            return new Asked(question, right / answers.size(), 0, 0);
        }
        int first = count(answers, Preferred.FIRST);
        int second = count(answers, Preferred.SECOND);
        return new Asked(question, (first - second) / (double) answers.size(), first, second);
    }

    private static int count(List<Answer> answers, Preferred preferred) {
        return (int) answers.stream().filter(answer -> ((Preference) answer).preferred() == preferred).count();
    }

    private static Prediction of(Experiment experiment, Measured measure, List<Asked> told, long seed) {
        boolean preference = experiment == Experiment.PREFERENCE;
        List<Pair> pairs = new ArrayList<>();
        int along = 0;
        int decided = 0;
        for (Asked asked : told) {
            Question question = asked.question;
            double machine = measure.goodness(question.picture(), question.first())
                    - (preference ? measure.goodness(question.picture(), question.second()) : 0);
            if (!Double.isNaN(machine)) {
                pairs.add(new Pair(question.picture(), machine, asked.answer));
                if (machine != 0) {
                    along += machine > 0 ? asked.first : asked.second;
                    decided += asked.first + asked.second;
                }
            }
        }
        Sums[] clusters = clusters(pairs, preference);
        double rho = Sums.of(clusters).correlation(preference);
        double[] drawn = clusters.length < FEWEST || Double.isNaN(rho) ? new double[0]
                : draws(clusters, preference, seed);
        return new Prediction(experiment, measure.key(), measure.title(), pairs.size(), clusters.length, rho,
                Interval.of(drawn), p(drawn), Double.NaN, preference ? Share.of(along, decided) : null);
    }

    private static List<Prediction> corrected(List<Prediction> all) {
        double[] holm = Holm.corrected(all.stream().mapToDouble(Prediction::p).toArray());
        List<Prediction> corrected = new ArrayList<>();
        for (Prediction each : all) {
            corrected.add(new Prediction(each.experiment, each.measure, each.title, each.questions, each.pictures,
                    each.rho, each.interval, each.p, holm[corrected.size()], each.along));
        }
        return corrected;
    }

    private static double p(double[] drawn) {
        double[] known = Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).toArray();
        if (known.length == 0) {
            return Double.NaN;
        }
        long below = Arrays.stream(known).filter(value -> value <= 0).count();
        long above = Arrays.stream(known).filter(value -> value >= 0).count();
        return Math.min(1, 2 * (Math.min(below, above) + 1) / (known.length + 1.0));
    }

    private static double[] draws(Sums[] clusters, boolean throughOrigin, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = new double[RESAMPLES];
        Sums[] sample = new Sums[clusters.length];
        for (int i = 0; i < drawn.length; i++) {
            for (int k = 0; k < sample.length; k++) {
                sample[k] = clusters[random.nextInt(clusters.length)];
            }
            drawn[i] = Sums.of(sample).correlation(throughOrigin);
        }
        return drawn;
    }

    private static Sums[] clusters(List<Pair> pairs, boolean bothDirections) {
        double[] machine = ranks(pairs.stream().mapToDouble(Pair::machine).toArray(), bothDirections);
        double[] people = ranks(pairs.stream().mapToDouble(Pair::people).toArray(), bothDirections);
        Map<Integer, List<Sums>> pictures = new LinkedHashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            pictures.computeIfAbsent(pairs.get(i).picture, picture -> new ArrayList<>()).add(new Sums(1, machine[i],
                    people[i], machine[i] * machine[i], people[i] * people[i], machine[i] * people[i]));
        }
        return pictures.values().stream().map(sums -> Sums.of(sums.toArray(Sums[]::new))).toArray(Sums[]::new);
    }

    /**
     * Ranks less their mean, equal values sharing the mean of theirs; in both directions among the values and their
     * opposites.
     */
    private static double[] ranks(double[] values, boolean bothDirections) {
        double[] all = bothDirections ? Arrays.copyOf(values, 2 * values.length) : values;
        for (int i = values.length; i < all.length; i++) {
            // Not −0, which is ranked below 0.
            all[i] = 0 - values[i - values.length];
        }
        double[] ranks = all.length == 0 ? all : new NaturalRanking().rank(all);
        return Arrays.stream(ranks, 0, values.length).map(rank -> rank - (all.length + 1) / 2.0).toArray();
    }

    /** What a correlation is made of. */
    private record Sums(int count, double x, double y, double xx, double yy, double xy) {

        static Sums of(Sums... parts) {
            int count = 0;
            double x = 0;
            double y = 0;
            double xx = 0;
            double yy = 0;
            double xy = 0;
            for (Sums part : parts) {
                count += part.count;
                x += part.x;
                y += part.y;
                xx += part.xx;
                yy += part.yy;
                xy += part.xy;
            }
            return new Sums(count, x, y, xx, yy, xy);
        }

        double correlation(boolean throughOrigin) {
            double meanX = throughOrigin ? 0 : x / count;
            double meanY = throughOrigin ? 0 : y / count;
            double product = (xx - count * meanX * meanX) * (yy - count * meanY * meanY);
            return product > 1e-9 ? (xy - count * meanX * meanY) / Math.sqrt(product) : Double.NaN;
        }
    }
}
