package espalier.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a program writes in a folder, so that no other does: the system's lock on the file {@value #FILE} in it,
 * which ends with the program, however that ends.
 */
public final class FolderLock implements AutoCloseable {

    static final String FILE = ".lock";

    private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);
    /**
     * This program's own. On some systems to close any channel on a file lets go of all its locks, so none is opened
     * twice.
     */
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private final String folder;
    private final FileChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FolderLock(String folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder that is there.
     *
     * @return empty where this program or another holds it
     * @throws IOException where the file cannot be written, or the place knows no locks
     */
    public static Optional<FolderLock> take(Path folder) throws IOException {
        String name = folder.toRealPath().toString();
        if (!HELD.add(name)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new FolderLock(name, channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!taken) {
                close(channel);
                HELD.remove(name);
            }
        }
    }

    /** Whether a program writes in a folder now. */
    static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve(FILE))) {
            return false;
        }
        try {
            Optional<FolderLock> lock = take(folder);
            lock.ifPresent(FolderLock::close);
            return lock.isEmpty();
        } catch (IOException e) {
            LOG.debug("Cannot ask for the lock of {}", folder, e);
            return false;
        }
    }

    /** Once is enough; again does nothing, as somebody else may hold it by then. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            close(channel);
            HELD.remove(folder);
        }
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("Closing a lock", e);
            }
        }
    }
}
