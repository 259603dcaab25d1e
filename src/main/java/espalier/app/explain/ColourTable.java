package espalier.app.explain;

import espalier.drawing.ColourMap;

/** Colour maps as the tables that overlays take. */
final class ColourTable {

    private static final int SIZE = 256;

    private ColourTable() {}

    /** {@code [256]} of 0xRRGGBB, for values 0 to 1. */
    static int[] of(ColourMap map) {
        int[] table = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            table[i] = map.argb((i + 0.5) / SIZE) & 0xFFFFFF;
        }
        return table;
    }
}
