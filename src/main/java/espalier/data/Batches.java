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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The pictures of one pass in batches, made ready by a thread of its own a few batches ahead of whoever takes them.
 * Damaged pictures are left out, and the next ones move up, so that every batch but the last has the size asked for.
 *
 * <p>What comes depends on the arguments only, never on threads or time. To be closed when it is not taken to its end.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {

    /** Enough to bridge a pause in decoding, little enough to cost no memory that matters. */
    private static final int AHEAD = 3;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Pictures pictures;
    private final int[] order;
    private final int batchSize;
    private final boolean dropsIncomplete;
    private final BatchWriter writer;

    private final Deque<Batch> ready = new ArrayDeque<>();
    private boolean finished;
    private boolean closed;
    /** Whether a batch was made; known to the thread that makes them only. */
    private boolean any;
    private Throwable failure;

    private Batches(Pictures pictures, int[] order, int batchSize, boolean dropsIncomplete, BatchWriter writer) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("A batch of " + batchSize + " pictures");
        }
        this.pictures = pictures;
        this.order = order;
        this.batchSize = batchSize;
        this.dropsIncomplete = dropsIncomplete && order.length >= batchSize;
        this.writer = writer;
        Thread thread = new Thread(this::makeAll, "espalier-batches-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    /** All pictures in their order, unchanged; the last batch may be smaller. */
    public static Batches inOrder(Pictures pictures, Normalisation normalisation, int batchSize) {
        return inOrder(pictures, IntStream.range(0, pictures.size()).toArray(), normalisation, batchSize);
    }

    /** The pictures {@code indices} in that order, unchanged; the last batch may be smaller. */
    public static Batches inOrder(Pictures pictures, int[] indices, Normalisation normalisation, int batchSize) {
        return new Batches(pictures, indices.clone(), batchSize, false,
                new BatchWriter(normalisation, Augmentation.NONE, 0));
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
        return new Batches(pictures, order, batchSize, true, new BatchWriter(normalisation, augmentation, seed));
    }

    /** The number of batches of the whole pass; damaged pictures may make it one less or so. */
    public int count() {
        return dropsIncomplete ? order.length / batchSize : (order.length + batchSize - 1) / batchSize;
    }

    /**
     * Whether another batch comes; waits until that is known.
     *
     * @throws RuntimeException whatever stopped the making of batches, for example a {@code Problem} with a file
     */
    @Override
    public synchronized boolean hasNext() {
        while (ready.isEmpty() && !finished && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted while waiting for pictures");
            }
        }
        if (!ready.isEmpty() || closed || failure == null) {
            return !ready.isEmpty();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @Override
    public synchronized Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        notifyAll();
        return ready.remove();
    }

    /** Ends the pass: no batch comes any more, and none is made. */
    @Override
    public synchronized void close() {
        closed = true;
        ready.clear();
        notifyAll();
    }

    private void makeAll() {
        try {
            PictureStream stream = new PictureStream(pictures, order, 2 * batchSize);
            boolean more = true;
            while (more && awaitRoom()) {
                more = makeOne(stream);
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                failure = e;
            }
        }
        synchronized (this) {
            finished = true;
            notifyAll();
        }
    }

    private synchronized boolean awaitRoom() {
        while (ready.size() >= AHEAD && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true; // Nobody has reason to interrupt this thread but to end it.
            }
        }
        return !closed;
    }

    /** Makes the next batch; false when the pictures are at their end. */
    private boolean makeOne(PictureStream stream) {
        List<PictureStream.Item> items = new ArrayList<>(batchSize);
        while (items.size() < batchSize) {
            Optional<PictureStream.Item> item = stream.next();
            if (item.isEmpty()) {
                break;
            }
            items.add(item.get());
        }
        boolean complete = items.size() == batchSize;
        if (!items.isEmpty() && (complete || !dropsIncomplete || !any)) {
            any = true;
            Batch batch = writer.write(items);
            synchronized (this) {
                if (!closed) {
                    ready.add(batch);
                    notifyAll();
                }
            }
        }
        return complete;
    }
}
