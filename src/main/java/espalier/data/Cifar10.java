package espalier.data;

import espalier.basics.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 in its official binary form: {@code data_batch_1.bin} to {@code data_batch_5.bin} and
 * {@code test_batch.bin}, each of 10 000 records (see {@link Cifar10File}). {@link Part#TEST} is the test batch in file
 * order. Of the 50 000 training pictures, 2 500 are {@link Part#VALIDATION}, 250 of each class and always the same; the
 * others are {@link Part#TRAINING}.
 *
 * <p>Opening looks only at the names and lengths of the files; each is read when it is first asked for, and kept (30
 * MB).
 */
public final class Cifar10 implements Dataset {

    static final int RECORDS = 10_000;
    private static final PictureSize SIZE = new PictureSize(32, 32);
    private static final double VALIDATION_SHARE = 0.05;
    private static final long SPLIT_SEED = 10;
    private static final List<String> NAMES = List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog",
            "horse", "ship", "truck");

    private final Path folder;
    private final List<String> classNames;
    private final List<Cifar10File> trainingFiles = new ArrayList<>();
    private final Cifar10File testFile;
    private List<int[]> split;

    private Cifar10(Path folder, int records) {
        this.folder = folder;
        for (int i = 1; i <= 5; i++) {
            trainingFiles.add(new Cifar10File(folder.resolve("data_batch_" + i + ".bin"), records));
        }
        this.testFile = new Cifar10File(folder.resolve("test_batch.bin"), records);
        this.classNames = readClassNames(folder.resolve("batches.meta.txt"));
    }

    /**
     * Opens the folder that holds the six files.
     *
     * @throws Problem when a file is missing or has a wrong length; damage inside a file is a problem when it is read
     */
    public static Cifar10 open(Path folder) {
        return open(folder, RECORDS);
    }

    /** For tests: files of fewer records. */
    static Cifar10 open(Path folder, int records) {
        return new Cifar10(folder, records);
    }

    /**
     * The pictures of one file in file order.
     *
     * @param name {@code data_batch_1.bin} to {@code data_batch_5.bin} or {@code test_batch.bin}
     */
    public Pictures file(String name) {
        if (name.equals(testFile.name())) {
            return testFile;
        }
        return trainingFiles.stream().filter(file -> file.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("CIFAR-10 has no file " + name));
    }

    @Override
    public String specification() {
        return "cifar10:" + folder;
    }

    @Override
    public String title() {
        return "CIFAR-10";
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
        return Normalisation.CIFAR10;
    }

    @Override
    public Pictures part(Part part) {
        return switch (part) {
            case TRAINING -> new Selection(trainingFiles, split().get(0));
            case VALIDATION -> new Selection(trainingFiles, split().get(1));
            case TEST -> testFile;
        };
    }

    private synchronized List<int[]> split() {
        if (split == null) {
            Selection all = Selection.all(trainingFiles);
            int[] labels = new int[all.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = all.label(i);
            }
            split = Split.stratified(labels, new double[] {VALIDATION_SHARE}, SPLIT_SEED);
        }
        return split;
    }

    private static List<String> readClassNames(Path file) {
        try {
            List<String> names = Files.readAllLines(file, StandardCharsets.UTF_8).stream().map(String::strip)
                    .filter(line -> !line.isEmpty()).toList();
            return names.size() == NAMES.size() ? names : NAMES;
        } catch (IOException e) {
            return NAMES; // The file is optional: the names are known.
        }
    }
}
