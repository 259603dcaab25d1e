package espalier.data.shapes;

import espalier.data.Picture;
import java.util.SplittableRandom;

/** Paints the pictures of Shapes: background, clutter, the object and its shadow, light and grain. */
final class ShapePainter {

    static final int SIDE = 64;
    /** Colours nearer than this are hard to tell apart. */
    private static final double APART = .2;

    private ShapePainter() {}

    /** The object's mask, {@code [64 × 64]}. */
    static boolean[] mask(ShapeClass kind, SplittableRandom random) {
        return new ShapeObject(kind, SIDE, random).mask(SIDE);
    }

    /** A picture; the same generator state gives the same picture, and the object that {@link #mask} shows. */
    static Picture paint(ShapeClass kind, SplittableRandom random) {
        // First of all: the mask must not depend on how the rest is painted.
        ShapeObject object = new ShapeObject(kind, SIDE, random);

        double hue = random.nextDouble();
        double lightness = Colour.between(random, .3, .86);
        double chroma = Colour.between(random, .02, .1);
        double contrast = Colour.between(random, .06, .17) * (lightness > .58 ? -1 : 1);
        Colour base = Colour.of(lightness, chroma, hue);
        Colour second = Colour.random(random, lightness + contrast, lightness + contrast, chroma * .6, chroma * 1.4,
                hue + Colour.between(random, -.07, .07));
        Colour third = Colour.random(random, .35, .92, .03, .14, hue + Colour.between(random, -.25, .25));
        Canvas canvas = new Canvas(SIDE);
        new Backdrop(random, base, second, third).paint(canvas, random);

        Clutter clutter = new Clutter(canvas, random);
        int things = 1 + random.nextInt(5);
        Colour thing = Colour.random(random, .25, .95, .02, .18, random.nextDouble());
        for (int i = 0; i < things; i++) {
            clutter.paint(thing);
            if (random.nextBoolean()) {
                thing = Colour.random(random, .25, .95, .02, .18, random.nextDouble());
            }
        }

        double angle = 2 * StrictMath.PI * random.nextDouble();
        float lightX = (float) StrictMath.cos(angle);
        float lightY = (float) StrictMath.sin(angle);
        Colour[] colours = objectColours(random, hue, base.mixed(second, .4f));
        object.paint(canvas, colours[0], colours[1], lightX, lightY, random);
        illuminate(canvas, lightX, lightY, (float) Colour.between(random, .05, .3));
        return canvas.develop(random, (float) Colour.between(random, 1, 6));
    }

    /** Two colours that differ from each other and from the background. */
    private static Colour[] objectColours(SplittableRandom random, double hue, Colour background) {
        Colour[] best = null;
        double bestDistance = -1;
        for (int attempt = 0; attempt < 8 && bestDistance < APART; attempt++) {
            double firstHue = hue + Colour.between(random, .12, .88);
            Colour first = Colour.random(random, .38, .85, .1, .22, firstHue);
            Colour second = switch (random.nextInt(4)) {
                case 0 -> Colour.random(random, .9, .97, .005, .04, firstHue);
                case 1 -> Colour.random(random, .2, .34, .02, .08, firstHue + .05);
                default -> Colour.random(random, .35, .9, .08, .2, firstHue + Colour.between(random, .15, .85));
            };
            if (random.nextInt(3) == 0) {
                Colour other = first;
                first = second;
                second = other;
            }
            double distance = Math.min(first.distance(background),
                    Math.min(first.distance(second), .1 + second.distance(background)));
            if (distance > bestDistance) {
                bestDistance = distance;
                best = new Colour[] {first, second};
            }
        }
        return best;
    }

    /** The light falls off across the picture. */
    private static void illuminate(Canvas canvas, float lightX, float lightY, float amount) {
        float half = canvas.side * .5f;
        for (int row = 0; row < canvas.side; row++) {
            for (int column = 0; column < canvas.side; column++) {
                float towards = ((column - half) * lightX + (row - half) * lightY) / half;
                canvas.multiply(row * canvas.side + column, 1 + amount * towards);
            }
        }
    }
}
