package espalier.data;

import espalier.basics.Problem;
import java.nio.file.Path;

/** A person's own picture, outside any data set. */
public final class SinglePicture {

    private SinglePicture() {}

    /**
     * Reads a JPEG or PNG file and brings it to a size as the pictures of folders are: scaled so that the smaller side
     * fits, the middle cut out.
     *
     * @throws Problem that names the file when it cannot be read
     */
    public static Picture read(Path file, PictureSize size) {
        try {
            return PictureFile.read(file, size);
        } catch (PictureFile.Damaged e) {
            throw new Problem(
                    "The picture " + file + " cannot be used: " + e.getMessage() + ". Choose another JPEG or PNG file.",
                    e);
        }
    }
}
