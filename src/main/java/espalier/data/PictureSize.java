package espalier.data;

/** A picture's size in pixels; three colours always. */
public record PictureSize(int height, int width) {

    /** The number of values, {@code height × width × 3}. */
    public int values() {
        return height * width * 3;
    }

    @Override
    public String toString() {
        return height + "×" + width;
    }
}
