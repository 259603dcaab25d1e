package espalier.data;

/**
 * A picture of 8-bit RGB.
 *
 * @param height in pixels
 * @param width  in pixels
 * @param rgb    {@code [height, width, 3]}, each value 0 to 255 (unsigned)
 */
public record Picture(int height, int width, byte[] rgb) {

    /** Checks that the array has the size that the picture says. */
    public Picture {
        if (rgb.length != height * width * 3) {
            throw new IllegalArgumentException(rgb.length + " values for a picture of " + height + "×" + width);
        }
    }

    /** The value at a pixel: 0 to 255. */
    public int value(int row, int column, int channel) {
        return rgb[(row * width + column) * 3 + channel] & 0xFF;
    }
}
