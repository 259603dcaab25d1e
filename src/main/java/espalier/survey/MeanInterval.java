package espalier.survey;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A mean with how sure it is.
 *
 * @param mean  of the values that are numbers; NaN where there is none
 * @param low   the lower end of the 95 % interval
 * @param high  the upper end of the 95 % interval
 * @param count how many values were numbers
 * @param left  how many values were not, such as measures of empty maps
 */
public record MeanInterval(double mean, double low, double high, int count, int left) {

    private static final int RESAMPLES = 2000;
    private static final double TAIL = 0.025;

    /**
     * The mean and its percentile bootstrap interval (Efron 1979): the mean of 2 000 samples of the same size, drawn
     * with replacement; the interval leaves out 2.5 % of them at each end. Values that are NaN are left out and
     * counted.
     *
     * @param seed the same seed gives the same interval
     */
    public static MeanInterval bootstrap(double[] values, long seed) {
        double[] numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        int left = values.length - numbers.length;
        if (numbers.length == 0) {
            return new MeanInterval(Double.NaN, Double.NaN, Double.NaN, 0, left);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int k = 0; k < numbers.length; k++) {
                sum += numbers[random.nextInt(numbers.length)];
            }
            means[i] = sum / numbers.length;
        }
        Arrays.sort(means);
        return new MeanInterval(Arrays.stream(numbers).average().orElseThrow(), means[(int) (TAIL * RESAMPLES)],
                means[RESAMPLES - 1 - (int) (TAIL * RESAMPLES)], numbers.length, left);
    }
}
