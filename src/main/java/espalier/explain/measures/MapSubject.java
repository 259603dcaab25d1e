package espalier.explain.measures;

import espalier.explain.ClassMap;
import java.util.Optional;

/**
 * A map to be measured, with what measures compare it to. What it looks like at the picture's size is computed once,
 * when asked for.
 */
public final class MapSubject {

    private final ClassMap map;
    private final ClassMap unpruned;
    private final Optional<boolean[]> object;
    private final int height;
    private final int width;
    private float[] shown;
    private float[] unprunedShown;

    /**
     * A map of a picture.
     *
     * @param unpruned the unpruned network's map of the same picture and class
     * @param object   {@code [height × width]}, where the object is, if that is known
     * @param height   of the picture
     * @param width    of the picture
     */
    public MapSubject(ClassMap map, ClassMap unpruned, Optional<boolean[]> object, int height, int width) {
        this.map = map;
        this.unpruned = unpruned;
        this.object = object;
        this.height = height;
        this.width = width;
    }

    /** The map. */
    public ClassMap map() {
        return map;
    }

    /** The unpruned network's. */
    public ClassMap unpruned() {
        return unpruned;
    }

    /** Where the object is: {@code [height × width]}. */
    public Optional<boolean[]> object() {
        return object;
    }

    /** Of the picture. */
    public int height() {
        return height;
    }

    /** Of the picture. */
    public int width() {
        return width;
    }

    /** The map at the picture's size, 0 to 1: {@code [height × width]}. */
    float[] shown() {
        if (shown == null) {
            shown = map.shown(height, width);
        }
        return shown;
    }

    /** The unpruned network's, likewise. */
    float[] unprunedShown() {
        if (unprunedShown == null) {
            unprunedShown = unpruned == map ? shown() : unpruned.shown(height, width);
        }
        return unprunedShown;
    }
}
