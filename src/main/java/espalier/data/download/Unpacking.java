package espalier.data.download;

import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * Unpacks an archive beside the place where its folder is to be, and moves that there when it is whole. Nothing is
 * written outside of it, no links are made, and no more is written than was announced.
 */
final class Unpacking {

    private final Path target;
    private final long most;
    private final byte[] buffer = new byte[1 << 16];
    private long written;

    private Unpacking(Path target, long most) {
        this.target = target;
        this.most = most;
    }

    /**
     * Unpacks the one folder of an archive.
     *
     * @param into   gets the folder
     * @param folder its name
     * @param most   bytes; more than these are not unpacked
     * @throws Problem     where the archive holds what it should not, or is damaged
     * @throws IOException where the folder cannot be written
     */
    static void of(Path archive, Path into, String folder, long most, String title, Progress progress)
            throws IOException {
        Path beside = into.resolve("." + folder + "." + UUID.randomUUID() + ".part");
        try {
            Files.createDirectory(beside);
            new Unpacking(beside, most).unpack(archive, title, progress);
            if (!Files.isDirectory(beside.resolve(folder))) {
                throw new Problem("The archive of " + title + " has no folder " + folder + ". Try again.");
            }
            Files.move(beside.resolve(folder), into.resolve(folder));
        } finally {
            FileUtils.deleteQuietly(beside.toFile());
        }
    }

    private void unpack(Path archive, String title, Progress progress) throws IOException {
        double size = Files.size(archive);
        try (Counted counted = new Counted(Files.newInputStream(archive));
                TarArchiveInputStream in = new TarArchiveInputStream(
                        GzipCompressorInputStream.builder().setInputStream(new BufferedInputStream(counted, 1 << 16))
                                .setDecompressConcatenated(true).get())) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                progress.checkpoint();
                progress.update(Math.min(1, counted.read / size), "Unpacking " + title);
                unpack(in, entry);
            }
        }
    }

    private void unpack(InputStream in, TarArchiveEntry entry) throws IOException {
        Path file = inside(entry.getName());
        byte kind = entry.getLinkFlag();
        if (entry.isDirectory()) {
            Files.createDirectories(file);
        } else if (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(in, out);
            }
        } else {
            throw new Problem("The archive holds “" + entry.getName()
                    + "”, which is neither a file nor a folder. It was not unpacked.");
        }
    }

    private Path inside(String name) {
        try {
            Path file = target.resolve(name).normalize();
            if (file.startsWith(target) && !Path.of(name).isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            // It could not be written here either.
        }
        throw new Problem(
                "The archive holds “" + name + "”, which would be written outside of its folder. It was not unpacked.");
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            written += read;
            if (written > most) {
                throw new Problem("The archive holds more than the " + Figures.bytes(most)
                        + " that it may at most. It was not unpacked.");
            }
            out.write(buffer, 0, read);
        }
    }

    /** Knows how much of the archive was read. */
    private static final class Counted extends FilterInputStream {

        private long read;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
