package espalier.data;

import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 and CIFAR-100 in their official binary forms: 50 000 pictures for training in one file or five, 10 000 for
 * testing. {@link Part#TEST} is the test file in its order. Of the training pictures, 2 500 are
 * {@link Part#VALIDATION}, as many of each class (the fine ones) and always the same; the others are
 * {@link Part#TRAINING}.
 *
 * <p>Opening looks only at the names and lengths of the files; each is read when it is first asked for, and kept (3 KB
 * for a picture).
 */
public final class Cifar implements Dataset {

    static final int RECORDS = 10_000;
    /** The training set has five times as many pictures as the test set. */
    private static final int FILES = 5;
    private static final PictureSize SIZE = new PictureSize(CifarFile.SIDE, CifarFile.SIDE);
    private static final double VALIDATION_SHARE = 0.05;
    private static final long SPLIT_SEED = 10;

    private final CifarVersion version;
    private final Path folder;
    private final List<String> classNames;
    private final List<CifarFile> trainingFiles;
    private final CifarFile testFile;
    private List<int[]> split;

    private Cifar(CifarVersion version, Path folder, int records) {
        this.version = version;
        this.folder = folder;
        Path home = version.home(folder);
        List<String> training = version.training();
        this.trainingFiles = training.stream()
                .map(name -> new CifarFile(home.resolve(name), version, FILES * records / training.size())).toList();
        this.testFile = new CifarFile(home.resolve(version.test()), version, records);
        this.classNames = readClassNames(home.resolve(version.names()), version.knownNames());
    }

    /**
     * Opens the folder that holds the files, or that in which the archive was unpacked.
     *
     * @throws Problem when a file is missing or has a wrong length; damage inside a file is a problem when it is read
     */
    public static Cifar open(CifarVersion version, Path folder) {
        return open(version, folder, RECORDS);
    }

    /** For tests: a test file of fewer records, and training files in proportion. */
    static Cifar open(CifarVersion version, Path folder, int records) {
        return new Cifar(version, folder, records);
    }

    /** Whether a folder has the test file of a version: then it was meant to be one. */
    static boolean isIn(CifarVersion version, Path folder) {
        return Files.exists(version.home(folder).resolve(version.test()));
    }

    /**
     * The pictures of one file in file order.
     *
     * @param name {@code data_batch_1.bin} to {@code data_batch_5.bin} or {@code test_batch.bin}; {@code train.bin} or
     *                 {@code test.bin}
     */
    public Pictures file(String name) {
        return Stream.concat(trainingFiles.stream(), Stream.of(testFile)).filter(file -> file.name().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(version.title() + " has no file " + name));
    }

    @Override
    public String specification() {
        return version.kind() + ":" + folder;
    }

    @Override
    public String title() {
        return version.title();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public PictureSize pictureSize() {
        return SIZE;
    }

    @Override
    public Normalisation normalisation() {
        return version.normalisation();
    }

    @Override
    public Pictures part(Part part) {
        return switch (part) {
            case TRAINING -> new PictureSubset(trainingFiles, split().get(0));
            case VALIDATION -> new PictureSubset(trainingFiles, split().get(1));
            case TEST -> testFile;
        };
    }

    private synchronized List<int[]> split() {
        if (split == null) {
            int[] labels = trainingFiles.stream()
                    .flatMapToInt(file -> IntStream.range(0, file.size()).map(file::finestLabel)).toArray();
            split = Split.stratified(labels, new double[] {VALIDATION_SHARE}, SPLIT_SEED);
        }
        return split;
    }

    private static List<String> readClassNames(Path file, List<String> known) {
        try {
            List<String> names = Files.readAllLines(file, StandardCharsets.UTF_8).stream().map(String::strip)
                    .filter(line -> !line.isEmpty()).toList();
            return names.size() == known.size() ? names : known;
        } catch (IOException e) {
            return known; // The file is optional: the names are known.
        }
    }
}
