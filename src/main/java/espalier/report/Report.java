package espalier.report;

import espalier.basics.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is told of runs and studies, before it has a form.
 *
 * @param title    of the whole
 * @param subtitle of what it is, in a sentence
 * @param made     by which version, and when
 * @param sections in their order
 */
public record Report(String title, String subtitle, String made, List<Section> sections) {

    /** A part with its heading. */
    public record Section(String title, List<Block> blocks) {}

    /** What a section is put together from. */
    public sealed interface Block {

        /** A heading within a section. */
        record Heading(String text) implements Block {}

        /** A paragraph. */
        record Words(String text) implements Block {}

        /** Sentences, each with a dot before it. */
        record Points(List<String> sentences) implements Block {}

        /** A table with what it says in words. */
        record Table(ResultTable table) implements Block {}

        /**
         * Charts.
         *
         * @param name    of their files
         * @param charts  SVG; several stand beside each other
         * @param caption what is seen, in a sentence or two
         */
        record Figure(String name, List<String> charts, String caption) implements Block {}

        /**
         * Pictures in rows and columns.
         *
         * @param columns headings
         * @param caption what is seen
         */
        record Pictures(List<String> columns, List<Row> rows, String caption) implements Block {}

        /** A row of pictures, and what it is of. */
        record Row(String title, List<Picture> pictures) {}

        /**
         * A picture.
         *
         * @param png     the file's content
         * @param caption below it; may be empty
         * @param wrong   whether it shows a mistake, such as a wrong class
         */
        record Picture(byte[] png, String caption, boolean wrong) {}

        /** Names with what is known of them. */
        record Facts(Map<String, String> values) implements Block {}

        /** Text as a program reads it. */
        record Verbatim(String text) implements Block {}
    }

    /** All tables as CSV and all charts as SVG: contents by the names of their files. */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Section section : sections) {
            for (Block block : section.blocks) {
                if (block instanceof Block.Table table) {
                    put(parts, name(table.table().title()), ".csv", table.table().csv());
                } else if (block instanceof Block.Figure figure) {
                    figure.charts().forEach(chart -> put(parts, name(figure.name()), ".svg", chart));
                }
            }
        }
        return parts;
    }

    /**
     * Writes {@link #parts} into a folder.
     *
     * @return the files
     * @throws espalier.basics.Problem where they cannot be written
     */
    public List<Path> writeParts(Path folder) {
        List<Path> files = new ArrayList<>();
        parts().forEach((name, content) -> {
            AtomicFiles.writeText(folder.resolve(name), content);
            files.add(folder.resolve(name));
        });
        return files;
    }

    private static void put(Map<String, String> parts, String name, String ending, String content) {
        String free = name + ending;
        for (int number = 2; parts.containsKey(free); number++) {
            free = name + "-" + number + ending;
        }
        parts.put(free, content);
    }

    /** "Which map is more reasonable?" as {@code which-map-is-more-reasonable}. */
    public static String name(String title) {
        String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "part" : name;
    }
}
