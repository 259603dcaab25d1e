package espalier.drawing;

import espalier.data.Picture;

/** Draws maps over pictures, as arithmetic on pixels. Results are {@code [height × width]} of {@code 0xFFRRGGBB}. */
public final class Overlay {

    /** How much of the colour the paper's heat maps show; the rest is the picture. */
    private static final double PAPER_OPACITY = 0.3;
    private static final int STEPS = 256;
    private static final int OPAQUE = 0xFF000000;

    private Overlay() {}

    /** The picture alone. */
    public static int[] plain(Picture picture) {
        int[] result = new int[picture.height() * picture.width()];
        for (int i = 0; i < result.length; i++) {
            result[i] = colour(picture, i);
        }
        return result;
    }

    /**
     * The heat map of "Less is More" (arXiv 2302.08878): {@code 0.7 · picture + 0.3 · jet(map²)}.
     *
     * @param map {@code [height × width]}, 0 to 1
     */
    public static int[] paperHeatMap(Picture picture, float[] map) {
        float[] squares = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            squares[i] = map[i] * map[i];
        }
        return heatMap(picture, squares, ColourMap.JET, PAPER_OPACITY);
    }

    /**
     * A map in colours over its picture: {@code (1 − opacity) · picture + opacity · colour(map)}.
     *
     * @param map     {@code [height × width]}, 0 to 1; what is beyond is clipped
     * @param colours for 0 to 1; {@value #STEPS} of them are used
     * @param opacity of the colours, 0 to 1
     */
    public static int[] heatMap(Picture picture, float[] map, ColourMap colours, double opacity) {
        check(picture, map.length);
        int[] result = new int[map.length];
        for (int i = 0; i < map.length; i++) {
            result[i] = blend(colour(picture, i), colours.argb(step(map[i])), opacity);
        }
        return result;
    }

    /**
     * A difference of two maps in diverging colours over the picture in grey, so that all colour is the difference's.
     *
     * @param difference {@code [height × width]}, −1 to 1; what is beyond is clipped
     * @param colours    for −1 to 1
     * @param opacity    of the colours, 0 to 1
     */
    public static int[] difference(Picture picture, float[] difference, ColourMap colours, double opacity) {
        float[] shifted = new float[difference.length];
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = (difference[i] + 1) / 2;
        }
        return heatMap(grey(picture), shifted, colours, opacity);
    }

    /** The luma of ITU-R BT.601 in all three colours. */
    private static Picture grey(Picture picture) {
        byte[] rgb = picture.rgb().clone();
        for (int i = 0; i < rgb.length; i += 3) {
            byte luma = (byte) Math
                    .round(0.299 * (rgb[i] & 0xFF) + 0.587 * (rgb[i + 1] & 0xFF) + 0.114 * (rgb[i + 2] & 0xFF));
            rgb[i] = luma;
            rgb[i + 1] = luma;
            rgb[i + 2] = luma;
        }
        return new Picture(picture.height(), picture.width(), rgb);
    }

    /** An explanation map: the picture where the mask is true, black elsewhere ("Less is More"; {@link TopShare}). */
    public static int[] explanationMap(Picture picture, boolean[] mask) {
        check(picture, mask.length);
        int[] result = new int[mask.length];
        for (int i = 0; i < mask.length; i++) {
            result[i] = mask[i] ? colour(picture, i) : OPAQUE;
        }
        return result;
    }

    private static void check(Picture picture, int pixels) {
        if (pixels != picture.height() * picture.width()) {
            throw new IllegalArgumentException(
                    pixels + " values over a picture of " + picture.height() + "×" + picture.width());
        }
    }

    private static int colour(Picture picture, int pixel) {
        byte[] rgb = picture.rgb();
        return OPAQUE | (rgb[3 * pixel] & 0xFF) << 16 | (rgb[3 * pixel + 1] & 0xFF) << 8 | rgb[3 * pixel + 2] & 0xFF;
    }

    /** The middle of the nearest of {@link #STEPS} steps from 0 to 1. */
    private static double step(float value) {
        int nearest = Math.max(0, Math.min(STEPS - 1, Math.round(value * (STEPS - 1))));
        return (nearest + 0.5) / STEPS;
    }

    private static int blend(int below, int above, double opacity) {
        int result = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double value = (1 - opacity) * (below >> shift & 0xFF) + opacity * (above >> shift & 0xFF);
            result = result << 8 | (int) Math.round(value);
        }
        return result;
    }
}
