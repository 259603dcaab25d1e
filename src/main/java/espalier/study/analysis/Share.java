package espalier.study.analysis;

import espalier.basics.Figures;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;

/**
 * A share of answers with Wilson's 95 % score interval (Wilson 1927, "Probable inference, the law of succession, and
 * statistical inference"), as if all answers were independent.
 *
 * @param share 0 to 1; NaN of none
 * @param low   the lower end
 * @param high  the upper end
 */
public record Share(double share, double low, double high) {

    /** For a person: "55.0 % (52.1–57.8)". */
    public String text() {
        return Double.isNaN(share) ? Figures.UNKNOWN : Figures.percent(share) + " (" + Figures.fixed(100 * low, 1) + "–"
                + Figures.fixed(100 * high, 1) + ")";
    }

    /** The share of some among all; NaN of none. */
    public static Share of(int count, int all) {
        if (all == 0) {
            return new Share(Double.NaN, Double.NaN, Double.NaN);
        }
        ConfidenceInterval interval = new WilsonScoreInterval().createInterval(all, count, 0.95);
        // What rounding leaves of 0 and 1 is none.
        return new Share(count / (double) all, count == 0 ? 0 : interval.getLowerBound(),
                count == all ? 1 : interval.getUpperBound());
    }
}
