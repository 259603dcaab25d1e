package espalier.data.folders;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.data.PictureFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder whose sub-folders are named after classes and hold their pictures.
 *
 * @param folder  where it is
 * @param classes for each class in the order of names, its picture files in the order of names; never none
 */
record ClassFolders(Path folder, Map<String, List<Path>> classes) {

    /** The same order on every system: paths themselves compare by other rules on Windows. */
    private static final Comparator<Path> BY_NAME = Comparator.comparing(path -> path.getFileName().toString());

    /**
     * Lists {@code folder}; sub-folders without pictures are no classes.
     *
     * @throws Problem when a folder cannot be read
     */
    static ClassFolders list(Path folder) {
        Map<String, List<Path>> classes = new TreeMap<>();
        for (Path sub : children(folder)) {
            if (Files.isDirectory(sub) && !sub.getFileName().toString().startsWith(".")) {
                List<Path> files = pictures(sub);
                if (!files.isEmpty()) {
                    classes.put(sub.getFileName().toString(), files);
                }
            }
        }
        return new ClassFolders(folder, classes);
    }

    /**
     * The class folders in a sub-folder with one of these names, in any case; empty where it is absent or holds none.
     */
    static Optional<ClassFolders> inside(Path folder, Set<String> names) {
        return children(folder).stream()
                .filter(sub -> Files.isDirectory(sub)
                        && names.contains(sub.getFileName().toString().toLowerCase(Locale.ROOT)))
                .map(ClassFolders::list).filter(list -> !list.classes.isEmpty()).findFirst();
    }

    /** The picture files that lie in {@code folder} itself. */
    static List<Path> pictures(Path folder) {
        return children(folder).stream().filter(PictureFile::hasPictureName).filter(Files::isRegularFile).toList();
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(BY_NAME).toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        }
    }

    private static Problem unreadable(Path folder, IOException e) {
        return new Problem("Cannot read the folder " + folder.toAbsolutePath() + ": " + AtomicFiles.reason(e)
                + ". Check that you may open it.", e);
    }
}
