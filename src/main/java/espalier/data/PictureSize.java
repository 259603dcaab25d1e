package espalier.data;

/** A picture's size in pixels; three colours always. */
public record PictureSize(int height, int width) {

    /**
     * So many values of pictures at once: a network's activations and their gradients take some dozens of times as
     * much.
     */
    private static final int BATCH_VALUES = 1_500_000;

    /** The number of values, {@code height × width × 3}. */
    public int values() {
        return height * width * 3;
    }

    /**
     * How many pictures of this size should go through a network at once: fewer of large ones, as memory is not endless
     * and the processor gains nothing by more of them.
     *
     * @param most the number for small pictures
     * @return 1 to {@code most}
     */
    public int batch(int most) {
        return Math.max(1, Math.min(most, BATCH_VALUES / values()));
    }

    @Override
    public String toString() {
        return height + "×" + width;
    }
}
