package espalier.basics;

import java.util.ArrayList;
import java.util.List;

/** Where an axis has its numbers: round values that a person would choose. */
public final class Ticks {

    private Ticks() {}

    /**
     * Multiples of 1, 2 or 5 times a power of ten within a range, both ends included.
     *
     * @param most how many at most, 2 or more
     */
    public static List<Double> linear(double min, double max, int most) {
        if (!(max > min)) {
            return List.of(min);
        }
        double step = step((max - min) / most);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The smallest 1, 2 or 5 times a power of ten that is at least this. */
    public static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Powers of two within a range: the rates. */
    public static List<Double> powersOfTwo(double min, double max) {
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.pow(2, Math.floor(Math.log(min) / Math.log(2))); tick <= max * (1 + 1e-9); tick *= 2) {
            if (tick >= min * (1 - 1e-9)) {
                ticks.add(tick);
            }
        }
        return ticks;
    }

    /** 1, 2 and 5 times powers of ten within a range, or the powers alone where those are enough. */
    public static List<Double> logarithmic(double min, double max) {
        double[] factors = max / min > 300 ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> ticks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(min))); power <= max; power *= 10) {
            for (double factor : factors) {
                if (factor * power >= min * (1 - 1e-9) && factor * power <= max * (1 + 1e-9)) {
                    ticks.add(factor * power);
                }
            }
        }
        return ticks;
    }
}
