package espalier.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import espalier.basics.Problem;
import espalier.basics.Progress;
import espalier.basics.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on this machine that does what servers and networks do. */
class DownloadTest {

    private static final String TITLE = "Tiny";
    private static final byte[] CONTENT = new byte[400_000];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;
    private HttpServer server;
    private ExecutorService threads;
    private HttpHandler behaviour;
    private byte[] packed;
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        packed = packed(out -> {
            directory(out, "tiny/");
            file(out, "tiny/data.bin", CONTENT);
            file(out, "tiny/more/readme.txt", new byte[] {'o', 'k'});
        });
        behaviour = this::whole;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            try (exchange) {
                behaviour.handle(exchange);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void a_folder_is_fetched_checked_and_unpacked() throws IOException {
        List<Double> fractions = new CopyOnWriteArrayList<>();
        List<String> messages = new CopyOnWriteArrayList<>();
        get(archive(), (fraction, message) -> {
            fractions.add(fraction);
            messages.add(message);
        });
        assertThat(folder.resolve("tiny/data.bin")).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("tiny/more/readme.txt")).hasContent("ok");
        assertThat(files()).containsExactly("tiny");
        assertThat(fractions).isSorted().allMatch(fraction -> fraction >= 0 && fraction <= 1);
        assertThat(messages).anyMatch(text -> text.matches("Fetching Tiny: .* of .*B")).contains("Checking Tiny",
                "Unpacking Tiny");
        assertThat(ranges).containsExactly("null");
    }

    @Test
    void a_connection_that_breaks_is_resumed_where_it_broke() throws IOException {
        behaviour = exchange -> part(exchange, packed.length / 4);
        get(archive(), Progress.NONE);
        assertThat(folder.resolve("tiny/data.bin")).hasBinaryContent(CONTENT);
        assertThat(ranges).hasSizeGreaterThanOrEqualTo(4).startsWith("null");
        assertThat(ranges.get(1)).matches("bytes=[1-9]\\d*-");
        assertThat(ranges).doesNotHaveDuplicates();
    }

    @Test
    void what_came_before_it_was_cancelled_is_not_fetched_again() throws IOException {
        CountDownLatch half = new CountDownLatch(1);
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed, 0, packed.length / 2);
            exchange.getResponseBody().flush();
            half.countDown();
            silent();
        };
        Progress.Control control = new Progress.Control((fraction, message) -> {});
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> get(archive(), control));
        Path part = folder.resolve("tiny.tgz.part");
        await(half);
        while (!Files.exists(part) || size(part) < packed.length / 2) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("already");
        control.cancel();
        assertThatThrownBy(work::join).hasRootCauseInstanceOf(CancellationException.class);
        assertThat(files()).containsExactly("tiny.tgz.part");
        behaviour = this::whole;
        ranges.clear();
        get(archive(), Progress.NONE);
        assertThat(ranges).containsExactly("bytes=" + packed.length / 2 + "-");
        assertThat(files()).containsExactly("tiny");
    }

    @Test
    void a_server_without_parts_of_files_gives_it_anew() throws IOException {
        Files.write(folder.resolve("tiny.tgz.part"), Arrays.copyOf(packed, 1000));
        behaviour = exchange -> send(exchange, 200, packed, 0, packed.length);
        get(archive(), Progress.NONE);
        assertThat(ranges).containsExactly("bytes=1000-");
        assertThat(files()).containsExactly("tiny");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1 << 20})
    void what_lies_there_of_another_file_is_replaced(int length) throws IOException {
        byte[] other = new byte[length];
        Arrays.fill(other, (byte) 3);
        Files.write(folder.resolve("tiny.tgz.part"), other);
        get(archive(), Progress.NONE);
        assertThat(folder.resolve("tiny/data.bin")).hasBinaryContent(CONTENT);
        assertThat(files()).containsExactly("tiny");
    }

    @Test
    void a_part_that_the_server_does_not_have_is_fetched_from_the_beginning() throws IOException {
        Files.write(folder.resolve("tiny.tgz.part"), Arrays.copyOf(packed, 1000));
        behaviour = exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.sendResponseHeaders(416, -1);
            } else {
                whole(exchange);
            }
        };
        get(archive(), Progress.NONE);
        assertThat(files()).containsExactly("tiny");
    }

    @Test
    void a_wrong_checksum_leaves_nothing() {
        byte[] wrong = packed.clone();
        wrong[wrong.length / 2] ^= 1;
        behaviour = exchange -> send(exchange, 200, wrong, 0, wrong.length);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("SHA-256").hasMessageContaining(Sha256.of(packed))
                .hasMessageContaining("deleted");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 410})
    void what_is_not_there_is_told_at_once(int status) {
        behaviour = exchange -> exchange.sendResponseHeaders(status, -1);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("answered " + status).hasMessageContaining("browser");
        assertThat(ranges).hasSize(1);
    }

    @Test
    void a_busy_server_is_asked_again() throws IOException {
        behaviour = exchange -> {
            if (ranges.size() < 3) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                whole(exchange);
            }
        };
        get(archive(), Progress.NONE);
        assertThat(ranges).hasSize(3);
        behaviour = exchange -> exchange.sendResponseHeaders(503, -1);
        Archive other = new Archive(address("other.tgz"), packed.length, Sha256.of(packed), "other", 1_000_000);
        assertThatThrownBy(() -> get(other, Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("the error 503").hasMessageContaining("online");
        assertThat(ranges).hasSize(3 + 5);
    }

    @Test
    void the_page_of_a_login_is_not_taken_for_the_file() {
        behaviour = exchange -> send(exchange, 200, new byte[500], 0, 500);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("500 bytes").hasMessageContaining("login");
    }

    @Test
    void more_bytes_than_expected_are_not_kept() {
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(packed);
            exchange.getResponseBody().write(packed);
        };
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("more than the " + packed.length);
        assertThat(files()).isEmpty();
    }

    @Test
    void nobody_answers() {
        server.stop(0);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageMatching("Cannot reach 127.0.0.1: .*\\. Check that this machine is online.*");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_name_that_nobody_knows_is_told() {
        Archive archive = new Archive(URI.create("https://nobody.invalid/tiny.tgz"), packed.length, Sha256.of(packed),
                "tiny", 1_000_000);
        assertThatThrownBy(() -> get(archive, Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageStartingWith("Cannot reach nobody.invalid: ").hasMessageContaining("online");
    }

    @Test
    void a_server_that_falls_silent_is_left_and_what_came_is_kept() {
        behaviour = exchange -> {
            if (ranges.size() > 1) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.sendResponseHeaders(200, packed.length);
            exchange.getResponseBody().write(packed, 0, 1000);
            exchange.getResponseBody().flush();
            silent();
        };
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("broke after 1.0 kB of").hasMessageContaining("is kept");
        assertThat(size(folder.resolve("tiny.tgz.part"))).isEqualTo(1000);
    }

    @Test
    void a_disk_without_room_is_told_before_anything_is_fetched() {
        Archive large = new Archive(address("tiny.tgz"), packed.length, Sha256.of(packed), "tiny", 1L << 60);
        assertThatThrownBy(() -> get(large, Progress.NONE)).isInstanceOf(Problem.class).hasMessageContaining("no room")
                .hasMessageContaining("are free");
        assertThat(ranges).isEmpty();
    }

    @Test
    void a_disk_that_fills_meanwhile_is_told() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "Only Linux has a disk that is always full");
        Files.createSymbolicLink(folder.resolve("tiny.tgz.part"), full);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("cannot be written").hasMessageContaining("Make room");
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> archive().get(file.resolve("in"), TITLE, Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("Choose a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.txt", "tiny/../../outside.txt", "/outside.txt"})
    void nothing_is_written_outside_of_the_folder(String name) throws IOException {
        packed = packed(out -> {
            file(out, "tiny/a.txt", new byte[] {1});
            file(out, name, new byte[] {2});
        });
        Path into = folder.resolve("into");
        assertThatThrownBy(() -> archive().get(into, TITLE, download(archive()), Progress.NONE))
                .isInstanceOf(Problem.class).hasMessageContaining("outside of its folder");
        assertThat(folder.resolve("outside.txt")).doesNotExist();
        assertThat(Path.of("/outside.txt")).doesNotExist();
        assertThat(into.resolve("tiny")).doesNotExist();
    }

    @Test
    void links_are_not_made() throws IOException {
        packed = packed(out -> {
            TarArchiveEntry link = new TarArchiveEntry("tiny/link", TarConstants.LF_SYMLINK);
            link.setLinkName("/etc");
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
            file(out, "tiny/link/passwd", new byte[] {2});
        });
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("“tiny/link”");
        assertThat(files()).containsExactly("tiny.tgz.part");
    }

    @Test
    void no_more_is_unpacked_than_was_announced() throws IOException {
        packed = packed(out -> file(out, "tiny/zeros", new byte[5_000_000]));
        assertThat(packed.length).isLessThan(10_000);
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("more than the 2.00 MB");
        assertThat(files()).containsExactly("tiny.tgz.part");
    }

    @Test
    void another_folder_than_expected_is_told() throws IOException {
        packed = packed(out -> file(out, "huge/a.txt", new byte[] {1}));
        assertThatThrownBy(() -> get(archive(), Progress.NONE)).isInstanceOf(Problem.class)
                .hasMessageContaining("no folder tiny");
    }

    private Archive archive() {
        return new Archive(address("tiny.tgz"), packed.length, Sha256.of(packed), "tiny", 1_000_000);
    }

    private URI address(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data/" + name);
    }

    private static Download download(Archive archive) {
        return new Download(archive.address(), archive.bytes(), Duration.ofMillis(600), Duration.ofMillis(5));
    }

    private void get(Archive archive, Progress progress) {
        archive.get(folder, TITLE, download(archive), progress);
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void whole(HttpExchange exchange) throws IOException {
        part(exchange, packed.length);
    }

    /** At most so many bytes from where it is asked for, then the connection is closed. */
    private void part(HttpExchange exchange, int most) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null) {
            exchange.getResponseHeaders().add("Content-Range",
                    "bytes " + from + "-" + (packed.length - 1) + "/" + packed.length);
        }
        send(exchange, range == null ? 200 : 206, packed, from, Math.min(most, packed.length - from));
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes, int from, int count) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length - from);
        exchange.getResponseBody().write(bytes, from, count);
        exchange.getResponseBody().flush();
    }

    private static void silent() {
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Entries {
        void writeTo(TarArchiveOutputStream out) throws IOException;
    }

    private static byte[] packed(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
            entries.writeTo(out);
        }
        return bytes.toByteArray();
    }

    private static void directory(TarArchiveOutputStream out, String name) throws IOException {
        out.putArchiveEntry(new TarArchiveEntry(name));
        out.closeArchiveEntry();
    }

    private static void file(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
