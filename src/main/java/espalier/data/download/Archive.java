package espalier.data.download;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.basics.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A packed folder (tar and gzip) at its public home.
 *
 * @param address       where it is
 * @param bytes         how long it is
 * @param sha256        its checksum, in hexadecimal digits
 * @param folder        the folder that it holds
 * @param unpackedBytes about what that takes on the disk
 */
public record Archive(URI address, long bytes, String sha256, String folder, long unpackedBytes) {

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    /** Of the whole work, what fetching takes. */
    private static final double FETCHED = 0.9;

    /**
     * Fetches the archive, checks it, and puts its folder into {@code into}: whole or not at all. What was fetched
     * before an interruption lies there in a file that ends in {@code .part}, and is not fetched again.
     *
     * @param title what it is, for a person
     * @throws Problem when it cannot be had, is not what it should be, or has no room
     */
    void get(Path into, String title, Progress progress) {
        get(into, title, new Download(address, bytes), progress);
    }

    void get(Path into, String title, Download download, Progress progress) {
        Path part = into.resolve(name() + ".part");
        try {
            Files.createDirectories(into);
            bring(part, into, title, download, progress);
        } catch (IOException e) {
            throw new Problem("Cannot put " + title + " into " + into + ": " + AtomicFiles.reason(e)
                    + ". Choose a folder that you may write to and that has room.", e);
        } finally {
            removeEmpty(part);
        }
    }

    private void bring(Path part, Path into, String title, Download download, Progress progress) throws IOException {
        long before = Files.exists(part) ? Math.min(Files.size(part), bytes) : 0;
        requireRoom(into, bytes - before);
        Progress fetching = progress.part(0, FETCHED);
        download.to(part, title, fetching);
        if (before > 0 && !isRight(part)) {
            // What was there may be of another time: once more from the beginning.
            Files.delete(part);
            download.to(part, title, fetching);
        }
        progress.update(FETCHED, "Checking " + title);
        if (!isRight(part)) {
            String found = Sha256.of(part);
            Files.delete(part);
            throw new Problem("What came from " + address + " is not " + title + " (its SHA-256 is " + found + " where "
                    + sha256 + " is expected), so it was deleted. Try again in another network.");
        }
        Unpacking.of(part, into, folder, 2 * unpackedBytes, title, progress.part(FETCHED, 1));
        Files.delete(part);
    }

    /** A file into which nothing came is nothing to keep. */
    private static void removeEmpty(Path part) {
        try {
            if (Files.isRegularFile(part) && Files.size(part) == 0) {
                Files.delete(part);
            }
        } catch (IOException e) {
            LOG.info("{} stays", part, e);
        }
    }

    private void requireRoom(Path into, long toFetch) throws IOException {
        long needed = toFetch + unpackedBytes;
        long free = Files.getFileStore(into).getUsableSpace();
        if (free < needed) {
            throw new Problem("There is no room for it in " + into + ": " + Figures.bytes(needed) + " are needed, "
                    + Figures.bytes(free) + " are free. Choose a folder on another disk.");
        }
    }

    private boolean isRight(Path file) throws IOException {
        return Sha256.of(file).equalsIgnoreCase(sha256);
    }

    private String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
