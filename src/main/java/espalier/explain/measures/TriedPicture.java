package espalier.explain.measures;

import espalier.drawing.TopShare;
import java.util.Arrays;

/** A normalised picture {@code [height, width, 3]} with its map at the same size, to be changed by the map. */
final class TriedPicture {

    final float[] pixels;
    final float[] map;
    final int height;
    final int width;
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
