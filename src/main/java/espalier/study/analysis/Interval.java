package espalier.study.analysis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;

/**
 * Where a value lies with 95 % confidence.
 *
 * @param low  the lower end; NaN where it cannot be told
 * @param high the upper end
 */
public record Interval(double low, double high) {

    static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);
    private static final double TAIL = 0.025;

    /** Of resampled values, 2.5 % left out at each end (Efron 1979); those that are NaN are left out before. */
    static Interval of(double[] drawn) {
        double[] sorted = Arrays.stream(drawn).filter(value -> !Double.isNaN(value)).sorted().toArray();
        int tail = (int) (TAIL * sorted.length);
        return sorted.length == 0 ? UNKNOWN : new Interval(sorted[tail], sorted[sorted.length - 1 - tail]);
    }

    /** Whether a value is inside; never where the interval is not known. */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** Whether it can be told. */
    @JsonIgnore
    public boolean isKnown() {
        return !Double.isNaN(low);
    }
}
