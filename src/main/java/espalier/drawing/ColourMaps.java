package espalier.drawing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The colour maps that there are. Their {@code toString} is their name. */
public final class ColourMaps {

    /** From dark violet to yellow, perceptually uniform: the one for values where nothing speaks for another. */
    public static final ColourMap VIRIDIS = table("viridis");
    /** From black over purple to pale yellow, perceptually uniform. */
    public static final ColourMap MAGMA = table("magma");
    /** From black over red to pale yellow, perceptually uniform. */
    public static final ColourMap INFERNO = table("inferno");
    /** From blue to yellow, perceptually uniform and made for eyes that do not tell red from green. */
    public static final ColourMap CIVIDIS = table("cividis");
    /** For differences: blue below, pale grey at 0.5, red above (Moreland 2009). */
    public static final ColourMap COOLWARM = table("coolwarm");
    /** The rainbow of the Grad-CAM papers: uneven and misleading, here only to draw what they drew. */
    public static final ColourMap JET = new TableMap("jet", jet());

    private static final List<ColourMap> VALUES = List.of(VIRIDIS, MAGMA, INFERNO, CIVIDIS, JET);

    private ColourMaps() {}

    /** The maps for values from none to most, the best first. */
    public static List<ColourMap> forValues() {
        return VALUES;
    }

    private static ColourMap table(String name) {
        String resource = "/espalier/assets/colours/" + name + ".txt";
        try (InputStream stream = ColourMaps.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The program lacks its file " + resource);
            }
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
                return new TableMap(name, reader.lines().filter(line -> !line.startsWith("#"))
                        .mapToInt(line -> 0xFF000000 | Integer.parseInt(line, 16)).toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each colour rises, stays and falls along straight lines, a quarter apart. */
    private static int[] jet() {
        int[] colours = new int[256];
        for (int i = 0; i < colours.length; i++) {
            double value = i / 255.0;
            colours[i] = 0xFF000000 | hill(value, 3) << 16 | hill(value, 2) << 8 | hill(value, 1);
        }
        return colours;
    }

    private static int hill(double value, int quarter) {
        return (int) Math.round(255 * Math.max(0, Math.min(1, 1.5 - Math.abs(4 * value - quarter))));
    }
}
