package espalier.app.controls;

import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Pixels that were computed, as the window shows them. */
public final class PixelImages {

    private PixelImages() {}

    /**
     * An image of pixels. From any thread.
     *
     * @param argb {@code [height × width]}, 0xAARRGGBB
     */
    public static Image of(int width, int height, int[] argb) {
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return image;
    }
}
