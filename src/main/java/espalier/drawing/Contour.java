package espalier.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of equal value on a map (marching squares, Lorensen and Cline's method in two dimensions). A pixel's value lies
 * at its middle; beyond the edge a map is 0, so that every line is closed.
 */
public final class Contour {

    /** A piece of a line, in pixels from the upper left corner of the map. */
    public record Segment(double x1, double y1, double x2, double y2) {}

    private Contour() {}

    /**
     * The line at a level.
     *
     * @param map   {@code [height × width]}
     * @param level above 0
     */
    public static List<Segment> at(float[] map, int height, int width, double level) {
        List<Segment> segments = new ArrayList<>();
        for (int row = -1; row < height; row++) {
            for (int column = -1; column < width; column++) {
                square(map, height, width, row, column, level, segments);
            }
        }
        return segments;
    }

    /** The pieces of the line inside the square between four pixels' middles. */
    private static void square(float[] map, int height, int width, int row, int column, double level,
            List<Segment> segments) {
        double[] corners = {value(map, height, width, row, column), value(map, height, width, row, column + 1),
                value(map, height, width, row + 1, column + 1), value(map, height, width, row + 1, column)};
        List<double[]> crossings = new ArrayList<>(4);
        for (int side = 0; side < 4; side++) {
            double from = corners[side];
            double to = corners[(side + 1) % 4];
            if (from >= level != to >= level) {
                double[] point = point(side, (level - from) / (to - from));
                crossings.add(new double[] {Math.max(0, Math.min(width, column + 0.5 + point[0])),
                        Math.max(0, Math.min(height, row + 0.5 + point[1]))});
            }
        }
        if (crossings.size() == 2) {
            segments.add(segment(crossings.get(0), crossings.get(1)));
        } else if (crossings.size() == 4) {
            boolean middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4 >= level;
            // Where the middle is like the first corner, the lines cut off the second and the fourth.
            int first = middle == corners[0] >= level ? 0 : 3;
            segments.add(segment(crossings.get(first), crossings.get((first + 1) % 4)));
            segments.add(segment(crossings.get((first + 2) % 4), crossings.get((first + 3) % 4)));
        }
    }

    private static Segment segment(double[] from, double[] to) {
        return new Segment(from[0], from[1], to[0], to[1]);
    }

    /** A point on a side of the unit square, clockwise from the upper left corner. */
    private static double[] point(int side, double share) {
        return switch (side) {
            case 0 -> new double[] {share, 0};
            case 1 -> new double[] {1, share};
            case 2 -> new double[] {1 - share, 1};
            default -> new double[] {0, 1 - share};
        };
    }

    private static double value(float[] map, int height, int width, int row, int column) {
        return row < 0 || column < 0 || row >= height || column >= width ? 0 : map[row * width + column];
    }
}
