package espalier.data;

/**
 * Pictures ready for a network.
 *
 * @param size   the number of pictures
 * @param pixels {@code [size, height, width, 3]}, normalised
 * @param labels the class of each
 */
public record Batch(int size, float[] pixels, int[] labels) {}
