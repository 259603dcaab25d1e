package espalier.drawing;

/**
 * A colour map that is a table.
 *
 * @param name    as a person knows it
 * @param colours opaque, 0xAARRGGBB, evenly spaced from 0 to 1
 */
record TableMap(String name, int[] colours) implements ColourMap {

    @Override
    public int argb(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        int index = (int) (value * colours.length);
        return colours[Math.max(0, Math.min(colours.length - 1, index))];
    }

    @Override
    public String toString() {
        return name;
    }
}
