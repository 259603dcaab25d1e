package espalier.explain.measures;

import espalier.drawing.TopShare;

/**
 * Whether a map lies on the object, where the object's mask is known. Both are properties of map and network together.
 */
public final class Localisation {

    private Localisation() {}

    /**
     * The pointing game (Zhang et al. 2018, "Top-down neural attention by excitation backprop"): 1 where the map's
     * highest pixel is on the object, 0 where it is not. Here without the tolerance of 15 pixels of the original, as
     * masks are exact; of several highest pixels the first in the array counts. Its mean over pictures is the hit rate;
     * chance is the object's share of the picture.
     *
     * @param map  {@code [pixels]}, 0 or more
     * @param mask {@code [pixels]}, true on the object
     * @return 1 or 0; NaN for an empty map, which points nowhere
     */
    public static double pointingGame(float[] map, boolean[] mask) {
        check(map, mask);
        if (MapSimilarity.isEmpty(map)) {
            return Double.NaN;
        }
        int highest = 0;
        for (int i = 1; i < map.length; i++) {
            if (map[i] > map[highest]) {
                highest = i;
            }
        }
        return mask[highest] ? 1 : 0;
    }

    /**
     * The share of the map's energy on the object (Wang et al. 2020, "Score-CAM", section 4.3):
     * {@code Σ_inside map / Σ map}, 0 to 1. Chance is the object's share of the picture; a blurry map cannot reach 1 on
     * a small object.
     *
     * @param map  {@code [pixels]}, 0 or more
     * @param mask {@code [pixels]}, true on the object
     * @return NaN for an empty map
     */
    public static double energyInside(float[] map, boolean[] mask) {
        check(map, mask);
        double inside = 0;
        double all = 0;
        for (int i = 0; i < map.length; i++) {
            double value = Math.max(0, map[i]);
            all += value;
            inside += mask[i] ? value : 0;
        }
        return all == 0 ? Double.NaN : inside / all;
    }

    /**
     * Intersection over union of the object and the map's highest pixels, as many as the object has: so no threshold
     * has to be chosen (Jaccard 1901; the number of pixels as the "relevance rank accuracy" of Arras et al. 2022,
     * "CLEVR-XAI", section 3.2, has it). Chance is about {@code s / (2 − s)} for an object of the share s of the
     * picture.
     *
     * @param map  {@code [pixels]}, 0 or more
     * @param mask {@code [pixels]}, true on the object
     * @return 0 to 1; NaN for an empty map or mask
     */
    public static double overlap(float[] map, boolean[] mask) {
        check(map, mask);
        int size = TopShare.count(mask);
        return size == 0 || MapSimilarity.isEmpty(map) ? Double.NaN
                : TopShare.overlap(TopShare.mask(map, size / (double) mask.length), mask);
    }

    private static void check(float[] map, boolean[] mask) {
        if (map.length != mask.length) {
            throw new IllegalArgumentException("A map of " + map.length + " and a mask of " + mask.length + " pixels");
        }
    }
}
