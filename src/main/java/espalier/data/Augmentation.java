package espalier.data;

/**
 * Random changes to training pictures that keep their class.
 *
 * @param flip        mirrors left and right, every second time
 * @param cropPadding pads by this many pixels on each side (with zeros after normalisation, as the usual CIFAR-10
 *                        recipe does), then cuts the original size from a random place; 0 for none
 */
public record Augmentation(boolean flip, int cropPadding) {

    /** Pictures as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    /** Flip, and a crop after padding by 4: both papers' recipe for CIFAR-10. */
    public static final Augmentation FLIP_AND_CROP = new Augmentation(true, 4);
}
