package espalier.data.shapes;

import espalier.data.Picture;
import java.util.SplittableRandom;

/** A square of pixels in linear light that is painted in layers. */
final class Canvas {

    final int side;
    /** {@code [side, side, 3]}, linear light. */
    final float[] light;

    Canvas(int side) {
        this.side = side;
        this.light = new float[side * side * 3];
    }

    /** Sets a mixture of two colours, {@code share} of the second. */
    void set(int pixel, Colour first, Colour second, float share) {
        light[3 * pixel] = first.red() + share * (second.red() - first.red());
        light[3 * pixel + 1] = first.green() + share * (second.green() - first.green());
        light[3 * pixel + 2] = first.blue() + share * (second.blue() - first.blue());
    }

    /** Lays a colour, brightened by {@code shade}, over the pixel. */
    void cover(int pixel, Colour colour, float shade, float opacity) {
        int i = 3 * pixel;
        light[i] += opacity * (colour.red() * shade - light[i]);
        light[i + 1] += opacity * (colour.green() * shade - light[i + 1]);
        light[i + 2] += opacity * (colour.blue() * shade - light[i + 2]);
    }

    void multiply(int pixel, float factor) {
        light[3 * pixel] *= factor;
        light[3 * pixel + 1] *= factor;
        light[3 * pixel + 2] *= factor;
    }

    void add(int pixel, Colour colour, float amount) {
        light[3 * pixel] += amount * colour.red();
        light[3 * pixel + 1] += amount * colour.green();
        light[3 * pixel + 2] += amount * colour.blue();
    }

    /**
     * The picture as a camera gives it, with a little grain.
     *
     * @param grain the largest change of a value, 0 to 255
     */
    Picture develop(SplittableRandom random, float grain) {
        byte[] rgb = new byte[light.length];
        for (int pixel = 0; pixel < side * side; pixel++) {
            long bits = random.nextLong();
            // Two random numbers added: small changes are more frequent than large ones.
            int noise = Math.round(grain * (((bits & 0xFFFF) + (bits >>> 16 & 0xFFFF)) / 65535f - 1));
            for (int i = 3 * pixel; i < 3 * pixel + 3; i++) {
                int value = (Colour.display(light[i]) & 0xFF) + noise;
                rgb[i] = (byte) Math.min(255, Math.max(0, value));
            }
        }
        return new Picture(side, side, rgb);
    }
}
