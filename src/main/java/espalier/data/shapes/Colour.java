package espalier.data.shapes;

import java.util.SplittableRandom;

/**
 * A colour in linear light, 0 to 1, as light mixes; made from lightness, chroma and hue, as people see.
 *
 * @param red   linear
 * @param green linear
 * @param blue  linear
 */
record Colour(float red, float green, float blue) {

    private static final byte[] DISPLAY = displayTable();

    /**
     * A colour of the OKLCH space (Björn Ottosson, "A perceptual color space for image processing", 2020); where it
     * cannot be shown, with as much chroma as can be.
     *
     * @param lightness 0 black to 1 white
     * @param chroma    0 grey to about 0.3
     * @param hue       in turns: 0 to 1
     */
    static Colour of(double lightness, double chroma, double hue) {
        double a = StrictMath.cos(2 * StrictMath.PI * hue);
        double b = StrictMath.sin(2 * StrictMath.PI * hue);
        for (double c = chroma;; c -= .01) {
            Colour colour = fromLab(lightness, Math.max(0, c) * a, Math.max(0, c) * b);
            if (c <= 0 || colour.isPossible()) {
                return colour.clipped();
            }
        }
    }

    /** A colour with values drawn evenly from ranges. */
    static Colour random(SplittableRandom random, double lightFrom, double lightTo, double chromaFrom, double chromaTo,
            double hue) {
        return of(between(random, lightFrom, lightTo), between(random, chromaFrom, chromaTo), hue);
    }

    /** A number drawn evenly from a range. */
    static double between(SplittableRandom random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** This colour with {@code share} of another, 0 to 1. */
    Colour mixed(Colour other, float share) {
        return new Colour(red + share * (other.red - red), green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }

    /** How different two colours look, roughly: compares the square roots of light, as eyes do. */
    double distance(Colour other) {
        double r = Math.sqrt(red) - Math.sqrt(other.red);
        double g = Math.sqrt(green) - Math.sqrt(other.green);
        double b = Math.sqrt(blue) - Math.sqrt(other.blue);
        return Math.sqrt(.3 * r * r + .59 * g * g + .11 * b * b);
    }

    /** The 8-bit sRGB value for linear light. */
    static byte display(float light) {
        int i = (int) (light * (DISPLAY.length - 1) + .5f);
        return DISPLAY[Math.min(DISPLAY.length - 1, Math.max(0, i))];
    }

    private static Colour fromLab(double lightness, double a, double b) {
        double l = cube(lightness + .3963377774 * a + .2158037573 * b);
        double m = cube(lightness - .1055613458 * a - .0638541728 * b);
        double s = cube(lightness - .0894841775 * a - 1.2914855480 * b);
        return new Colour((float) (4.0767416621 * l - 3.3077115913 * m + .2309699292 * s),
                (float) (-1.2684380046 * l + 2.6097574011 * m - .3413193965 * s),
                (float) (-.0041960863 * l - .7034186147 * m + 1.7076147010 * s));
    }

    private boolean isPossible() {
        return Math.min(red, Math.min(green, blue)) >= 0 && Math.max(red, Math.max(green, blue)) <= 1;
    }

    private Colour clipped() {
        return new Colour(Math.min(1, Math.max(0, red)), Math.min(1, Math.max(0, green)),
                Math.min(1, Math.max(0, blue)));
    }

    private static double cube(double value) {
        return value * value * value;
    }

    private static byte[] displayTable() {
        byte[] table = new byte[8192];
        for (int i = 0; i < table.length; i++) {
            double light = i / (table.length - 1.0);
            double value = light <= .0031308 ? 12.92 * light : 1.055 * StrictMath.pow(light, 1 / 2.4) - .055;
            table[i] = (byte) Math.round(255 * value);
        }
        return table;
    }
}
