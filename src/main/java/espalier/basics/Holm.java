package espalier.basics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction of probabilities that are looked at together (Holm 1979, "A simple sequentially rejective multiple
 * test procedure"): the chance that any of them is called real where there is nothing stays at the level of one.
 */
public final class Holm {

    private Holm() {}

    /**
     * Corrects.
     *
     * @param p in any order; those that are NaN stay so and do not count
     * @return in the same order, at most 1
     */
    public static double[] corrected(double[] p) {
        List<Integer> rising = IntStream.range(0, p.length).filter(i -> !Double.isNaN(p[i])).boxed()
                .sorted(Comparator.comparingDouble(i -> p[i])).toList();
        double[] corrected = new double[p.length];
        Arrays.fill(corrected, Double.NaN);
        double largest = 0;
        for (int rank = 0; rank < rising.size(); rank++) {
            int i = rising.get(rank);
            largest = Math.max(largest, Math.min(1, p[i] * (rising.size() - rank)));
            corrected[i] = largest;
        }
        return corrected;
    }
}
