package espalier.explain.measures;

import espalier.drawing.TopShare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A way to find out by changed pictures whether a network depends on what a map marks. */
interface PictureTrial {

    /** The changed pictures, each {@code [height, width, 3]}. */
    List<float[]> variants(TriedPicture picture);

    /**
     * The measure.
     *
     * @param whole         the class's probability on the unchanged picture
     * @param probabilities on the variants
     */
    double value(double whole, double[] probabilities);

    /**
     * Deletion and insertion (Petsiuk, Das and Saenko 2018, "RISE", section 4.3): the area under the class's
     * probability while more and more of the highest pixels are removed, or shown. Both ends are points of the curve;
     * trapezoid rule.
     *
     * @param insertion whether pixels are shown
     */
    record RemovalCurve(boolean insertion) implements PictureTrial {

        private static final int STEPS = 16;

        @Override
        public List<float[]> variants(TriedPicture picture) {
            List<float[]> result = new ArrayList<>();
            for (int step = 0; step <= STEPS; step++) {
                boolean[] chosen = picture.chosen(step / (double) STEPS, true);
                result.add(insertion ? picture.only(chosen) : picture.without(chosen));
            }
            return result;
        }

        @Override
        public double value(double whole, double[] probabilities) {
            double sum = (probabilities[0] + probabilities[STEPS]) / 2;
            for (int step = 1; step < STEPS; step++) {
                sum += probabilities[step];
            }
            return sum / STEPS;
        }
    }

    /**
     * Average drop and increase in confidence (Chattopadhay et al. 2018, "Grad-CAM++", section 4.1): the class's
     * probability on the picture beside that on the picture times the map.
     *
     * @param drop whether the drop is measured, and not whether there is an increase
     */
    record MaskedPicture(boolean drop) implements PictureTrial {

        @Override
        public List<float[]> variants(TriedPicture picture) {
            return List.of(picture.timesMap());
        }

        @Override
        public double value(double whole, double[] probabilities) {
            return drop ? Math.max(0, whole - probabilities[0]) / whole : probabilities[0] > whole ? 1 : 0;
        }
    }

    /**
     * ROAD, remove and debias (Rong et al. 2022, "A consistent and efficient evaluation strategy for attribution
     * methods"): pixels are replaced by {@link NeighbourImputation noisy linear imputation}, so that the shape of what
     * was removed tells the network little. Half of how much higher the class's probability is without the lowest
     * pixels than without the highest, mean over the shares.
     */
    record RemoveAndDebias() implements PictureTrial {

        private static final double[] SHARES = {0.2, 0.5, 0.8};

        @Override
        public List<float[]> variants(TriedPicture picture) {
            List<float[]> result = new ArrayList<>();
            for (double share : SHARES) {
                for (boolean highest : new boolean[] {true, false}) {
                    result.add(NeighbourImputation.fill(picture.pixels, picture.chosen(share, highest), picture.height,
                            picture.width, NeighbourImputation.NOISE));
                }
            }
            return result;
        }

        @Override
        public double value(double whole, double[] probabilities) {
            double sum = 0;
            for (int i = 0; i < SHARES.length; i++) {
                sum += (probabilities[2 * i + 1] - probabilities[2 * i]) / 2;
            }
            return sum / SHARES.length;
        }
    }

    /** A normalised picture {@code [height, width, 3]} with its map at the same size, to be changed by the map. */
    final class TriedPicture {

        final float[] pixels;
        private final float[] map;
        private final int height;
        private final int width;
        private final int[] order;

        TriedPicture(float[] pixels, float[] map, int height, int width) {
            this.pixels = pixels;
            this.map = map;
            this.height = height;
            this.width = width;
            this.order = TopShare.descending(map);
        }

        /** True on a share of the pixels: the highest, or the lowest. */
        boolean[] chosen(double share, boolean highest) {
            boolean[] mask = new boolean[order.length];
            int count = (int) Math.round(share * order.length);
            for (int i = 0; i < count; i++) {
                mask[order[highest ? i : order.length - 1 - i]] = true;
            }
            return mask;
        }

        /** The picture with only some pixels left, the others 0. */
        float[] only(boolean[] kept) {
            float[] result = new float[pixels.length];
            for (int i = 0; i < kept.length; i++) {
                if (kept[i]) {
                    System.arraycopy(pixels, i * 3, result, i * 3, 3);
                }
            }
            return result;
        }

        /** The picture with some pixels 0. */
        float[] without(boolean[] removed) {
            float[] result = pixels.clone();
            for (int i = 0; i < removed.length; i++) {
                if (removed[i]) {
                    Arrays.fill(result, i * 3, i * 3 + 3, 0);
                }
            }
            return result;
        }

        /** Each pixel times the map's value there. */
        float[] timesMap() {
            float[] result = pixels.clone();
            for (int i = 0; i < result.length; i++) {
                result[i] *= map[i / 3];
            }
            return result;
        }
    }
}
