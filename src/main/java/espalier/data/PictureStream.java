package espalier.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pictures one after the other. Those that are in memory are simply taken; the others are decoded in parallel, a
 * bounded number ahead.
 */
final class PictureStream {

    /** A sound picture, its class, and its position in the order. */
    record Item(Picture picture, int label, int position) {}

    private static final Executor DECODERS = decoders();

    private final Pictures pictures;
    private final int[] order;
    private final int lookAhead;
    private final Deque<CompletableFuture<Optional<Picture>>> pending = new ArrayDeque<>();
    private int nextToStart;
    private int nextToGive;

    PictureStream(Pictures pictures, int[] order, int lookAhead) {
        this.pictures = pictures;
        this.order = order;
        this.lookAhead = lookAhead;
    }

    /** The next picture that is not damaged; empty at the end. */
    Optional<Item> next() {
        while (nextToGive < order.length) {
            Optional<Picture> picture = take();
            int position = nextToGive++;
            if (picture.isPresent()) {
                return Optional.of(new Item(picture.get(), pictures.label(order[position]), position));
            }
        }
        return Optional.empty();
    }

    private Optional<Picture> take() {
        if (pending.isEmpty() && pictures.quick(order[nextToGive])) {
            nextToStart = nextToGive + 1;
            return pictures.picture(order[nextToGive]);
        }
        while (nextToStart < order.length && pending.size() < lookAhead) {
            int index = order[nextToStart++];
            pending.add(pictures.quick(index) ? CompletableFuture.completedFuture(pictures.picture(index))
                    : CompletableFuture.supplyAsync(() -> pictures.picture(index), DECODERS));
        }
        try {
            return pending.remove().join();
        } catch (CompletionException e) {
            throw unchecked(e);
        }
    }

    /** What went wrong on another thread, as it was thrown there. */
    static RuntimeException unchecked(Exception wrapped) {
        if (wrapped.getCause() instanceof Error error) {
            throw error;
        }
        return wrapped.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(wrapped);
    }

    /** Makes threads that do not keep the program alive, numbered from 1. */
    static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static Executor decoders() {
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), daemons("espalier-decoder-"));
        pool.allowCoreThreadTimeOut(true); // No thread stays when there is nothing to decode.
        return pool;
    }
}
