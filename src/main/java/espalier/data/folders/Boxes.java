package espalier.data.folders;

import espalier.basics.AtomicFiles;
import espalier.basics.Csv;
import espalier.basics.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Boxes around the objects of a folder's pictures: a CSV file in the folder itself whose name begins with
 * {@code boxes}, such as {@code boxes.csv}. Its first line names the columns, in any order: {@code file} (a picture's
 * path inside the folder, or its name alone), {@code x0}, {@code y0}, {@code x1}, {@code y1} (or {@code xmin} …; pixels
 * from the upper left corner) and, where the boxes are of pictures of another size, that size as {@code width},
 * {@code height} (or {@code orig_w}, {@code orig_h}). Other columns are ignored, and so are boxes of files that are not
 * there. A picture may have several boxes.
 */
final class Boxes {

    /**
     * A box. Where {@code width} is 0 it is in the picture's own pixels, otherwise in those of a picture of that size.
     */
    private record Box(double x0, double y0, double x1, double y1, double width, double height) {}

    private static final List<List<String>> CORNERS = List.of(List.of("x0", "xmin"), List.of("y0", "ymin"),
            List.of("x1", "xmax"), List.of("y1", "ymax"));
    private static final List<String> FILE = List.of("file", "filename", "image");
    private static final List<String> WIDTH = List.of("width", "orig_w");
    private static final List<String> HEIGHT = List.of("height", "orig_h");

    private final Map<String, List<Box>> byFile;

    private Boxes(Map<String, List<Box>> byFile) {
        this.byFile = byFile;
    }

    /**
     * The boxes of a folder; none where it has no such file.
     *
     * @throws Problem that names file and line where it cannot be read
     */
    static Boxes in(Path folder) {
        Optional<Path> file;
        try (Stream<Path> children = Files.list(folder)) {
            file = children
                    .filter(child -> child.getFileName().toString().toLowerCase(Locale.ROOT).matches("boxes.*\\.csv"))
                    .sorted().findFirst();
        } catch (IOException e) {
            throw new Problem("Cannot read the folder " + folder.toAbsolutePath() + ": " + AtomicFiles.reason(e)
                    + ". Check that you may open it.", e);
        }
        return new Boxes(file.map(Boxes::read).orElse(Map.of()));
    }

    private static Map<String, List<Box>> read(Path file) {
        List<Csv.Row> rows;
        try {
            rows = Csv.rows(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new Problem(
                    "The boxes in " + file.toAbsolutePath() + " are not text in UTF-8. Save the file as CSV in UTF-8.",
                    e);
        } catch (IOException e) {
            throw new Problem("Cannot read " + file.toAbsolutePath() + ": " + AtomicFiles.reason(e)
                    + ". Check that you may open it.", e);
        }
        List<String> headings = rows.isEmpty() ? List.of()
                : rows.get(0).cells().stream().map(heading -> heading.toLowerCase(Locale.ROOT)).toList();
        int name = column(headings, FILE);
        int[] corners = CORNERS.stream().mapToInt(names -> column(headings, names)).toArray();
        if (name < 0 || Arrays.stream(corners).anyMatch(column -> column < 0)) {
            throw new Problem("The first line of " + file.toAbsolutePath()
                    + " must name the columns file, x0, y0, x1 and y1. Add them, or take the file away.");
        }
        int width = column(headings, WIDTH);
        int height = column(headings, HEIGHT);
        boolean sized = width >= 0 && height >= 0;
        Map<String, List<Box>> result = new HashMap<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            List<String> cells = row.cells();
            try {
                Box box = new Box(number(cells, corners[0]), number(cells, corners[1]), number(cells, corners[2]),
                        number(cells, corners[3]), sized ? number(cells, width) : 0, sized ? number(cells, height) : 0);
                result.computeIfAbsent(cells.get(name).replace('\\', '/'), key -> new ArrayList<>()).add(box);
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new Problem("Line " + row.line() + " of " + file.toAbsolutePath() + " is no box: “" + row.text()
                        + "”. Mend or remove it.", e);
            }
        }
        return result;
    }

    private static int column(List<String> headings, List<String> names) {
        return names.stream().mapToInt(headings::indexOf).filter(column -> column >= 0).findFirst().orElse(-1);
    }

    private static double number(List<String> cells, int column) {
        double value = Double.parseDouble(cells.get(column));
        if (!Double.isFinite(value)) {
            throw new NumberFormatException(cells.get(column));
        }
        return value;
    }

    /** Whether there is a box of a picture. */
    boolean knows(String path) {
        return !of(path).isEmpty();
    }

    /**
     * The pixels in any box of a picture.
     *
     * @param path   of the picture, from the folder on, with slashes
     * @param height of the picture's file
     * @param width  of the picture's file
     * @return {@code [height × width]}, true where the pixel's middle is in a box
     */
    boolean[] mask(String path, int height, int width) {
        boolean[] mask = new boolean[height * width];
        for (Box box : of(path)) {
            double down = box.height > 0 ? height / box.height : 1;
            double across = box.width > 0 ? width / box.width : 1;
            int bottom = end(box.y1 * down, height);
            int right = end(box.x1 * across, width);
            for (int row = start(box.y0 * down); row < bottom; row++) {
                int left = Math.min(start(box.x0 * across), right);
                Arrays.fill(mask, row * width + left, row * width + right, true);
            }
        }
        return mask;
    }

    private static int start(double edge) {
        return (int) Math.max(0, Math.round(edge));
    }

    private static int end(double edge, int size) {
        return (int) Math.min(size, Math.round(edge));
    }

    private List<Box> of(String path) {
        List<Box> whole = byFile.get(path);
        return whole != null ? whole : byFile.getOrDefault(path.substring(path.lastIndexOf('/') + 1), List.of());
    }
}
