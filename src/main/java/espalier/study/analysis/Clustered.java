package espalier.study.analysis;

import espalier.study.Answer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How sure a share is, or a difference of two, when answers of one participant, and of one picture, hang together: what
 * the tests of counts leave out. The bootstrap by clusters draws whole participants, or whole pictures, with
 * replacement (Davison and Hinkley 1997, "Bootstrap Methods and their Application", section 3.8; percentile intervals
 * of {@value #RESAMPLES} samples). For both at once their variances are added, and what was counted twice, that of the
 * answers of one participant to one picture, is taken away (Cameron, Gelbach and Miller 2011, "Robust inference with
 * multiway clustering", Journal of Business and Economic Statistics 29, equation 2.13); but it is never taken to be
 * less than one of them. To draw both at once would count what is chance in each answer three times (Owen 2007, "The
 * pigeonhole bootstrap"). Of fewer than about ten participants or pictures all this is too sure.
 *
 * @param byParticipant the interval when participants are drawn; unknown for one
 * @param byPicture     the same for pictures
 * @param byBoth        the interval for both, of Student's distribution with as many degrees of freedom as there are
 *                          participants, or pictures if fewer, less one, as far as a share or a difference can go; the
 *                          one to go by
 * @param deviation     the standard error for both
 * @param designEffect  its square as a multiple of what it were if no answers hung together: so many times as many
 *                          answers are needed (Kish 1965, "Survey Sampling")
 */
public record Clustered(Interval byParticipant, Interval byPicture, Interval byBoth, double deviation,
        double designEffect) {

    private static final int RESAMPLES = 2000;
    private static final double UPPER = 0.975;

    /**
     * A share.
     *
     * @param values 1 or 0 for each answer
     * @param seed   the same seed gives the same intervals
     */
    static Clustered share(List<? extends Answer> answers, double[] values, long seed) {
        return difference(answers, values, values.length, seed);
    }

    /**
     * The share of 1 among the first answers − that among the others.
     *
     * @param values 1 or 0 for each answer
     * @param split  how many answers are of the first share
     */
    static Clustered difference(List<? extends Answer> answers, double[] values, int split, long seed) {
        int[] participants = numbers(answers, Answer::participant);
        int[] pictures = numbers(answers, answer -> answer.question().picture());
        int[] cells = numbers(answers, answer -> List.of(answer.participant(), answer.question().picture()));
        double[] influence = influence(values, split);
        double ofParticipants = variance(participants, influence);
        double ofPictures = variance(pictures, influence);
        double both = Math.max(ofParticipants + ofPictures - variance(cells, influence),
                Math.max(ofParticipants, ofPictures));
        int clusters = Math.min(count(participants), count(pictures));
        Interval interval = Interval.UNKNOWN;
        if (clusters > 1) {
            double[] ones = new double[values.length];
            Arrays.fill(ones, 1);
            double value = value(values, ones, split);
            double reach = new TDistribution(null, clusters - 1).inverseCumulativeProbability(UPPER) * Math.sqrt(both);
            double least = split < values.length ? -1 : 0;
            interval = new Interval(Math.max(least, value - reach), Math.min(1, value + reach));
        }
        SplittableRandom random = new SplittableRandom(seed);
        return new Clustered(bootstrap(participants, values, split, random), bootstrap(pictures, values, split, random),
                interval, Math.sqrt(both), both / variance(IntStream.range(0, values.length).toArray(), influence));
    }

    private static int[] numbers(List<? extends Answer> answers, Function<Answer, Object> cluster) {
        Map<Object, Integer> known = new HashMap<>();
        return answers.stream().mapToInt(answer -> {
            known.putIfAbsent(cluster.apply(answer), known.size());
            return known.get(cluster.apply(answer));
        }).toArray();
    }

    private static int count(int[] clusters) {
        return Arrays.stream(clusters).max().orElse(-1) + 1;
    }

    /** How much each answer moves the value from where it is. */
    private static double[] influence(double[] values, int split) {
        double first = Arrays.stream(values, 0, split).average().orElse(0);
        double second = Arrays.stream(values, split, values.length).average().orElse(0);
        double[] influence = new double[values.length];
        Arrays.setAll(influence,
                i -> i < split ? (values[i] - first) / split : (second - values[i]) / (values.length - split));
        return influence;
    }

    /** The sandwich estimate: the sum over clusters of the squared sum of their influences. */
    private static double variance(int[] clusters, double[] influence) {
        double[] sums = new double[count(clusters)];
        for (int i = 0; i < clusters.length; i++) {
            sums[clusters[i]] += influence[i];
        }
        return Arrays.stream(sums).map(sum -> sum * sum).sum();
    }

    private static Interval bootstrap(int[] clusters, double[] values, int split, SplittableRandom random) {
        int count = count(clusters);
        if (count < 2) {
            return Interval.UNKNOWN;
        }
        double[] drawn = new double[RESAMPLES];
        double[] weights = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            int[] times = new int[count];
            for (int k = 0; k < count; k++) {
                times[random.nextInt(count)]++;
            }
            Arrays.setAll(weights, a -> times[clusters[a]]);
            drawn[i] = value(values, weights, split);
        }
        return Interval.of(drawn);
    }

    private static double value(double[] values, double[] weights, int split) {
        return mean(values, weights, 0, split)
                - (split == values.length ? 0 : mean(values, weights, split, values.length));
    }

    private static double mean(double[] values, double[] weights, int from, int to) {
        double sum = 0;
        double all = 0;
        for (int i = from; i < to; i++) {
            sum += weights[i] * values[i];
            all += weights[i];
        }
        return sum / all;
    }
}
