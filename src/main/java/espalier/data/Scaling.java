package espalier.data;

/**
 * Brings pictures to a size: scaled so that the smaller side fits, the middle cut out. Each new pixel is a weighted
 * mean of all old ones under it, so that nothing glitters when pictures shrink; when they grow it is linear
 * interpolation.
 */
public final class Scaling {

    /**
     * For each new place: the first old one that counts, and the weights of it and those after it; they add up to 1.
     */
    private record Weights(int[] first, float[][] weights) {}

    private Scaling() {}

    /** {@code picture} in the size asked for; itself when it has it. */
    public static Picture fit(Picture picture, PictureSize size) {
        if (picture.height() == size.height() && picture.width() == size.width()) {
            return picture;
        }
        double ratio = ratio(picture.height(), picture.width(), size);
        Weights rows = weights(picture.height(), size.height(), ratio);
        Weights columns = weights(picture.width(), size.width(), ratio);
        // Along the rows first, and only those that are wanted.
        int top = rows.first[0];
        int last = size.height() - 1;
        int bottom = rows.first[last] + rows.weights[last].length;
        float[] narrow = new float[(bottom - top) * size.width() * 3];
        for (int row = top; row < bottom; row++) {
            scaleRow(picture, row, columns, narrow, (row - top) * size.width() * 3);
        }
        int stride = size.width() * 3;
        byte[] rgb = new byte[size.values()];
        for (int row = 0; row < size.height(); row++) {
            float[] weights = rows.weights[row];
            for (int i = 0; i < stride; i++) {
                float sum = 0;
                int from = (rows.first[row] - top) * stride + i;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * narrow[from + k * stride];
                }
                rgb[row * stride + i] = (byte) Math.min(255, Math.round(sum));
            }
        }
        return new Picture(size.height(), size.width(), rgb);
    }

    /** A mask treated as {@link #fit} treats the picture it belongs to; each new pixel is that at its middle. */
    public static boolean[] fit(boolean[] mask, int height, int width, PictureSize size) {
        double ratio = ratio(height, width, size);
        boolean[] fitted = new boolean[size.height() * size.width()];
        for (int row = 0; row < size.height(); row++) {
            int oldRow = nearest(row, height, size.height(), ratio);
            for (int column = 0; column < size.width(); column++) {
                fitted[row * size.width() + column] = mask[oldRow * width
                        + nearest(column, width, size.width(), ratio)];
            }
        }
        return fitted;
    }

    /** How many old pixels lie side by side in a new one. */
    private static double ratio(int height, int width, PictureSize size) {
        return Math.min((double) height / size.height(), (double) width / size.width());
    }

    private static int nearest(int index, int from, int to, double ratio) {
        int old = (int) Math.floor(from / 2.0 + (index + .5 - to / 2.0) * ratio);
        return Math.min(from - 1, Math.max(0, old));
    }

    private static void scaleRow(Picture picture, int row, Weights columns, float[] target, int offset) {
        byte[] rgb = picture.rgb();
        int to = offset;
        for (int column = 0; column < columns.first.length; column++) {
            float[] weights = columns.weights[column];
            int from = (row * picture.width() + columns.first[column]) * 3;
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : weights) {
                red += weight * (rgb[from] & 0xFF);
                green += weight * (rgb[from + 1] & 0xFF);
                blue += weight * (rgb[from + 2] & 0xFF);
                from += 3;
            }
            target[to++] = red;
            target[to++] = green;
            target[to++] = blue;
        }
    }

    /** A triangle over each new pixel's middle, as wide as two new pixels, or two old ones where those are larger. */
    private static Weights weights(int from, int to, double ratio) {
        double reach = Math.max(1, ratio);
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double middle = from / 2.0 + (i + .5 - to / 2.0) * ratio;
            int start = Math.max(0, (int) Math.floor(middle - reach));
            int end = Math.min(from, (int) Math.ceil(middle + reach));
            float[] row = new float[end - start];
            float sum = 0;
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) Math.max(0, 1 - Math.abs(start + k + .5 - middle) / reach);
                sum += row[k];
            }
            for (int k = 0; k < row.length; k++) {
                row[k] /= sum;
            }
            first[i] = start;
            weights[i] = row;
        }
        return new Weights(first, weights);
    }
}
