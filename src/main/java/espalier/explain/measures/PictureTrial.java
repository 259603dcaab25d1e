package espalier.explain.measures;

import java.util.List;

/** A way to find out by changed pictures whether a network depends on what a map marks. */
interface PictureTrial {

    /** The changed pictures, each {@code [height, width, 3]}. */
    List<float[]> variants(TriedPicture picture);

    /**
     * The measure.
     *
     * @param whole         the class's probability on the unchanged picture
     * @param probabilities on the variants
     */
    double value(double whole, double[] probabilities);
}
