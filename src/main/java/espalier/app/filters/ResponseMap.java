package espalier.app.filters;

/**
 * A filter's response over one picture.
 *
 * @param picture of the training part
 * @param height  of the layer's output
 * @param width   of the layer's output
 * @param values  {@code [height × width]}, after batch norm and activation
 */
record ResponseMap(int picture, int height, int width, float[] values) {

    /** The largest value, at least 0. */
    float max() {
        float max = 0;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    /** The values, negative ones as 0, divided by the largest: 0 to 1. */
    float[] scaled() {
        float max = max();
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = max > 0 ? Math.max(0, values[i]) / max : 0;
        }
        return result;
    }
}
