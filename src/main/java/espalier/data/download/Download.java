package espalier.data.download;

import espalier.basics.AtomicFiles;
import espalier.basics.Figures;
import espalier.basics.Problem;
import espalier.basics.Progress;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Fetches a file over HTTP. Where the connection breaks, and at the next start, it resumes where it stopped, if the
 * server gives parts of files (RFC 9110, section 14); else it begins anew. Uses the proxy of Java's settings.
 */
final class Download {

    /** Broken connections in a row, none of which brought a byte. */
    private static final int TRIES = 5;
    private static final Duration CONNECTING = Duration.ofSeconds(15);
    /** So often a silent connection looks whether it was cancelled. */
    private static final long LOOK_MILLIS = 100;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NO_SUCH_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER_FAULT = 500;

    private final URI address;
    private final long bytes;
    private final Duration silence;
    private final Duration pause;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(CONNECTING).proxy(ProxySelector.getDefault())
            .build();

    /** @param bytes the length of the file */
    Download(URI address, long bytes) {
        this(address, bytes, Duration.ofSeconds(30), Duration.ofSeconds(1));
    }

    /**
     * For tests.
     *
     * @param silence after so long without a byte a connection counts as broken
     * @param pause   before the first new try; twice as long before each one after
     */
    Download(URI address, long bytes, Duration silence, Duration pause) {
        this.address = address;
        this.bytes = bytes;
        this.silence = silence;
        this.pause = pause;
    }

    /**
     * Fetches what a file lacks.
     *
     * @throws Problem     where the server cannot be reached, has something else, or the file cannot be written; what
     *                         came stays
     * @throws IOException where the file cannot be opened
     */
    void to(Path file, String title, Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            lock(channel, title);
            if (channel.size() > bytes) {
                channel.truncate(0);
            }
            int failures = 0;
            for (long had = channel.size(); had < bytes; had = channel.size()) {
                try {
                    fetch(channel, title, progress);
                } catch (Broken e) {
                    failures = channel.size() > had ? 1 : failures + 1;
                    boolean never = channel.size() == 0 && e.unreachable;
                    if (never || failures >= TRIES) {
                        throw given(e, channel.size());
                    }
                    rest(pause.multipliedBy(1L << failures - 1), progress);
                }
            }
            channel.force(true);
        }
    }

    /** Keeps others from the file until the channel is closed. */
    private static void lock(FileChannel channel, String title) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // In this very program.
        }
        throw new Problem(title + " is being fetched into this folder already. Wait for it, or choose another folder.");
    }

    /** One connection: from the end of what is there to the end, or to where it breaks. */
    private void fetch(FileChannel channel, String title, Progress progress) throws IOException, Broken {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(silence.plus(CONNECTING))
                .header("User-Agent", "Espalier");
        if (channel.size() > 0) {
            request.header("Range", "bytes=" + channel.size() + "-");
        }
        HttpResponse<Chunks> response = answer(client.sendAsync(request.build(), information -> new Chunks()),
                progress);
        try (Chunks chunks = response.body()) {
            if (!continues(response, channel)) {
                channel.truncate(0);
                if (response.statusCode() != OK) {
                    throw new Broken("it has no such part of the file", false);
                }
            }
            channel.position(channel.size());
            Optional<List<ByteBuffer>> next = chunks.next(silence, progress);
            while (next.isPresent()) {
                for (ByteBuffer chunk : next.get()) {
                    write(channel, chunk);
                }
                progress.update((double) channel.size() / bytes,
                        "Fetching " + title + ": " + Figures.bytes(channel.size()) + " of " + Figures.bytes(bytes));
                next = chunks.next(silence, progress);
            }
        }
        if (channel.size() < bytes) {
            throw new Broken("the connection ended early", false);
        }
    }

    /** Whether an answer begins where the file ends; what is no answer to go on with is a problem. */
    private boolean continues(HttpResponse<?> response, FileChannel channel) throws IOException, Broken {
        int status = response.statusCode();
        if (status == TOO_MANY || status >= SERVER_FAULT) {
            throw new Broken("it answered with the error " + status, false);
        }
        if (status != OK && status != PARTIAL && status != NO_SUCH_RANGE) {
            throw new Problem("The server " + address.getHost() + " has no " + address + " (it answered " + status
                    + "). The file may have moved: fetch it with a browser, and unpack it.");
        }
        long length = response.headers().firstValueAsLong("Content-Length").orElse(bytes);
        if (status == OK && length != bytes) {
            throw new Problem(address + " has " + length + " bytes where " + bytes
                    + " are expected: it is another file than before, or the network asks for a login first.");
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        return status == PARTIAL && range.startsWith("bytes " + channel.size() + "-");
    }

    private void write(FileChannel channel, ByteBuffer chunk) {
        try {
            if (channel.position() + chunk.remaining() > bytes) {
                channel.truncate(0);
                throw new Problem(address + " has more than the " + bytes
                        + " bytes that are expected: it is another file than before. Fetch it with a browser.");
            }
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
        } catch (IOException e) {
            throw new Problem("What comes from " + address.getHost() + " cannot be written: " + AtomicFiles.reason(e)
                    + ". Make room, or choose another folder; what was fetched is kept.", e);
        }
    }

    private <T> T answer(CompletableFuture<T> future, Progress progress) throws Broken {
        while (true) {
            try {
                progress.checkpoint();
                return future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The client's own time limits end it; here is only looked whether it was cancelled.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Broken("it was interrupted", true);
            } catch (ExecutionException e) {
                throw new Broken(reason(e.getCause()), true);
            } catch (RuntimeException e) {
                future.cancel(true);
                throw e;
            }
        }
    }

    private static void rest(Duration time, Progress progress) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            progress.checkpoint();
            try {
                Thread.sleep(Math.min(LOOK_MILLIS, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Problem given(Broken broken, long there) {
        String what = there == 0
                ? "Cannot reach " + address.getHost() + ": " + broken.getMessage()
                        + ". Check that this machine is online, or fetch " + address + " with a browser and unpack it."
                : "The connection to " + address.getHost() + " broke after " + Figures.bytes(there) + " of "
                        + Figures.bytes(bytes) + ": " + broken.getMessage()
                        + ". Try again when this machine is online: what came is kept.";
        return new Problem(what, broken);
    }

    /** Why nothing comes, in words. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "its name is not known here";
            }
            if (cause instanceof SSLException) {
                return "no secure connection (" + cause.getMessage() + ")";
            }
        }
        return failure.getMessage() == null ? "it does not answer" : failure.getMessage();
    }

    /** A connection that gave no file, or not all of it; another may. */
    private static final class Broken extends Exception {

        private final boolean unreachable;

        Broken(String reason, boolean unreachable) {
            super(reason);
            this.unreachable = unreachable;
        }
    }

    /** An answer's bytes as they come, for a thread that also wants to know when none come. */
    private static final class Chunks implements HttpResponse.BodySubscriber<Chunks>, AutoCloseable {

        private final BlockingQueue<Optional<List<ByteBuffer>>> arrived = new LinkedBlockingQueue<>();
        private volatile Throwable failure;
        private volatile boolean closed;
        private volatile Flow.Subscription subscription;

        @Override
        public CompletionStage<Chunks> getBody() {
            return CompletableFuture.completedStage(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (closed) {
                given.cancel();
            } else {
                given.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> chunk) {
            arrived.add(Optional.of(chunk));
        }

        @Override
        public void onError(Throwable reason) {
            failure = reason;
            arrived.add(Optional.empty());
        }

        @Override
        public void onComplete() {
            arrived.add(Optional.empty());
        }

        /** The next bytes; empty at the end. */
        Optional<List<ByteBuffer>> next(Duration silence, Progress progress) throws Broken {
            for (long waited = 0; waited < silence.toMillis(); waited += LOOK_MILLIS) {
                progress.checkpoint();
                try {
                    Optional<List<ByteBuffer>> chunk = arrived.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    if (chunk != null) {
                        if (failure != null) {
                            throw new Broken(reason(failure), false);
                        }
                        subscription.request(1);
                        return chunk;
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new Broken("it was interrupted", false);
                }
            }
            throw new Broken("it was silent for " + silence.toSeconds() + " seconds", false);
        }

        @Override
        public void close() {
            closed = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }
}
