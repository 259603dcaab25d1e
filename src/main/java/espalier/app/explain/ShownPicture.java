package espalier.app.explain;

import espalier.data.Picture;
import espalier.data.PictureSize;
import java.util.Optional;

/**
 * A picture that is explained.
 *
 * @param id    the same for the same picture, wherever it comes from
 * @param title for a person to find it by: "test 17", a file's name
 * @param label its true class, or −1 where that is not known
 * @param mask  where the object is, if that is known
 */
public record ShownPicture(String id, String title, int label, Picture picture, Optional<boolean[]> mask) {

    /** Whether its true class is known. */
    public boolean hasLabel() {
        return label >= 0;
    }

    /** Whether it has the size that a network takes. */
    public boolean fits(PictureSize size) {
        return picture.height() == size.height() && picture.width() == size.width();
    }

    /** Whether it is the same picture: pixels are not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ShownPicture that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
