package espalier.data;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR-10 in its official binary form: {@code data_batch_1.bin} to {@code data_batch_5.bin} and
 * {@code test_batch.bin}, each of 10 000 records. {@link Part#TEST} is the test batch in file order. Of the 50 000
 * training pictures, 2 500 are {@link Part#VALIDATION}, 250 of each class and always the same; the others are
 * {@link Part#TRAINING}.
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
    private final List<RecordFile> trainingFiles = new ArrayList<>();
    private final RecordFile testFile;
    private List<int[]> split;

    private Cifar10(Path folder, int records) {
        this.folder = folder;
        for (int i = 1; i <= 5; i++) {
            trainingFiles.add(new RecordFile(folder.resolve("data_batch_" + i + ".bin"), records));
        }
        this.testFile = new RecordFile(folder.resolve("test_batch.bin"), records);
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
            case TRAINING -> new PictureSubset(trainingFiles, split().get(0));
            case VALIDATION -> new PictureSubset(trainingFiles, split().get(1));
            case TEST -> testFile;
        };
    }

    private synchronized List<int[]> split() {
        if (split == null) {
            PictureSubset all = PictureSubset.all(trainingFiles);
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

    /**
     * One file of CIFAR-10: records of 3 073 bytes, the label and 32×32 values each of red, green and blue. Read whole
     * when first asked for.
     */
    private static final class RecordFile implements Pictures {

        private static final int SIDE = 32;
        private static final int PLANE = SIDE * SIDE;
        private static final int VALUES = 3 * PLANE;
        private static final int RECORD = 1 + VALUES;
        private static final String REMEDY = " Unpack the official archive cifar-10-binary.tar.gz again and give the folder cifar-10-batches-bin.";

        private final Path path;
        private final int records;
        private final String titleStart;
        private volatile Content content;

        /**
         * Labels, and pictures as {@code [records, height, width, 3]}: colours side by side, as every user wants them.
         */
        private record Content(byte[] labels, byte[] rgb) {}

        RecordFile(Path path, int records) {
            this.path = path;
            this.records = records;
            this.titleStart = name().equals("test_batch.bin") ? "test "
                    : name().replace("data_batch_", "training ").replace(".bin", "/");
            checkLength();
        }

        String name() {
            return path.getFileName().toString();
        }

        @Override
        public int size() {
            return records;
        }

        @Override
        public int label(int index) {
            return content().labels[index];
        }

        @Override
        public Optional<Picture> picture(int index) {
            int from = index * VALUES;
            return Optional.of(new Picture(SIDE, SIDE, Arrays.copyOfRange(content().rgb, from, from + VALUES)));
        }

        @Override
        public String title(int index) {
            return titleStart + index;
        }

        private void checkLength() {
            try {
                if (!Files.isRegularFile(path)) {
                    throw new Problem("The file " + path + " of CIFAR-10 is missing." + REMEDY);
                }
                long length = Files.size(path);
                long needed = (long) records * RECORD;
                if (length != needed) {
                    throw new Problem(path + " has " + length + " bytes where " + needed + " are needed." + REMEDY);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private Content content() {
            Content known = content;
            return known == null ? read() : known;
        }

        private synchronized Content read() {
            if (content != null) {
                return content;
            }
            checkLength();
            byte[] bytes;
            try {
                bytes = Files.readAllBytes(path);
            } catch (IOException e) {
                throw unreadable(e);
            }
            byte[] labels = new byte[records];
            byte[] rgb = new byte[records * VALUES];
            for (int i = 0; i < records; i++) {
                int from = i * RECORD;
                labels[i] = bytes[from];
                if (labels[i] < 0 || labels[i] > 9) {
                    throw new Problem(path + " is damaged: record " + i + " has the label " + (labels[i] & 0xFF)
                            + " where 0 to 9 are possible." + REMEDY);
                }
                int to = i * VALUES;
                for (int red = from + 1; red <= from + PLANE; red++) {
                    rgb[to++] = bytes[red];
                    rgb[to++] = bytes[red + PLANE];
                    rgb[to++] = bytes[red + 2 * PLANE];
                }
            }
            content = new Content(labels, rgb);
            return content;
        }

        private Problem unreadable(IOException e) {
            return new Problem("Cannot read " + path + ": " + AtomicFiles.reason(e) + "." + REMEDY, e);
        }
    }
}
