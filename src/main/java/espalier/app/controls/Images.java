package espalier.app.controls;

import espalier.data.Picture;
import java.nio.IntBuffer;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Pictures and computed pixels, as the window shows them. */
public final class Images {

    private Images() {}

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

    /**
     * An image over pixels that are not copied, and are not to change any more. From any thread.
     *
     * @param argb {@code [height × width]}, 0xAARRGGBB, each opaque or 0
     */
    static Image over(int width, int height, int[] argb) {
        return new WritableImage(
                new PixelBuffer<>(width, height, IntBuffer.wrap(argb), PixelFormat.getIntArgbPreInstance()));
    }

    /** The picture, pixel for pixel. From any thread. */
    public static Image of(Picture picture) {
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter().setPixels(0, 0, picture.width(), picture.height(), PixelFormat.getByteRgbInstance(),
                picture.rgb(), 0, picture.width() * 3);
        return image;
    }
}
