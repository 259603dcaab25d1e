package espalier.app.explain;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What is asked for and on its way, once each: taken back when nobody wants it any more, and remembered where it
 * failed, so that it is not tried again by itself. Answers are kept by who asks. Belongs to one thread, the FX thread.
 *
 * @param <K> by what a request is known; one future may answer several
 */
final class Requests<K> {

    private final Executor fx;
    private final Consumer<Throwable> report;
    private final Runnable changed;
    private final Map<K, CompletableFuture<?>> asked = new HashMap<>();
    private final Map<K, String> failed = new HashMap<>();
    private boolean told;

    /**
     * Nothing is asked for yet.
     *
     * @param fx      runs what changes this
     * @param report  told of failures
     * @param changed told when answers came or failed, once for all that did since the last time
     */
    Requests(Executor fx, Consumer<Throwable> report, Runnable changed) {
        this.fx = fx;
        this.report = report;
        this.changed = changed;
    }

    /** Whether something is neither on its way nor failed. */
    boolean isNew(K key) {
        return !asked.containsKey(key) && !failed.containsKey(key);
    }

    /** Why there is no answer, in a word or two; empty where nothing failed. */
    String failure(K key) {
        return failed.getOrDefault(key, "");
    }

    /** Forgets what failed, or was cancelled, so that it is asked for again. */
    void retry() {
        failed.clear();
    }

    /** Takes back the futures that answer nothing of what is wanted. */
    @SuppressWarnings("CollectionUndefinedEquality") // A future is equal to itself alone, as is meant here.
    void takeBackAllBut(Collection<K> wanted) {
        Set<CompletableFuture<?>> needless = new HashSet<>(asked.values());
        wanted.forEach(key -> needless.remove(asked.get(key)));
        asked.values().removeAll(needless);
        needless.forEach(future -> future.cancel(false));
    }

    /**
     * Waits for an answer.
     *
     * @param keys   all that the future answers
     * @param answer takes its value, where it is not taken back or failed
     */
    <T> void ask(List<K> keys, CompletableFuture<T> future, Consumer<T> answer) {
        keys.forEach(key -> asked.put(key, future));
        future.whenCompleteAsync((value, failure) -> {
            if (failure == null) {
                answer.accept(value);
            }
            end(keys, future, failure);
        }, fx);
    }

    /** Something is known, perhaps before the end of the future that was asked for it. */
    void arrived(K key) {
        asked.remove(key);
    }

    private void end(List<K> keys, CompletableFuture<?> future, Throwable failure) {
        // What was taken back, or is known already, has not failed.
        List<K> missed = keys.stream().filter(key -> asked.remove(key, future)).toList();
        if (failure != null && !missed.isEmpty()) {
            boolean cancelled = isCancellation(failure);
            missed.forEach(key -> failed.put(key, cancelled ? "cancelled" : "not computed"));
            if (!cancelled) {
                report.accept(failure);
            }
        }
        tell();
    }

    /** Says that answers came: once for all that did since the last time. */
    void tell() {
        if (!told) {
            told = true;
            fx.execute(() -> {
                told = false;
                changed.run();
            });
        }
    }

    private static boolean isCancellation(Throwable failure) {
        return failure instanceof CancellationException
                || failure instanceof CompletionException && failure.getCause() instanceof CancellationException;
    }
}
