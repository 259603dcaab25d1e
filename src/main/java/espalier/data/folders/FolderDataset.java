package espalier.data.folders;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.data.Dataset;
import espalier.data.Dataset.Part;
import espalier.data.Normalisation;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.data.PictureSubset;
import espalier.data.Pictures;
import espalier.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One's own pictures: a folder with a sub-folder for each class, named after it, that holds JPEG, PNG, WebP and TIFF
 * files of any size. They are scaled and cut to one size.
 *
 * <p>Where the folder has the sub-folders {@code train} and {@code val} or {@code test}, which hold the class folders,
 * the latter is {@link Part#TEST} and a tenth of {@code train} is {@link Part#VALIDATION}; where it has all three, each
 * is its part. Files with other names for the classes, {@link FolderNames}, are looked for. Otherwise the pictures are
 * split into 70, 15 and 15 %. Splits are the same each time and have every class in the same proportion. A CSV file in
 * the folder may say where the objects are: see {@link Boxes}. Within a part the classes come in turn, so that the
 * first few pictures are a fair sample.
 */
public final class FolderDataset implements Dataset {

    /** The size of pictures when none is asked for. */
    public static final PictureSize DEFAULT_SIZE = new PictureSize(64, 64);

    private static final Set<String> TRAINING = Set.of("train", "training");
    private static final Set<String> VALIDATION = Set.of("val", "valid", "validation");
    private static final Set<String> TEST = Set.of("test", "testing");
    private static final double[] TEST_IS_GIVEN = {.1};
    private static final double[] NOTHING_IS_GIVEN = {.15, .15};
    private static final long SPLIT_SEED = 70_15_15;

    private final Path folder;
    private final PictureSize size;
    private final List<String> classIds;
    private final List<String> classNames;
    private final List<FolderPictures> files;
    private final Pictures training;
    private final Pictures validation;
    private final Pictures test;

    private FolderDataset(Path folder, PictureSize size) {
        this.folder = folder;
        this.size = size;
        Optional<ClassFolders> train = ClassFolders.inside(folder, TRAINING);
        Optional<ClassFolders> val = train.isEmpty() ? Optional.empty() : ClassFolders.inside(folder, VALIDATION);
        Optional<ClassFolders> held = train.isEmpty() ? Optional.empty() : ClassFolders.inside(folder, TEST);
        List<ClassFolders> sources = train.isEmpty() ? List.of(ClassFolders.list(folder))
                : Stream.of(train, val, held).flatMap(Optional::stream).toList();
        this.classIds = classIds(folder, sources);
        this.classNames = FolderNames.of(folder, classIds);
        Boxes boxes = Boxes.in(folder);
        AtomicLong remembered = new AtomicLong();
        this.files = sources.stream()
                .map(source -> new FolderPictures(folder, entries(source, classIds), size, boxes, remembered)).toList();

        FolderPictures first = files.get(0);
        if (files.size() == 3) {
            this.training = first;
            this.validation = files.get(1);
            this.test = files.get(2);
        } else if (files.size() == 2) {
            List<int[]> split = split(first, TEST_IS_GIVEN);
            this.training = new PictureSubset(files.subList(0, 1), split.get(0));
            this.validation = new PictureSubset(files.subList(0, 1), split.get(1));
            this.test = files.get(1);
        } else {
            List<int[]> split = split(first, NOTHING_IS_GIVEN);
            this.training = new PictureSubset(files, split.get(0));
            this.test = new PictureSubset(files, split.get(1));
            this.validation = new PictureSubset(files, split.get(2));
        }
    }

    /**
     * Opens a folder; lists its files and decodes none.
     *
     * @throws Problem when it cannot be read, or holds pictures of fewer than two classes
     */
    public static FolderDataset open(Path folder, PictureSize size) {
        return new FolderDataset(folder, size);
    }

    @Override
    public String specification() {
        return "folder:" + folder;
    }

    @Override
    public String title() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    /** The names of the sub-folders. */
    @Override
    public List<String> classIds() {
        return classIds;
    }

    @Override
    public PictureSize pictureSize() {
        return size;
    }

    @Override
    public Normalisation normalisation() {
        return Normalisation.CENTRED;
    }

    @Override
    public Pictures part(Part part) {
        return switch (part) {
            case TRAINING -> training;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    @Override
    public List<String> skipped() {
        return files.stream().flatMap(pictures -> pictures.skipped().stream()).toList();
    }

    private static List<String> classIds(Path folder, List<ClassFolders> sources) {
        SortedSet<String> names = new TreeSet<>();
        sources.forEach(source -> names.addAll(source.classes().keySet()));
        if (names.size() == 1) {
            throw new Problem(
                    "The folder " + folder.toAbsolutePath() + " has pictures of one class only, “" + names.first()
                            + "”. Put pictures of at least two classes there, each class in a sub-folder of its own.");
        }
        if (names.isEmpty()) {
            int loose = ClassFolders.pictures(folder).size();
            throw new Problem("The folder " + folder.toAbsolutePath() + " has no sub-folders with pictures"
                    + (loose == 0 ? "" : ", only " + loose + " that lie in the folder itself")
                    + ". Make a sub-folder for each class, named after it, and put its JPEG, PNG, WebP or TIFF files there.");
        }
        return List.copyOf(names);
    }

    /** The files with the classes in turn: the first of each, then the second of each, and so on. */
    private static List<FolderPictures.Entry> entries(ClassFolders source, List<String> classIds) {
        List<Iterator<Path>> byClass = classIds.stream()
                .map(name -> source.classes().getOrDefault(name, List.of()).iterator()).toList();
        List<FolderPictures.Entry> entries = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (int label = 0; label < byClass.size(); label++) {
                if (byClass.get(label).hasNext()) {
                    entries.add(new FolderPictures.Entry(byClass.get(label).next(), label));
                    more = true;
                }
            }
        }
        return entries;
    }

    private static List<int[]> split(Pictures pictures, double[] shares) {
        int[] labels = IntStream.range(0, pictures.size()).map(pictures::label).toArray();
        return Split.stratified(labels, shares, SPLIT_SEED);
    }

    /**
     * A folder whose sub-folders are named after classes and hold their pictures.
     *
     * @param folder  where it is
     * @param classes for each class in the order of names, its picture files in the order of names; never none
     */
    private record ClassFolders(Path folder, Map<String, List<Path>> classes) {

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
         * The class folders in a sub-folder with one of these names, in any case; empty where it is absent or holds
         * none.
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
}
