package espalier.app.explain;

/**
 * A point that is looked at in all columns of a row.
 *
 * @param picture the picture's id
 * @param x       0 at the left to 1 at the right
 * @param y       0 at the top to 1 at the bottom
 */
public record Marker(String picture, double x, double y) {

    /** The pixel under the point in an array of {@code [height × width]}. */
    public int pixel(int height, int width) {
        int row = Math.max(0, Math.min(height - 1, (int) (y * height)));
        int column = Math.max(0, Math.min(width - 1, (int) (x * width)));
        return row * width + column;
    }

    /** The point so many pixels further, within the picture. */
    public Marker moved(double right, double down) {
        return new Marker(picture, Math.max(0, Math.min(1, x + right)), Math.max(0, Math.min(1, y + down)));
    }
}
