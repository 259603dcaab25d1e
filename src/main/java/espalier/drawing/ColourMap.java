package espalier.drawing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns a value into a colour. Those that there are have their name as {@code toString}. */
@FunctionalInterface
public interface ColourMap {

    /** From dark violet to yellow, perceptually uniform: the one for values where nothing speaks for another. */
    ColourMap VIRIDIS = Table.read("viridis");
    /** From black over purple to pale yellow, perceptually uniform. */
    ColourMap MAGMA = Table.read("magma");
    /** From black over red to pale yellow, perceptually uniform. */
    ColourMap INFERNO = Table.read("inferno");
    /** From blue to yellow, perceptually uniform and made for eyes that do not tell red from green. */
    ColourMap CIVIDIS = Table.read("cividis");
    /** For differences: blue below, pale grey at 0.5, red above (Moreland 2009). */
    ColourMap COOLWARM = Table.read("coolwarm");
    /**
     * {@link #COOLWARM} with more of its colours near 0.5, by the square root of the distance from there: for
     * differences of which few are large.
     */
    ColourMap COOLWARM_ROOT = Table.root(COOLWARM);
    /** The rainbow of the Grad-CAM papers: uneven and misleading, here only to draw what they drew. */
    ColourMap JET = Table.jet();

    /**
     * The colour of a value.
     *
     * @param value 0 to 1; what is beyond is brought to the nearer end, and NaN is transparent
     * @return 0xAARRGGBB
     */
    int argb(double value);

    /** The maps for values from none to most, the best first. */
    static List<ColourMap> forValues() {
        return List.of(VIRIDIS, MAGMA, INFERNO, CIVIDIS, JET);
    }

    /**
     * A colour map that is a table.
     *
     * @param name    as a person knows it
     * @param colours opaque, 0xAARRGGBB, evenly spaced from 0 to 1
     */
    record Table(String name, int[] colours) implements ColourMap {

        /** How many colours there are. */
        static final int SIZE = 256;

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

        private static Table read(String name) {
            String resource = "/espalier/assets/colours/" + name + ".txt";
            try (InputStream stream = ColourMap.class.getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new IllegalStateException("The program lacks its file " + resource);
                }
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
                    return new Table(name, reader.lines().filter(line -> !line.startsWith("#"))
                            .mapToInt(line -> 0xFF000000 | Integer.parseInt(line, 16)).toArray());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Fine enough for the middle, where colours change fastest. */
        private static Table root(ColourMap map) {
            int[] colours = new int[16 * SIZE];
            for (int i = 0; i < colours.length; i++) {
                double side = 2 * (i + 0.5) / colours.length - 1;
                colours[i] = map.argb(0.5 + 0.5 * Math.signum(side) * Math.sqrt(Math.abs(side)));
            }
            return new Table(map + ", square root", colours);
        }

        /** Blue, cyan, yellow, red: each colour rises, stays and falls along straight lines, a quarter apart. */
        private static Table jet() {
            int[] colours = new int[SIZE];
            for (int i = 0; i < SIZE; i++) {
                double value = i / (SIZE - 1.0);
                colours[i] = 0xFF000000 | hill(value, 3) << 16 | hill(value, 2) << 8 | hill(value, 1);
            }
            return new Table("jet", colours);
        }

        private static int hill(double value, int quarter) {
            return (int) Math.round(255 * Math.max(0, Math.min(1, 1.5 - Math.abs(4 * value - quarter))));
        }
    }
}
