package espalier.report;

import org.apache.commons.math3.stat.StatUtils;

/**
 * How the values of some runs lie.
 *
 * @param values    of the runs
 * @param mean      NaN where there is no value
 * @param deviation the standard deviation of the sample (n − 1); NaN for fewer than two values
 */
public record Spread(double[] values, double mean, double deviation) {

    static Spread of(double... values) {
        return new Spread(values, StatUtils.mean(values),
                values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values)));
    }

    /** How many there are. */
    public int count() {
        return values.length;
    }

    /** The lowest; NaN where there is none. */
    public double low() {
        return StatUtils.min(values);
    }

    /** The highest; NaN where there is none. */
    public double high() {
        return StatUtils.max(values);
    }
}
