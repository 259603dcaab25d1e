package espalier.drawing;

/**
 * How a small map becomes as large as its picture. All three take half-pixel centres and the edge's values beyond it,
 * as PyTorch and OpenCV do; only how a map is drawn depends on it, measures are always taken of bilinear maps.
 */
public enum Interpolation {

    /** Each value as a block: shows what the network's layer really has. */
    NEAREST("nearest", "Each value of the layer as a block: what the map really knows.") {
        @Override
        public float[] enlarge(float[] values, int height, int width, int toHeight, int toWidth) {
            float[] result = new float[toHeight * toWidth];
            for (int row = 0; row < toHeight; row++) {
                int from = width * (int) ((row + 0.5) * height / toHeight);
                for (int column = 0; column < toWidth; column++) {
                    result[row * toWidth + column] = values[from + (int) ((column + 0.5) * width / toWidth)];
                }
            }
            return result;
        }
    },

    /** Straight lines between the middles of neighbours: what most tools draw. */
    BILINEAR("bilinear", "Straight lines between the middles of neighbours, as most tools draw maps.") {
        @Override
        public float[] enlarge(float[] values, int height, int width, int toHeight, int toWidth) {
            float[] result = new float[toHeight * toWidth];
            for (int row = 0; row < toHeight; row++) {
                float y = Math.max(0, (row + 0.5f) * height / toHeight - 0.5f);
                int top = Math.min((int) y, height - 1);
                int bottom = Math.min(top + 1, height - 1);
                float down = y - top;
                for (int column = 0; column < toWidth; column++) {
                    float x = Math.max(0, (column + 0.5f) * width / toWidth - 0.5f);
                    int left = Math.min((int) x, width - 1);
                    int right = Math.min(left + 1, width - 1);
                    float across = x - left;
                    float upper = values[top * width + left] * (1 - across) + values[top * width + right] * across;
                    float lower = values[bottom * width + left] * (1 - across)
                            + values[bottom * width + right] * across;
                    result[row * toWidth + column] = upper * (1 - down) + lower * down;
                }
            }
            return result;
        }
    },

    /**
     * Cubic convolution (Keys 1981) with a = −0.75, as PyTorch and OpenCV have it. Results may lie beyond the values by
     * which they are made.
     */
    BICUBIC("bicubic",
            "Cubic convolution (Keys 1981), as “Less is More” drew maps: smooth, with highest points that may lie between "
                    + "the layer's own.") {
        @Override
        public float[] enlarge(float[] values, int height, int width, int toHeight, int toWidth) {
            return bicubic(values, height, width, toHeight, toWidth);
        }
    };

    private static final double SHARPNESS = -0.75;

    private final String title;
    private final String explanation;

    Interpolation(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /**
     * A map at another size.
     *
     * @param values {@code [height × width]}
     * @return {@code [toHeight × toWidth]}
     */
    public abstract float[] enlarge(float[] values, int height, int width, int toHeight, int toWidth);

    /** What it does, in a sentence. */
    public String explanation() {
        return explanation;
    }

    @Override
    public String toString() {
        return title;
    }

    /** Along the columns first, then along the rows. */
    private static float[] bicubic(float[] values, int height, int width, int toHeight, int toWidth) {
        float[] tall = new float[toHeight * width];
        for (int row = 0; row < toHeight; row++) {
            double place = (row + 0.5) * height / toHeight - 0.5;
            int first = (int) Math.floor(place) - 1;
            double[] weights = weights(place - Math.floor(place));
            for (int k = 0; k < 4; k++) {
                int from = inside(first + k, height) * width;
                for (int column = 0; column < width; column++) {
                    tall[row * width + column] += (float) (weights[k] * values[from + column]);
                }
            }
        }
        float[] result = new float[toHeight * toWidth];
        for (int column = 0; column < toWidth; column++) {
            double place = (column + 0.5) * width / toWidth - 0.5;
            int first = (int) Math.floor(place) - 1;
            double[] weights = weights(place - Math.floor(place));
            for (int k = 0; k < 4; k++) {
                int from = inside(first + k, width);
                for (int row = 0; row < toHeight; row++) {
                    result[row * toWidth + column] += (float) (weights[k] * tall[row * width + from]);
                }
            }
        }
        return result;
    }

    private static int inside(int index, int size) {
        return Math.max(0, Math.min(size - 1, index));
    }

    /** Of the four nearest values, for a place so far beyond the second. */
    private static double[] weights(double beyond) {
        return new double[] {far(1 + beyond), near(beyond), near(1 - beyond), far(2 - beyond)};
    }

    private static double near(double distance) {
        return ((SHARPNESS + 2) * distance - (SHARPNESS + 3)) * distance * distance + 1;
    }

    private static double far(double distance) {
        return ((SHARPNESS * distance - 5 * SHARPNESS) * distance + 8 * SHARPNESS) * distance - 4 * SHARPNESS;
    }
}
