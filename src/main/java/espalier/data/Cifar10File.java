package espalier.data;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One file of CIFAR-10: records of 3 073 bytes, the label and 32×32 values each of red, green and blue. Read whole when
 * first asked for.
 */
final class Cifar10File implements Pictures {

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int VALUES = 3 * PLANE;
    private static final int RECORD = 1 + VALUES;
    private static final String REMEDY = " Unpack the official archive cifar-10-binary.tar.gz again and give the folder cifar-10-batches-bin.";

    private final Path path;
    private final int records;
    private final String titleStart;
    private volatile Content content;

    /** Labels, and pictures as {@code [records, height, width, 3]}: colours side by side, as every user wants them. */
    private record Content(byte[] labels, byte[] rgb) {}

    Cifar10File(Path path, int records) {
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
