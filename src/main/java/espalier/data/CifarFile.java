package espalier.data;

import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One file of CIFAR: records of some labels of a byte each, then 32×32 values each of red, green and blue. Read whole
 * when first asked for, and kept.
 */
final class CifarFile implements Pictures {

    static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int VALUES = 3 * PLANE;

    private final Path path;
    private final CifarVersion version;
    private final int records;
    private volatile Content content;

    /**
     * Labels of each kind, and pictures as {@code [records, height, width, 3]}: colours side by side, as every user
     * wants them.
     */
    private record Content(byte[][] labels, byte[] rgb) {}

    /**
     * Looks at the file's length only.
     *
     * @throws Problem when it is missing or has another length
     */
    CifarFile(Path path, CifarVersion version, int records) {
        this.path = path;
        this.version = version;
        this.records = records;
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
        return content().labels[version.label()][index];
    }

    /** The finest of the picture's labels. */
    int finestLabel(int index) {
        byte[][] labels = content().labels;
        return labels[labels.length - 1][index];
    }

    @Override
    public Optional<Picture> picture(int index) {
        int from = index * VALUES;
        return Optional.of(new Picture(SIDE, SIDE, Arrays.copyOfRange(content().rgb, from, from + VALUES)));
    }

    @Override
    public String title(int index) {
        return switch (name()) {
            case "test_batch.bin", "test.bin" -> "test ";
            case "train.bin" -> "training ";
            default -> name().replace("data_batch_", "training ").replace(".bin", "/");
        } + index;
    }

    private void checkLength() {
        try {
            if (!Files.isRegularFile(path)) {
                throw new Problem("The file " + path + " of " + version.title() + " is missing." + version.remedy());
            }
            long length = Files.size(path);
            long needed = (long) records * (version.labels().length + VALUES);
            if (length != needed) {
                throw new Problem(
                        path + " has " + length + " bytes where " + needed + " are needed." + version.remedy());
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
        byte[][] labels = new byte[version.labels().length][records];
        byte[] rgb = new byte[records * VALUES];
        byte[] planes = new byte[VALUES];
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            for (int i = 0; i < records; i++) {
                for (int kind = 0; kind < labels.length; kind++) {
                    labels[kind][i] = label(i, in.readUnsignedByte(), version.labels()[kind]);
                }
                in.readFully(planes);
                int to = i * VALUES;
                for (int red = 0; red < PLANE; red++) {
                    rgb[to++] = planes[red];
                    rgb[to++] = planes[red + PLANE];
                    rgb[to++] = planes[red + 2 * PLANE];
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        content = new Content(labels, rgb);
        return content;
    }

    private byte label(int record, int label, int classes) {
        if (label >= classes) {
            throw new Problem(path + " is damaged: record " + record + " has the label " + label + " where 0 to "
                    + (classes - 1) + " are possible." + version.remedy());
        }
        return (byte) label;
    }

    private Problem unreadable(IOException e) {
        return new Problem("Cannot read " + path + ": " + AtomicFiles.reason(e) + "." + version.remedy(), e);
    }
}
