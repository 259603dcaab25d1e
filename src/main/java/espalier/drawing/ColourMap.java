package espalier.drawing;

/** Turns a value into a colour. */
@FunctionalInterface
public interface ColourMap {

    /**
     * The colour of a value.
     *
     * @param value 0 to 1; what is beyond is brought to the nearer end, and NaN is transparent
     * @return 0xAARRGGBB
     */
    int argb(double value);
}
