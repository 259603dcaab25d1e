package espalier.explain;

import espalier.drawing.Interpolation;
import java.util.Arrays;

/**
 * A class activation map at the size of the layer that it was taken from.
 *
 * @param height of the map
 * @param width  of the map
 * @param raw    {@code [height × width]}: before ReLU and scaling, so that maps of several networks can share a scale
 */
public record ClassMap(int height, int width, float[] raw) {

    /** Whether nothing speaks for the class: no value is positive, so the map after its ReLU is empty. */
    public boolean isEmpty() {
        for (float value : raw) {
            if (value > 0) {
                return false;
            }
        }
        return true;
    }

    /** The largest raw value; 0 for an empty map. */
    public float max() {
        float max = 0;
        for (float value : raw) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The map after its ReLU: {@code [height × width]}, 0 or more. */
    public float[] positive() {
        float[] result = raw.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(0, result[i]);
        }
        return result;
    }

    /** As {@link #shown(int, int, Interpolation)}, bilinear: what measures are taken of. */
    public float[] shown(int toHeight, int toWidth) {
        return shown(toHeight, toWidth, Interpolation.BILINEAR);
    }

    /**
     * The map as it is usually shown: ReLU, scaled to 0…1 by its own minimum and maximum, enlarged to the picture,
     * clipped and scaled again. All zeros for an empty map.
     *
     * @return {@code [toHeight × toWidth]}
     */
    public float[] shown(int toHeight, int toWidth, Interpolation interpolation) {
        return scaled(clipped(interpolation.enlarge(scaled(positive()), height, width, toHeight, toWidth)));
    }

    /**
     * The map after its ReLU divided by {@code scale}, enlarged and clipped to 0…1: for maps that share a scale.
     *
     * @param scale the value that becomes 1; where it is 0 or less the result is all zeros
     * @return {@code [toHeight × toWidth]}
     */
    public float[] shown(int toHeight, int toWidth, float scale, Interpolation interpolation) {
        float[] values = positive();
        for (int i = 0; i < values.length; i++) {
            values[i] = scale > 0 ? Math.min(1, values[i] / scale) : 0;
        }
        return clipped(interpolation.enlarge(values, height, width, toHeight, toWidth));
    }

    private static float[] clipped(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, Math.min(1, values[i]));
        }
        return values;
    }

    private static float[] scaled(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (values[i] - min) / (max - min + 1e-7f);
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassMap that && height == that.height && width == that.width
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "map of " + height + "×" + width + ", largest " + max();
    }
}
