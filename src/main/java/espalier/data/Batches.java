package espalier.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * The pictures of one pass in batches, made ready on another thread a few batches ahead of whoever takes them. Damaged
 * pictures are left out, and the next ones move up, so that every batch but the last has the size asked for.
 *
 * <p>What comes depends on the arguments only, never on threads or time. To be closed when it is not taken to its end.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {

    /**
     * Random changes to training pictures that keep their class.
     *
     * @param flip        mirrors left and right, every second time
     * @param cropPadding pads by this many pixels on each side (with zeros after normalisation, as the usual CIFAR-10
     *                        recipe does), then cuts the original size from a random place; 0 for none
     */
    public record Augmentation(boolean flip, int cropPadding) {

        /** Pictures as they are. */
        public static final Augmentation NONE = new Augmentation(false, 0);

        /** Flip, and a crop after padding by 4: both papers' recipe for CIFAR-10. */
        public static final Augmentation FLIP_AND_CROP = new Augmentation(true, 4);

        /** The same for pictures of another size: an eighth of them. */
        public static Augmentation of(PictureSize size) {
            return new Augmentation(true, Math.max(1, Math.min(size.height(), size.width()) / 8));
        }
    }

    /** Enough to bridge a pause in decoding, little enough to cost no memory that matters. */
    private static final int AHEAD = 3;
    /** As many threads as there are passes under way; those with nothing to do end after a minute. */
    private static final Executor MAKERS = Executors.newCachedThreadPool(PictureStream.daemons("espalier-batches-"));

    private final int pictures;
    private final int batchSize;
    private final boolean dropsIncomplete;
    private final Writer writer;
    private final Executor executor;
    private final PictureStream stream;
    /** The next batches, each made after the one before it; empty where the pictures are at their end. */
    private final Deque<CompletableFuture<Optional<Batch>>> ahead = new ArrayDeque<>();
    /** Whether a batch was made; known to the one that makes them. */
    private boolean any;
    private volatile boolean closed;

    private Batches(Pictures pictures, int[] order, int batchSize, boolean dropsIncomplete, Writer writer,
            Executor executor) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("A batch of " + batchSize + " pictures");
        }
        this.pictures = order.length;
        this.batchSize = batchSize;
        this.dropsIncomplete = dropsIncomplete && order.length >= batchSize;
        this.writer = writer;
        this.executor = executor;
        this.stream = new PictureStream(pictures, order, 2 * batchSize);
        ahead.add(CompletableFuture.supplyAsync(this::make, executor));
        while (ahead.size() < AHEAD) {
            makeAnother();
        }
    }

    /** All pictures in their order, unchanged; the last batch may be smaller. */
    public static Batches inOrder(Pictures pictures, Normalisation normalisation, int batchSize) {
        return inOrder(pictures, IntStream.range(0, pictures.size()).toArray(), normalisation, batchSize);
    }

    /** The pictures {@code indices} in that order, unchanged; the last batch may be smaller. */
    public static Batches inOrder(Pictures pictures, int[] indices, Normalisation normalisation, int batchSize) {
        return inOrder(pictures, indices, normalisation, batchSize, MAKERS);
    }

    /** For tests: batches are made when the executor says. */
    static Batches inOrder(Pictures pictures, int[] indices, Normalisation normalisation, int batchSize,
            Executor executor) {
        return new Batches(pictures, indices.clone(), batchSize, false, new Writer(normalisation, Augmentation.NONE, 0),
                executor);
    }

    /**
     * One epoch: every picture once, in a random order, augmented at random. The last batch is left out when it is
     * incomplete, as a change of batch size is dear for the engine; it is there when it is the only one.
     *
     * @param seed decides order and augmentation; give each epoch its own
     */
    public static Batches shuffled(Pictures pictures, Normalisation normalisation, int batchSize,
            Augmentation augmentation, long seed) {
        int[] order = IntStream.range(0, pictures.size()).toArray();
        Split.shuffle(order, new SplittableRandom(seed));
        return new Batches(pictures, order, batchSize, true, new Writer(normalisation, augmentation, seed), MAKERS);
    }

    /**
     * Pictures of one size as a training sees them: changed at random; where nothing is of a picture, there is the
     * colour that the normalisation makes 0.
     *
     * @param seed of the changes
     */
    public static List<Picture> changed(List<Picture> pictures, Normalisation normalisation, Augmentation augmentation,
            long seed) {
        Writer writer = new Writer(normalisation, augmentation, seed);
        List<Picture> changed = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            float[] pixels = writer.write(List.of(new PictureStream.Item(picture, 0, i))).pixels();
            byte[] rgb = new byte[pixels.length];
            for (int v = 0; v < rgb.length; v++) {
                float share = pixels[v] * normalisation.deviation()[v % 3] + normalisation.mean()[v % 3];
                rgb[v] = (byte) Math.max(0, Math.min(255, Math.round(255 * share)));
            }
            changed.add(new Picture(picture.height(), picture.width(), rgb));
        }
        return changed;
    }

    /** The number of batches of the whole pass; damaged pictures may make it one less or so. */
    public int count() {
        return dropsIncomplete ? pictures / batchSize : (pictures + batchSize - 1) / batchSize;
    }

    /**
     * Whether another batch comes; waits until that is known.
     *
     * @throws RuntimeException whatever stopped the making of batches, for example a {@code Problem} with a file
     */
    @Override
    public boolean hasNext() {
        try {
            return !closed && ahead.element().get().isPresent() && !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for pictures");
        } catch (ExecutionException e) {
            throw PictureStream.unchecked(e);
        }
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        makeAnother();
        return ahead.remove().join().orElseThrow();
    }

    /** Ends the pass: no batch comes any more, and none is made. */
    @Override
    public void close() {
        closed = true;
    }

    private void makeAnother() {
        ahead.add(ahead.getLast().thenApplyAsync(before -> make(), executor));
    }

    /** Makes the next batch; empty when the pictures are at their end. */
    private Optional<Batch> make() {
        List<PictureStream.Item> items = new ArrayList<>(batchSize);
        boolean more = !closed;
        while (more) {
            Optional<PictureStream.Item> item = stream.next();
            item.ifPresent(items::add);
            more = item.isPresent() && items.size() < batchSize && !closed;
        }
        boolean complete = items.size() == batchSize;
        if (closed || items.isEmpty() || !complete && dropsIncomplete && any) {
            return Optional.empty();
        }
        any = true;
        return Optional.of(writer.write(items));
    }

    /** Turns pictures into a batch: flip, crop and normalisation in one pass over the pixels. */
    static final class Writer {

        private final float[][] normalised;
        private final Augmentation augmentation;
        private final long seed;

        /** @param seed with a picture's position, decides how it is augmented */
        Writer(Normalisation normalisation, Augmentation augmentation, long seed) {
            this.augmentation = augmentation;
            this.seed = seed;
            // The same values as Normalisation.apply gives, looked up instead of computed.
            this.normalised = new float[3][256];
            Picture everyValue = new Picture(1, 256, new byte[3 * 256]);
            for (int i = 0; i < 3 * 256; i++) {
                everyValue.rgb()[i] = (byte) (i / 3);
            }
            float[] values = new float[3 * 256];
            normalisation.apply(everyValue, values, 0);
            for (int i = 0; i < values.length; i++) {
                normalised[i % 3][i / 3] = values[i];
            }
        }

        Batch write(List<PictureStream.Item> items) {
            Picture first = items.get(0).picture();
            int values = first.rgb().length;
            float[] pixels = new float[items.size() * values];
            int[] labels = new int[items.size()];
            for (int i = 0; i < labels.length; i++) {
                PictureStream.Item item = items.get(i);
                if (item.picture().height() != first.height() || item.picture().width() != first.width()) {
                    throw new IllegalStateException("Pictures of two sizes in one batch");
                }
                labels[i] = item.label();
                write(item, pixels, i * values);
            }
            return new Batch(labels.length, pixels, labels);
        }

        private void write(PictureStream.Item item, float[] pixels, int offset) {
            SplittableRandom random = Seeds.random(seed, item.position());
            boolean flip = augmentation.flip() && random.nextBoolean();
            int padding = augmentation.cropPadding();
            int down = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
            int right = padding == 0 ? 0 : random.nextInt(2 * padding + 1) - padding;
            Picture picture = item.picture();
            byte[] rgb = picture.rgb();
            int height = picture.height();
            int width = picture.width();
            float[] red = normalised[0];
            float[] green = normalised[1];
            float[] blue = normalised[2];
            // What is outside the picture stays 0. Only the columns and rows that have a source are visited.
            for (int row = Math.max(0, -down); row < Math.min(height, height - down); row++) {
                int to = offset + row * width * 3;
                int from = (row + down) * width * 3;
                for (int column = Math.max(0, -right); column < Math.min(width, width - right); column++) {
                    int shifted = column + right;
                    int source = from + 3 * (flip ? width - 1 - shifted : shifted);
                    int target = to + 3 * column;
                    pixels[target] = red[rgb[source] & 0xFF];
                    pixels[target + 1] = green[rgb[source + 1] & 0xFF];
                    pixels[target + 2] = blue[rgb[source + 2] & 0xFF];
                }
            }
        }
    }
}
