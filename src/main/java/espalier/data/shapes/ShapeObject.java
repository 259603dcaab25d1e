package espalier.data.shapes;

import java.util.SplittableRandom;

/** The object of a picture of Shapes: what it is, where, how large and how turned; in pixels. */
final class ShapeObject {

    private final ShapeClass kind;
    private final float centreX;
    private final float centreY;
    private final float radius;
    private final float cos;
    private final float sin;
    private final float period;
    private final float patternCos;
    private final float patternSin;
    private final float patternShift;

    /** Draws a random object that lies inside a picture of {@code side}×{@code side} pixels. */
    ShapeObject(ShapeClass kind, int side, SplittableRandom random) {
        this.kind = kind;
        this.radius = (float) Colour.between(random, .2, .37) * side;
        float room = side * .5f - radius * .97f;
        this.centreX = side * .5f + (float) Colour.between(random, -room, room);
        this.centreY = side * .5f + (float) Colour.between(random, -room, room);
        double angle = 2 * StrictMath.PI * random.nextDouble();
        this.cos = (float) StrictMath.cos(angle);
        this.sin = (float) StrictMath.sin(angle);
        // Periods of 5 to 9 pixels: finer ones blur, coarser ones show too few stripes.
        this.period = Math.max(5.2f / radius, (float) Colour.between(random, .34, .5));
        double patternAngle = 2 * StrictMath.PI * random.nextDouble()
                * (kind.surface == ShapeClass.Surface.CHECKERED ? .06 : 1);
        this.patternCos = (float) StrictMath.cos(patternAngle) / period;
        this.patternSin = (float) StrictMath.sin(patternAngle) / period;
        this.patternShift = (float) random.nextDouble();
    }

    /** The distance of a place to the outline in pixels, negative on the object. */
    float distance(float x, float y) {
        float dx = (x - centreX) / radius;
        float dy = (y - centreY) / radius;
        return radius * kind.form.distance(cos * dx + sin * dy, cos * dy - sin * dx);
    }

    /** Where the object is: the pixels whose middle is on it, {@code [side × side]}. */
    boolean[] mask(int side) {
        boolean[] mask = new boolean[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                mask[row * side + column] = distance(column + .5f, row + .5f) <= 0;
            }
        }
        return mask;
    }

    /**
     * Paints the object with its shadow.
     *
     * @param lightX the direction that light comes from, a unit vector together with {@code lightY}
     */
    void paint(Canvas canvas, Colour first, Colour second, float lightX, float lightY, SplittableRandom random) {
        float shadowLength = (float) Colour.between(random, .05, .16) * radius;
        float shadowSoftness = (float) Colour.between(random, 1.5, 4.5);
        float shadowDepth = (float) Colour.between(random, .3, .6);
        float relief = (float) Colour.between(random, .12, .4);
        float rim = (float) Colour.between(random, 1.5, 3.5);
        int side = canvas.side;
        int reach = (int) (radius * 1.15f + shadowLength + shadowSoftness) + 1;
        int bottom = Math.min(side - 1, (int) centreY + reach);
        int right = Math.min(side - 1, (int) centreX + reach);
        for (int row = Math.max(0, (int) centreY - reach); row <= bottom; row++) {
            for (int column = Math.max(0, (int) centreX - reach); column <= right; column++) {
                float x = column + .5f;
                float y = row + .5f;
                int pixel = row * side + column;
                float distance = distance(x, y);
                if (distance > -.5f) {
                    float fromShadow = distance(x + shadowLength * lightX, y + shadowLength * lightY);
                    canvas.multiply(pixel,
                            1 - shadowDepth * (1 - Noise.step(-shadowSoftness, shadowSoftness, fromShadow)));
                }
                if (distance < .5f) {
                    float shade = shade(x, y, distance, lightX, lightY, relief, rim);
                    float share = second(x, y);
                    Colour colour = share == 0 ? first : share == 1 ? second : first.mixed(second, share);
                    canvas.cover(pixel, colour, shade, Math.min(1, .5f - distance));
                }
            }
        }
    }

    /** Brighter towards the light, and a rounded rim that is bright on the light's side and dark on the other. */
    private float shade(float x, float y, float distance, float lightX, float lightY, float relief, float rim) {
        float shade = 1 + .16f * ((x - centreX) * lightX + (y - centreY) * lightY) / radius;
        if (distance > -rim) {
            float slope = distance(x + .5f * lightX, y + .5f * lightY) - distance(x - .5f * lightX, y - .5f * lightY);
            shade += relief * slope * Noise.step(-rim, 0, distance);
        }
        return shade;
    }

    private float second(float x, float y) {
        float dx = (x - centreX) / radius;
        float dy = (y - centreY) / radius;
        float u = dx * patternCos + dy * patternSin;
        float v = dy * patternCos - dx * patternSin;
        if (kind.surface == ShapeClass.Surface.CHECKERED) {
            // Checks lie about along the square's sides; the other patterns at any angle.
            float turned = cos * u + sin * v;
            v = cos * v - sin * u;
            u = turned;
        }
        return kind.surface.second(u + patternShift, v + patternShift, 1 / (radius * period));
    }
}
