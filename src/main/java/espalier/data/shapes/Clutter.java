package espalier.data.shapes;

import java.util.SplittableRandom;

/**
 * Small things that lie about and belong to no class: bits, lines, arcs, corners, a few bars, a few dots. They hold
 * parts of what makes a class, an outline without a surface or a surface without an outline, so that a network has to
 * look at both.
 */
final class Clutter {

    private final Canvas canvas;
    private final SplittableRandom random;

    Clutter(Canvas canvas, SplittableRandom random) {
        this.canvas = canvas;
        this.random = random;
    }

    /** Paints one thing at a random place. */
    void paint(Colour colour) {
        float x = (float) Colour.between(random, 2, canvas.side - 2);
        float y = (float) Colour.between(random, 2, canvas.side - 2);
        double angle = 2 * StrictMath.PI * random.nextDouble();
        float cos = (float) StrictMath.cos(angle);
        float sin = (float) StrictMath.sin(angle);
        float opacity = (float) Colour.between(random, .4, .9);
        float width = (float) Colour.between(random, .5, 1.1);
        switch (random.nextInt(10)) {
            case 0, 1 -> stroke(x, y, x, y, (float) Colour.between(random, 1, 2.4), colour, opacity);
            case 2, 3 -> {
                float half = (float) Colour.between(random, 4, 16);
                stroke(x - half * cos, y - half * sin, x + half * cos, y + half * sin, width, colour, opacity);
            }
            case 4, 5 -> arc(x, y, (float) Colour.between(random, 5, 13), width, cos, sin,
                    (float) Colour.between(random, -.6, .5), colour, opacity);
            case 6, 7 -> {
                float length = (float) Colour.between(random, 6, 14);
                float turn = (float) Colour.between(random, -.5, .5);
                stroke(x, y, x + length * cos, y + length * sin, width, colour, opacity);
                stroke(x, y, x + length * (turn * cos - sin), y + length * (turn * sin + cos), width, colour, opacity);
            }
            case 8 -> {
                float half = (float) Colour.between(random, 2.5, 5);
                for (int i = -1; i <= 1; i++) {
                    float step = 4.2f * i;
                    stroke(x - half * cos - step * sin, y - half * sin + step * cos, x + half * cos - step * sin,
                            y + half * sin + step * cos, 1, colour, opacity);
                }
            }
            default -> {
                int count = 2 + random.nextInt(3);
                for (int i = 0; i < count; i++) {
                    float step = 4.6f * i;
                    stroke(x + step * cos, y + step * sin, x + step * cos, y + step * sin, 1.3f, colour, opacity);
                }
            }
        }
    }

    /** A line with round ends, or a dot where the ends are one point. */
    private void stroke(float x1, float y1, float x2, float y2, float halfWidth, Colour colour, float opacity) {
        float dx = x2 - x1;
        float dy = y2 - y1;
        float square = Math.max(1e-6f, dx * dx + dy * dy);
        int side = canvas.side;
        int bottom = Math.min(side - 1, (int) (Math.max(y1, y2) + halfWidth + 1));
        int right = Math.min(side - 1, (int) (Math.max(x1, x2) + halfWidth + 1));
        for (int row = Math.max(0, (int) (Math.min(y1, y2) - halfWidth - 1)); row <= bottom; row++) {
            for (int column = Math.max(0, (int) (Math.min(x1, x2) - halfWidth - 1)); column <= right; column++) {
                float px = column + .5f - x1;
                float py = row + .5f - y1;
                float t = Math.min(1, Math.max(0, (px * dx + py * dy) / square));
                blot(row * side + column, px - t * dx, py - t * dy, halfWidth, colour, opacity);
            }
        }
    }

    /** A part of a circle: where the direction from the centre has more than {@code cut} of the given direction. */
    private void arc(float x, float y, float radius, float halfWidth, float cos, float sin, float cut, Colour colour,
            float opacity) {
        int side = canvas.side;
        int bottom = Math.min(side - 1, (int) (y + radius + halfWidth + 1));
        int right = Math.min(side - 1, (int) (x + radius + halfWidth + 1));
        for (int row = Math.max(0, (int) (y - radius - halfWidth - 1)); row <= bottom; row++) {
            for (int column = Math.max(0, (int) (x - radius - halfWidth - 1)); column <= right; column++) {
                float px = column + .5f - x;
                float py = row + .5f - y;
                float distance = (float) Math.sqrt(px * px + py * py);
                if (px * cos + py * sin > cut * distance) {
                    blot(row * side + column, distance - radius, 0, halfWidth, colour, opacity);
                }
            }
        }
    }

    private void blot(int pixel, float dx, float dy, float halfWidth, Colour colour, float opacity) {
        float coverage = .5f + halfWidth - (float) Math.sqrt(dx * dx + dy * dy);
        if (coverage > 0) {
            canvas.cover(pixel, colour, 1, opacity * Math.min(1, coverage));
        }
    }
}
