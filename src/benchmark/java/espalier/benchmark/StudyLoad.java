package espalier.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many participants of a study at once, on this machine: how long they wait for pages, pictures, and for what follows
 * an answer. Begin {@code espalier study --serve FOLDER} beside it, then
 * {@code mvn -q -Pbenchmark -DskipTests test-compile}, and {@code java -cp target/test-classes
 * espalier.benchmark.StudyLoad URL CODE [PARTICIPANTS] [SECONDS OF THOUGHT]}.
 */
public final class StudyLoad {

    private static final Pattern NUMBER = Pattern.compile("name=\"number\" value=\"(-?\\d+)\"");
    private static final Pattern PICTURE = Pattern.compile("/pictures/[0-9a-f]{32}\\.png");
    private static final int ANSWERS = 20;
    private static final int WARMING = 200;
    private static final double JOINING_SECONDS = 5;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).build();
    private final Queue<Double> waits = new ConcurrentLinkedQueue<>();
    private final URI url;

    private StudyLoad(URI url) {
        this.url = url;
    }

    /** Measures, and prints milliseconds. */
    public static void main(String[] arguments) throws Exception {
        int participants = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 40;
        double thought = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 1;
        StudyLoad load = new StudyLoad(URI.create(arguments[0]));
        // The client's own start is not what is measured.
        for (int i = 0; i < WARMING; i++) {
            load.send("/", "", "");
        }
        load.waits.clear();
        ExecutorService pool = Executors.newFixedThreadPool(participants);
        List<Future<?>> sessions = new ArrayList<>();
        for (int i = 0; i < participants; i++) {
            SplittableRandom random = new SplittableRandom(i);
            sessions.add(pool.submit(() -> {
                load.session(arguments[1], thought, random);
                return null;
            }));
        }
        for (Future<?> session : sessions) {
            session.get();
        }
        pool.shutdown();
        double[] sorted = load.waits.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf("%d participants, %d requests: median %.1f ms, 99 %% %.1f ms, longest %.1f ms%n",
                participants, sorted.length, sorted[sorted.length / 2], sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1]);
    }

    private void session(String code, double thought, SplittableRandom random) throws Exception {
        // Nobody types the code in the same instant.
        TimeUnit.MILLISECONDS.sleep((long) (1000 * JOINING_SECONDS * random.nextDouble()));
        String cookie = send("/join", "", "code=" + code).headers().firstValue("Set-Cookie").orElseThrow()
                .replaceFirst(";.*", "");
        for (int answered = 0; answered < ANSWERS; answered++) {
            String page = send("/task", cookie, "").body();
            Matcher number = NUMBER.matcher(page);
            if (!number.find()) {
                return;
            }
            for (String picture : PICTURE.matcher(page).results().map(found -> found.group()).toList()) {
                send(picture, cookie, "");
            }
            TimeUnit.MILLISECONDS.sleep((long) (1000 * thought * (0.5 + random.nextDouble())));
            send("/answer", cookie, "number=" + number.group(1) + "&choice=left");
        }
    }

    private HttpResponse<String> send(String path, String cookie, String form)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (!form.isEmpty()) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        long start = System.nanoTime();
        HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
        waits.add((System.nanoTime() - start) / 1e6);
        if (reply.statusCode() >= 400) {
            throw new IOException(path + ": " + reply.statusCode());
        }
        return reply;
    }
}
