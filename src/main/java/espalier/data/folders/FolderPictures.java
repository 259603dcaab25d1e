package espalier.data.folders;

import espalier.data.Picture;
import espalier.data.PictureFile;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.data.Scaling;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Picture files, decoded when first asked for and remembered. */
final class FolderPictures implements Pictures {

    /** A picture file and its class. */
    record Entry(Path file, int label) {}

    /** Beyond this many bytes pictures are remembered only as long as memory is not needed elsewhere. */
    private static final long FIRMLY_REMEMBERED = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 3);
    private static final Object DAMAGED = new Object();

    private final Path root;
    private final List<Entry> entries;
    private final PictureSize size;
    private final Boxes boxes;
    /** {@link Picture}, a {@link SoftReference} to one, {@link #DAMAGED}, or null before it was asked for. */
    private final AtomicReferenceArray<Object> known;
    private final AtomicLong remembered;
    private final Map<Integer, String> skipped = new ConcurrentSkipListMap<>();

    /**
     * @param boxes      of all the folder's pictures
     * @param remembered counts the bytes of all that share the memory
     */
    FolderPictures(Path root, List<Entry> entries, PictureSize size, Boxes boxes, AtomicLong remembered) {
        this.root = root;
        this.entries = List.copyOf(entries);
        this.size = size;
        this.boxes = boxes;
        this.remembered = remembered;
        this.known = new AtomicReferenceArray<>(entries.size());
    }

    /** The files that gave no picture so far, and why. */
    List<String> skipped() {
        return List.copyOf(skipped.values());
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public int label(int index) {
        return entries.get(index).label;
    }

    @Override
    public Optional<Picture> picture(int index) {
        Object state = known.get(index);
        if (state == DAMAGED) {
            return Optional.empty();
        }
        Picture picture = remembered(state);
        if (picture != null) {
            return Optional.of(picture);
        }
        try {
            picture = PictureFile.read(entries.get(index).file, size);
        } catch (PictureFile.Damaged e) {
            skipped.put(index, title(index) + ": " + e.getMessage());
            known.set(index, DAMAGED);
            return Optional.empty();
        }
        boolean firmly = remembered.addAndGet(size.values()) <= FIRMLY_REMEMBERED;
        known.set(index, firmly ? picture : new SoftReference<>(picture));
        return Optional.of(picture);
    }

    @Override
    public boolean quick(int index) {
        Object state = known.get(index);
        return state == DAMAGED || remembered(state) != null;
    }

    @Override
    public String title(int index) {
        // The same on every system.
        return root.relativize(entries.get(index).file).toString().replace('\\', '/');
    }

    /** The boxes around the object, where they are known. */
    @Override
    public Optional<boolean[]> mask(int index) {
        if (!boxes.knows(title(index))) {
            return Optional.empty();
        }
        return PictureFile
                .size(entries.get(index).file).map(own -> Scaling
                        .fit(boxes.mask(title(index), own.height(), own.width()), own.height(), own.width(), size))
                .filter(FolderPictures::showsObject);
    }

    /** Cutting out the middle may have left nothing of it. */
    private static boolean showsObject(boolean[] mask) {
        for (boolean on : mask) {
            if (on) {
                return true;
            }
        }
        return false;
    }

    private static Picture remembered(Object state) {
        return state instanceof SoftReference<?> reference ? (Picture) reference.get()
                : state instanceof Picture picture ? picture : null;
    }
}
