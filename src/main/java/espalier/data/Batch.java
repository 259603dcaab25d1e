package espalier.data;

import java.util.Arrays;
import java.util.List;

/**
 * Pictures ready for a network.
 *
 * @param size   the number of pictures
 * @param pixels {@code [size, height, width, 3]}, normalised
 * @param labels the class of each
 */
public record Batch(int size, float[] pixels, int[] labels) {

    /** The pictures {@code from} to {@code to} (exclusive). */
    public Batch part(int from, int to) {
        int values = pixels.length / size;
        return new Batch(to - from, Arrays.copyOfRange(pixels, from * values, to * values),
                Arrays.copyOfRange(labels, from, to));
    }

    /** The pictures of several batches, one after the other. */
    public static Batch joined(List<Batch> batches) {
        int size = batches.stream().mapToInt(Batch::size).sum();
        float[] pixels = new float[batches.stream().mapToInt(batch -> batch.pixels.length).sum()];
        int[] labels = new int[size];
        int done = 0;
        int filled = 0;
        for (Batch batch : batches) {
            System.arraycopy(batch.pixels, 0, pixels, filled, batch.pixels.length);
            System.arraycopy(batch.labels, 0, labels, done, batch.size);
            done += batch.size;
            filled += batch.pixels.length;
        }
        return new Batch(size, pixels, labels);
    }
}
