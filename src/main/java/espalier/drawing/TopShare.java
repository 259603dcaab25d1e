package espalier.drawing;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The highest pixels of a map: what an explanation map leaves visible. */
public final class TopShare {

    /**
     * The share that explanation maps leave visible ("Less is More", arXiv 2302.08878, section on explanation maps).
     */
    public static final double EXPLANATION_MAP = 0.1;

    private TopShare() {}

    /**
     * The highest pixels by rank, the earlier in the array first where several are equal. Pixels that are 0 or less are
     * never among them, as nothing speaks for the class there: so an empty map gives an empty mask, and a map that is
     * positive on less than the share a smaller one.
     *
     * @param map   one value per pixel
     * @param share of all pixels, above 0 to 1; rounded to whole pixels, at least one
     * @return true on the highest
     */
    public static boolean[] mask(float[] map, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("A share of " + share);
        }
        int count = (int) Math.max(1, Math.round(share * map.length));
        boolean[] mask = new boolean[map.length];
        int[] order = descending(map);
        for (int i = 0; i < Math.min(count, order.length) && map[order[i]] > 0; i++) {
            mask[order[i]] = true;
        }
        return mask;
    }

    /** The indices of values from the highest to the lowest; equal values in their order. */
    public static int[] descending(float[] values) {
        long[] keys = new long[values.length];
        for (int i = 0; i < keys.length; i++) {
            // Adding 0 makes −0 equal to 0. A float's bits rise with its value once those of negative ones are turned
            // round.
            int bits = Float.floatToIntBits(values[i] + 0f);
            int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
            keys[i] = (long) ~rising << 32 | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** How many pixels a mask holds. */
    public static int count(boolean[] mask) {
        return (int) IntStream.range(0, mask.length).filter(i -> mask[i]).count();
    }

    /** Intersection over union of two masks; NaN where both are empty. */
    public static double overlap(boolean[] a, boolean[] b) {
        int both = 0;
        int either = 0;
        for (int i = 0; i < a.length; i++) {
            both += a[i] && b[i] ? 1 : 0;
            either += a[i] || b[i] ? 1 : 0;
        }
        return either == 0 ? Double.NaN : both / (double) either;
    }
}
