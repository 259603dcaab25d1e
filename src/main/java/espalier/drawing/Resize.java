package espalier.drawing;

/** Enlarges maps. */
public final class Resize {

    private Resize() {}

    /**
     * Bilinear interpolation with half-pixel centres, the edge's values beyond it: what PyTorch and OpenCV do.
     *
     * @param values {@code [height × width]}
     * @return {@code [toHeight × toWidth]}
     */
    public static float[] bilinear(float[] values, int height, int width, int toHeight, int toWidth) {
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
                float lower = values[bottom * width + left] * (1 - across) + values[bottom * width + right] * across;
                result[row * toWidth + column] = upper * (1 - down) + lower * down;
            }
        }
        return result;
    }
}
