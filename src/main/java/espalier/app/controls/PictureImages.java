package espalier.app.controls;

import espalier.data.Picture;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Pictures as the window shows them. */
public final class PictureImages {

    private PictureImages() {}

    /** The picture, pixel for pixel. From any thread. */
    public static Image of(Picture picture) {
        WritableImage image = new WritableImage(picture.width(), picture.height());
        image.getPixelWriter().setPixels(0, 0, picture.width(), picture.height(), PixelFormat.getByteRgbInstance(),
                picture.rgb(), 0, picture.width() * 3);
        return image;
    }
}
