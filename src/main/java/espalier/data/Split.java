package espalier.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Splits pictures into parts that hold every class in the same proportion. */
public final class Split {

    private Split() {}

    /**
     * Splits the indices of {@code labels}.
     *
     * @param shares the share, 0 to 1, of every part but the first, which gets the rest. Every part gets at least one
     *                   picture of a class where there are enough: one for the first part, then one for each part in
     *                   turn
     * @param seed   the same seed gives the same split
     * @return the indices of each part, ascending
     */
    public static List<int[]> stratified(int[] labels, double[] shares, long seed) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        byte[] part = new byte[labels.length];
        int[][] byClass = indicesByLabel(labels, classes);
        for (int label = 0; label < classes; label++) {
            int[] members = byClass[label];
            // A class's split does not depend on how many pictures the other classes have.
            shuffle(members, Seeds.random(seed, label));
            int next = 0;
            int left = members.length - 1;
            for (int p = 0; p < shares.length; p++) {
                int count = Math.min(left, Math.max(1, (int) Math.round(shares[p] * members.length)));
                left -= count;
                for (int i = 0; i < count; i++) {
                    part[members[next++]] = (byte) (p + 1);
                }
            }
        }
        List<int[]> parts = new ArrayList<>();
        for (int p = 0; p <= shares.length; p++) {
            parts.add(indicesOf(part, p));
        }
        return parts;
    }

    /** Brings {@code values} into a random order. */
    public static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** For each class the indices of its pictures, ascending: in one pass, as there may be a thousand classes. */
    private static int[][] indicesByLabel(int[] labels, int classes) {
        int[] counts = new int[classes];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        int[][] indices = new int[classes][];
        Arrays.setAll(indices, label -> new int[counts[label]]);
        for (int i = labels.length - 1; i >= 0; i--) {
            indices[labels[i]][--counts[labels[i]]] = i;
        }
        return indices;
    }

    private static int[] indicesOf(byte[] values, int wanted) {
        return IntStream.range(0, values.length).filter(i -> values[i] == wanted).toArray();
    }
}
