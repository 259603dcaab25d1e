package espalier.data.shapes;

import java.util.SplittableRandom;

/** The backgrounds of Shapes: ten kinds of texture, each at a random place, size and turn. */
final class Backdrop {

    private enum Kind {
        PLAIN, CLOUDS, WOOD, CLOTH, SAND, STONE, MARBLE, LIGHTS, PLANKS, BRUSHED
    }

    private final Kind kind;
    private final Colour first;
    private final Colour second;
    private final Colour third;
    private final float cos;
    private final float sin;
    private final float offset;
    private final float scale;
    private final float strength;

    /** @param base the colour that most of the background has, about */
    Backdrop(SplittableRandom random, Colour base, Colour second, Colour third) {
        Kind[] kinds = Kind.values();
        this.kind = kinds[random.nextInt(kinds.length)];
        this.first = base;
        this.second = second;
        this.third = third;
        double angle = 2 * StrictMath.PI * random.nextDouble();
        this.cos = (float) StrictMath.cos(angle);
        this.sin = (float) StrictMath.sin(angle);
        this.offset = (float) (100 * random.nextDouble());
        this.scale = (float) Colour.between(random, .75, 1.35);
        this.strength = (float) Colour.between(random, .55, 1);
    }

    void paint(Canvas canvas, SplittableRandom random) {
        int side = canvas.side;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                float x = (column + .5f - side * .5f) * scale;
                float y = (row + .5f - side * .5f) * scale;
                float u = cos * x + sin * y;
                float v = cos * y - sin * x;
                float share = Math.min(1, Math.max(0, share(u, v)));
                canvas.set(row * side + column, first, second, share * strength);
                if (kind == Kind.STONE) {
                    // Two turns of the noise together: one alone shows its grid where it is cut off.
                    float chips = .7f * (Noise.at(u * .16f + offset, v * .16f)
                            + Noise.at((.77f * u - .64f * v) * .19f, (.64f * u + .77f * v) * .19f + offset));
                    canvas.cover(row * side + column, third, 1, .75f * Noise.step(.36f, .52f, chips));
                }
            }
        }
        if (kind == Kind.LIGHTS) {
            paintLights(canvas, random);
        }
    }

    /** How much of the second colour is at a place; the coordinates are in pixels, turned. */
    private float share(float u, float v) {
        return switch (kind) {
            case PLAIN, LIGHTS -> .5f + v * .016f + .12f * Noise.at(u * .05f + offset, v * .05f);
            case CLOUDS -> .5f + .9f * Noise.clouds(u * .055f + offset, v * .055f + offset);
            case WOOD -> {
                float rings = Noise.wave(v * .075f + 1.1f * Noise.clouds(u * .016f + offset, v * .045f));
                float grain = Noise.at(u * .07f + offset, v * .9f);
                yield .5f + .32f * rings + .22f * grain;
            }
            case CLOTH -> {
                float warp = Noise.wave(u * .2f);
                float weft = Noise.wave(v * .2f);
                float thread = .5f * Noise.at(u * .06f, v * .4f + offset) + .5f * Noise.at(u * .4f + offset, v * .06f);
                yield .5f + .22f * warp * weft + .08f * (warp + weft) + .35f * thread;
            }
            case SAND -> {
                float bend = 1.6f * Noise.at(u * .03f + offset, v * .03f)
                        + .25f * Noise.at(u * .12f, v * .12f + offset);
                yield .5f + .4f * Noise.wave(v * .06f + bend) + .12f * Noise.at(u * .8f, v * .8f);
            }
            case STONE -> .4f + .5f * Noise.clouds(u * .12f + offset, v * .12f);
            case MARBLE -> {
                float vein = Math.abs(Noise.clouds(u * .03f + offset, v * .05f + offset));
                float fine = Math.abs(Noise.clouds(u * .07f, v * .09f + offset));
                yield .1f + .8f * (1 - Noise.step(0, .16f, vein)) + .35f * (1 - Noise.step(0, .12f, fine))
                        + .25f * Noise.at(u * .04f, v * .04f + offset);
            }
            case PLANKS -> {
                float board = v * .062f + offset;
                float inBoard = board - (float) Math.floor(board);
                float tone = Noise.at((float) Math.floor(board) * 7.31f, .5f);
                float grain = Noise.at(u * .06f + tone * 40, v * .75f);
                float gap = 1 - Noise.step(.03f, .09f, Math.min(inBoard, 1 - inBoard));
                yield .4f + .3f * tone + .2f * grain + .7f * gap;
            }
            case BRUSHED -> .5f + v * .008f + .4f * Noise.at(u * .03f + offset, v * .55f)
                    + .2f * Noise.at(u * .09f, v * 1.1f + offset);
        };
    }

    /** Lights out of focus. */
    private void paintLights(Canvas canvas, SplittableRandom random) {
        int side = canvas.side;
        int count = 5 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            float x = (float) (side * random.nextDouble());
            float y = (float) (side * random.nextDouble());
            float radius = (float) Colour.between(random, 3, 9);
            float amount = (float) Colour.between(random, .06, .22);
            for (int row = Math.max(0, (int) (y - radius - 3)); row < Math.min(side, y + radius + 3); row++) {
                for (int column = Math.max(0, (int) (x - radius - 3)); column < Math.min(side,
                        x + radius + 3); column++) {
                    float dx = column + .5f - x;
                    float dy = row + .5f - y;
                    float distance = (float) Math.sqrt(dx * dx + dy * dy);
                    canvas.add(row * side + column, third,
                            amount * (1 - Noise.step(radius - 2.5f, radius + 2.5f, distance)));
                }
            }
        }
    }
}
