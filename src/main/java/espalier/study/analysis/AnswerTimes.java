package espalier.study.analysis;

import espalier.study.Answer;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How long answers took, in seconds.
 *
 * @param answers whose time is known
 * @param lower   a quarter took less; NaN where no time is known
 * @param median  half took less
 * @param upper   a quarter took more
 */
public record AnswerTimes(int answers, double lower, double median, double upper) {

    static AnswerTimes of(List<? extends Answer> answers) {
        double[] seconds = answers.stream().mapToDouble(Answer::seconds).filter(known -> !Double.isNaN(known))
                .toArray();
        Percentile percentile = new Percentile();
        percentile.setData(seconds);
        return seconds.length == 0 ? new AnswerTimes(0, Double.NaN, Double.NaN, Double.NaN) : new AnswerTimes(
                seconds.length, percentile.evaluate(25), percentile.evaluate(50), percentile.evaluate(75));
    }
}
