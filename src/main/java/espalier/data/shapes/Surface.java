package espalier.data.shapes;

/** The patterns of Shapes: how much of the second colour is at a point of the object. */
enum Surface {
    PLAIN {
        @Override
        float second(float u, float v, float pixel) {
            return 0;
        }
    },
    STRIPED {
        @Override
        float second(float u, float v, float pixel) {
            return covered(.25f - Math.abs(fraction(u) - .5f), pixel);
        }
    },
    DOTTED {
        @Override
        float second(float u, float v, float pixel) {
            // Rows as close as in a honeycomb, every second one moved by half a dot.
            float row = v / HONEYCOMB;
            float shift = ((int) Math.floor(row) & 1) * .5f;
            float x = fraction(u + shift) - .5f;
            float y = (fraction(row) - .5f) * HONEYCOMB;
            return covered(.29f - (float) Math.sqrt(x * x + y * y), pixel);
        }
    },
    CHECKERED {
        @Override
        float second(float u, float v, float pixel) {
            float across = 2 * covered(.25f - Math.abs(fraction(u * .6f) - .5f), pixel * .6f) - 1;
            float down = 2 * covered(.25f - Math.abs(fraction(v * .6f) - .5f), pixel * .6f) - 1;
            return .5f - .5f * across * down;
        }
    };

    private static final float HONEYCOMB = .8660254f;

    /**
     * The share of the second colour, 0 to 1, with soft borders one pixel wide.
     *
     * @param u     a coordinate on the object, in periods of the pattern
     * @param v     the other one
     * @param pixel a pixel's width in periods
     */
    abstract float second(float u, float v, float pixel);

    private static float covered(float inside, float pixel) {
        return Math.min(1, Math.max(0, .5f + inside / pixel));
    }

    private static float fraction(float value) {
        return value - (float) Math.floor(value);
    }
}
