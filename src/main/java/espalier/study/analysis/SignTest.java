package espalier.study.analysis;

import java.util.Collection;

/**
 * The sign test over pictures or over participants: each is for the first network or for the second by its own answers,
 * so that those of one count once together (Conover, "Practical Nonparametric Statistics", section 3.4).
 *
 * @param first  how many are for the first
 * @param second how many are for the second
 * @param ties   how many are for none; they are left out
 * @param p      the exact probability by chance, two-sided; NaN where all are ties
 */
public record SignTest(int first, int second, int ties, double p) {

    /** @param values above 0 for the first, below 0 for the second */
    static SignTest of(Collection<Double> values) {
        // What is rounding is no sign.
        int first = (int) values.stream().filter(value -> value > 1e-9).count();
        int second = (int) values.stream().filter(value -> value < -1e-9).count();
        return new SignTest(first, second, values.size() - first - second, Significance.binomial(first, second));
    }
}
