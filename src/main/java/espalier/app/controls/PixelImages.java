package espalier.app.controls;

import espalier.data.Picture;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Makes JavaFX images of plain arrays. */
public final class PixelImages {

    private PixelImages() {
    }

    /**
     * An image of pixels.
     *
     * @param argb {@code [height × width]}, 0xAARRGGBB
     */
    public static Image of(int width, int height, int[] argb) {
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        return image;
    }

    /** An image of a picture. */
    public static Image of(Picture picture) {
        int[] argb = new int[picture.width() * picture.height()];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = 0xFF000000 | (picture.rgb()[3 * i] & 0xFF) << 16 | (picture.rgb()[3 * i + 1] & 0xFF) << 8
                    | picture.rgb()[3 * i + 2] & 0xFF;
        }
        return of(picture.width(), picture.height(), argb);
    }
}
