package espalier.data.shapes;

import espalier.data.Seeds;
import java.util.SplittableRandom;

/** Smooth random values over the plane: one table of random numbers, interpolated. */
final class Noise {

    private static final int SIDE = 128;
    private static final float[] TABLE = new float[SIDE * SIDE];

    static {
        SplittableRandom random = Seeds.random(20_250_101);
        for (int i = 0; i < TABLE.length; i++) {
            TABLE[i] = (float) (2 * random.nextDouble() - 1);
        }
    }

    private Noise() {}

    /** A value of −1 to 1 that changes over a length of about 1; repeats after 128. */
    static float at(float x, float y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = smooth(x - left);
        float down = smooth(y - top);
        int column = left & (SIDE - 1);
        int nextColumn = (left + 1) & (SIDE - 1);
        int row = (top & (SIDE - 1)) * SIDE;
        int nextRow = ((top + 1) & (SIDE - 1)) * SIDE;
        float upper = TABLE[row + column] + right * (TABLE[row + nextColumn] - TABLE[row + column]);
        float lower = TABLE[nextRow + column] + right * (TABLE[nextRow + nextColumn] - TABLE[nextRow + column]);
        return upper + down * (lower - upper);
    }

    /** Three sizes of noise on each other, each half as large and half as strong: about −1 to 1. */
    static float clouds(float x, float y) {
        return .57f * at(x, y) + .29f * at(2 * x + 31.7f, 2 * y + 11.3f) + .14f * at(4 * x + 5.1f, 4 * y + 77.9f);
    }

    /** A wave of period 1 between −1 and 1: a parabola's idea of a sine, the same on every machine. */
    static float wave(float t) {
        float phase = t - (float) Math.floor(t);
        return phase < .5f ? 16 * phase * (.5f - phase) : -16 * (phase - .5f) * (1 - phase);
    }

    /** 0 below {@code from}, 1 above {@code to}, soft between. */
    static float step(float from, float to, float value) {
        return smooth(Math.min(1, Math.max(0, (value - from) / (to - from))));
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }
}
