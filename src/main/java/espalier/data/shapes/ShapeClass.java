package espalier.data.shapes;

import java.util.Locale;

/**
 * The ten classes of Shapes. Forms and surfaces are shared on purpose, so that some filters serve many classes and some
 * serve one: stripes and dots are on three forms each, checks on one; only one class is a cross.
 */
enum ShapeClass {
    STRIPED_DISC(Form.DISC, Surface.STRIPED),
    DOTTED_DISC(Form.DISC, Surface.DOTTED),
    PLAIN_RING(Form.RING, Surface.PLAIN),
    STRIPED_RING(Form.RING, Surface.STRIPED),
    PLAIN_TRIANGLE(Form.TRIANGLE, Surface.PLAIN),
    DOTTED_TRIANGLE(Form.TRIANGLE, Surface.DOTTED),
    CHECKERED_SQUARE(Form.SQUARE, Surface.CHECKERED),
    STRIPED_STAR(Form.STAR, Surface.STRIPED),
    DOTTED_STAR(Form.STAR, Surface.DOTTED),
    PLAIN_CROSS(Form.CROSS, Surface.PLAIN);

    final Form form;
    final Surface surface;

    ShapeClass(Form form, Surface surface) {
        this.form = form;
        this.surface = surface;
    }

    /** The name for a person: "striped disc". */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * The outlines of Shapes, as signed distances: negative inside, 0 on the outline, positive outside. An outline lies
     * within about one unit of the origin.
     */
    enum Form {
        DISC {
            @Override
            float distance(float x, float y) {
                return length(x, y) - .96f;
            }
        },
        RING {
            @Override
            float distance(float x, float y) {
                return Math.abs(length(x, y) - .74f) - .25f;
            }
        },
        TRIANGLE {
            @Override
            float distance(float x, float y) {
                // Mirrors at 0° and 60° from the y axis bring every point to one side.
                float px = Math.abs(x);
                float py = y;
                float beyond = px * .5f - py * SIN_60;
                if (beyond > 0) {
                    px = Math.abs(px - beyond);
                    py += 2 * beyond * SIN_60;
                }
                // That side is the line y = TRIANGLE_INNER, from its middle to the corner.
                float along = Math.max(0, px - TRIANGLE_HALF);
                float across = py - TRIANGLE_INNER;
                float distance = along > 0 ? length(along, across) : Math.abs(across);
                return (across < 0 ? -distance : distance) - ROUNDING;
            }
        },
        SQUARE {
            @Override
            float distance(float x, float y) {
                return box(Math.abs(x), Math.abs(y), .84f - ROUNDING, .84f - ROUNDING) - ROUNDING;
            }
        },
        STAR {
            @Override
            float distance(float x, float y) {
                // Mirrors at 0°, 72° and 36° from the y axis bring every point to one half of one of the five points.
                float px = Math.abs(x);
                float py = y;
                float beyond = px * COS_72 - py * SIN_72;
                if (beyond > 0) {
                    px = Math.abs(px - 2 * beyond * COS_72);
                    py += 2 * beyond * SIN_72;
                }
                beyond = px * COS_36 - py * SIN_36;
                if (beyond > 0) {
                    px -= 2 * beyond * COS_36;
                    py += 2 * beyond * SIN_36;
                }
                // The side from the tip (0, STAR_TIP) to the notch.
                float sideX = STAR_NOTCH * SIN_36;
                float sideY = STAR_NOTCH * COS_36 - STAR_TIP;
                float fromTip = py - STAR_TIP;
                float t = (px * sideX + fromTip * sideY) / (sideX * sideX + sideY * sideY);
                t = Math.min(1, Math.max(0, t));
                float distance = length(px - t * sideX, fromTip - t * sideY);
                boolean inside = px * sideY - fromTip * sideX > 0;
                return (inside ? -distance : distance) - ROUNDING;
            }
        },
        CROSS {
            @Override
            float distance(float x, float y) {
                float px = Math.max(Math.abs(x), Math.abs(y));
                float py = Math.min(Math.abs(x), Math.abs(y));
                return box(px, py, 1.02f - ROUNDING, .36f - ROUNDING) - ROUNDING;
            }
        };

        /** Corners are this round: sharp ones glitter when they are only a few pixels wide. */
        private static final float ROUNDING = .07f;
        private static final float SIN_60 = .8660254f;
        private static final float COS_36 = .80901699f;
        private static final float SIN_36 = .58778525f;
        private static final float COS_72 = .30901699f;
        private static final float SIN_72 = .95105652f;
        private static final float TRIANGLE_INNER = .56f;
        private static final float TRIANGLE_HALF = .96994845f; // TRIANGLE_INNER · √3
        private static final float STAR_TIP = 1.12f;
        private static final float STAR_NOTCH = .58f;

        /** The signed distance of a point. */
        abstract float distance(float x, float y);

        /**
         * The distance to a box of the half sizes {@code width} and {@code height}, for points with x and y not
         * negative.
         */
        private static float box(float x, float y, float width, float height) {
            float outX = x - width;
            float outY = y - height;
            if (outX > 0 && outY > 0) {
                return length(outX, outY);
            }
            return Math.max(outX, outY);
        }

        private static float length(float x, float y) {
            return (float) Math.sqrt(x * x + y * y);
        }
    }

    /** The patterns of Shapes: how much of the second colour is at a point of the object. */
    enum Surface {
        PLAIN {
            @Override
            float second(float u, float v, float pixel) {
                return 0;
            }
        },
        STRIPED {
            @Override
            float second(float u, float v, float pixel) {
                return covered(.25f - Math.abs(fraction(u) - .5f), pixel);
            }
        },
        DOTTED {
            @Override
            float second(float u, float v, float pixel) {
                // Rows as close as in a honeycomb, every second one moved by half a dot.
                float row = v / HONEYCOMB;
                float shift = ((int) Math.floor(row) & 1) * .5f;
                float x = fraction(u + shift) - .5f;
                float y = (fraction(row) - .5f) * HONEYCOMB;
                return covered(.29f - (float) Math.sqrt(x * x + y * y), pixel);
            }
        },
        CHECKERED {
            @Override
            float second(float u, float v, float pixel) {
                float across = 2 * covered(.25f - Math.abs(fraction(u * .6f) - .5f), pixel * .6f) - 1;
                float down = 2 * covered(.25f - Math.abs(fraction(v * .6f) - .5f), pixel * .6f) - 1;
                return .5f - .5f * across * down;
            }
        };

        private static final float HONEYCOMB = .8660254f;

        /**
         * The share of the second colour, 0 to 1, with soft borders one pixel wide.
         *
         * @param u     a coordinate on the object, in periods of the pattern
         * @param v     the other one
         * @param pixel a pixel's width in periods
         */
        abstract float second(float u, float v, float pixel);

        private static float covered(float inside, float pixel) {
            return Math.min(1, Math.max(0, .5f + inside / pixel));
        }

        private static float fraction(float value) {
            return value - (float) Math.floor(value);
        }
    }
}
