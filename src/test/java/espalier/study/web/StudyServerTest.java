package espalier.study.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import espalier.basics.Problem;
import espalier.study.Answer;
import espalier.study.SmallStudy;
import espalier.study.Study;
import espalier.study.StudyDesign;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The participants' page, by its requests: those of participants, and those of others. */
class StudyServerTest {

    private static final Pattern NUMBER = Pattern.compile("name=\"number\" value=\"(-?\\d+)\"");
    private static final Pattern PICTURE = Pattern.compile("/pictures/[0-9a-f]{32}\\.png");

    @TempDir
    private Path folder;
    private Study study;
    private StudyServer server;

    private void serve(StudyDesign design) throws IOException {
        study = Study.open(SmallStudy.write(folder, design));
        server = StudyServer.start(study, InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            study.close();
        }
    }

    /** A browser with its own cookies. */
    private final class Browser {
        private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).version(HttpClient.Version.HTTP_1_1).build();

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return client.send(HttpRequest.newBuilder(server.url().resolve(path)).build(), BodyHandlers.ofString());
        }

        HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
            return client.send(HttpRequest.newBuilder(server.url().resolve(path))
                    .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                    .build(), BodyHandlers.ofString());
        }

        HttpResponse<String> join() throws IOException, InterruptedException {
            return post("/join", "code=" + server.code().toLowerCase(Locale.ROOT) + "+");
        }

        /** Answers until nothing is asked, and looks at all pictures. */
        int session(String choice) throws IOException, InterruptedException {
            assertThat(join().body()).contains("I agree");
            int answered = 0;
            for (String page = get("/task").body(); number(page) != null;) {
                for (String picture : pictures(page)) {
                    assertThat(get(picture).statusCode()).isEqualTo(200);
                }
                HttpResponse<String> next = post("/answer", "number=" + number(page) + "&choice=" + choice);
                assertThat(next.statusCode()).isEqualTo(200);
                page = next.body();
                answered++;
            }
            return answered;
        }
    }

    private static String number(String page) {
        Matcher found = NUMBER.matcher(page);
        return found.find() ? found.group(1) : null;
    }

    private static List<String> pictures(String page) {
        return PICTURE.matcher(page).results().map(found -> found.group()).toList();
    }

    @Test
    void severalParticipantsAtOnceGoThroughAWholeSession() throws Exception {
        serve(SmallStudy.preference(3, 4, 9, 2));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> sessions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sessions.add(pool.submit(() -> new Browser().session("left")));
            }
            int answered = 0;
            for (Future<Integer> session : sessions) {
                answered += session.get();
            }
            assertThat(study.answers()).hasSize(answered - 8 * 2);
        } finally {
            pool.shutdownNow();
        }
        assertThat(study.state().missing()).isZero();
        assertThat(Study.answers(folder)).hasSize(18 * 4).allSatisfy(answer -> {
            assertThat(answer.participant()).matches("p[0-9a-f]{12}");
            assertThat(answer.seconds()).isBetween(0.0, 60.0);
        });
        study.answers().stream().collect(Collectors.groupingBy(Answer::participant)).values()
                .forEach(own -> assertThat(own).hasSizeLessThanOrEqualTo(9).extracting(Answer::question)
                        .doesNotHaveDuplicates());
        assertThat(server.present()).isEqualTo(8);
    }

    @Test
    void pagesGiveNoHintOfNetworksAndRecognitionNoneOfTheClass() throws Exception {
        serve(SmallStudy.recognition(2, 1, 9, 0));
        Browser browser = new Browser();
        browser.join();
        String page = browser.get("/task").body();

        assertThat(page).contains(">bar<", ">box<", ">dot<", "I don&#39;t know").doesNotContain("recognised <strong>");
        assertThat(pictures(page)).hasSize(1);
        assertThat(study.content().pictures()).noneMatch(shown -> page.contains(shown.file()));
        // Neither the picture itself nor that of another question can be had.
        for (var shown : study.content().pictures()) {
            assertThat(browser.get("/pictures/" + shown.file()).statusCode()).isEqualTo(404);
            assertThat(shown.maps().values().stream().filter(map -> !page.contains(map))).isNotEmpty()
                    .allSatisfy(map -> assertThat(browser.get("/pictures/" + map).statusCode()).isEqualTo(404));
        }
        assertThat(browser.post("/answer", "number=" + number(page) + "&choice=dont-know").body())
                .contains("Question 2");
    }

    @Test
    void aReloadedPageAndTwoTabsDoubleNothing() throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        Browser browser = new Browser();
        browser.join();
        String page = browser.get("/task").body();
        assertThat(number(browser.get("/task").body())).isEqualTo(number(page));

        String first = browser.post("/answer", "number=" + number(page) + "&choice=left").body();
        String second = browser.post("/answer", "number=" + number(page) + "&choice=right").body();

        assertThat(number(second)).isEqualTo(number(first)).isNotEqualTo(number(page));
        assertThat(study.answers()).hasSize(1);
        assertThat(browser.get("/pause").body()).contains("Everything that you answered is kept");
        assertThat(number(browser.get("/task").body())).isEqualTo(number(first));
        assertThat(browser.post("/answer", "number=5000&choice=left").statusCode()).isEqualTo(409);
        assertThat(study.answers()).hasSize(1);
    }

    @Test
    void aBrowserIsTheSameParticipantAfterTheServerWasStopped() throws Exception {
        serve(SmallStudy.preference(1, 2, 9, 1));
        int port = server.url().getPort();
        Browser browser = new Browser();
        browser.join();
        for (int i = 0; i < 3; i++) {
            browser.post("/answer", "number=" + number(browser.get("/task").body()) + "&choice=equal");
        }
        server.close();
        study.close();
        assertThatThrownBy(() -> browser.get("/task")).isInstanceOf(IOException.class);

        study = Study.open(folder);
        server = StudyServer.start(study, InetAddress.getLoopbackAddress(), port);
        assertThat(browser.get("/task").body()).contains("Question 3");
        assertThat(browser.post("/leave", "").body()).contains("Join code");
        assertThat(browser.get("/task").body()).contains("Join code");
        browser.join();
        assertThat(browser.get("/task").body()).contains("Practice");
    }

    @Test
    void withoutTheCodeThereIsNoQuestionAndNoAnswer() throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        Browser stranger = new Browser();
        assertThat(stranger.get("/?code=ABC").body()).contains("Join code", "value=\"ABC\"");
        assertThat(stranger.get("/task").body()).contains("Join code");
        assertThat(stranger.get("/information").body()).contains("Join code");
        assertThat(stranger.post("/answer", "number=0&choice=left").statusCode()).isEqualTo(403);
        String file = study.content().pictures().get(0).maps().get(2.0);
        assertThat(stranger.get("/pictures/" + file).statusCode()).isEqualTo(403);
        for (String path : List.of("/answers", "/answers.csv", "/study.json", "/pictures/../answers.csv",
                "/pictures/%2e%2e/answers.csv", "/..%2fanswers.csv", "/pictures/..%5canswers.csv")) {
            HttpResponse<String> reply = stranger.get(path);
            assertThat(reply.statusCode()).as(path).isBetween(400, 499);
            assertThat(reply.body()).doesNotContain("experiment,display");
        }
        HttpResponse<String> forged = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.url().resolve("/pictures/" + file))
                        .header("Cookie", "espalier-study=" + "0".repeat(32)).build(), BodyHandlers.ofString());
        assertThat(forged.statusCode()).isEqualTo(403);
        for (int i = 0; i < 10; i++) {
            assertThat(stranger.post("/join", "code=WRONG" + i).statusCode()).isEqualTo(403);
        }
        assertThat(stranger.post("/join", "code=" + server.code()).statusCode()).isEqualTo(429);
        assertThat(study.answers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {"GET / HTTP/1.1\\r\\nHost: x\\r\\nX: " + "LONG | 431",
            "GET /LONG HTTP/1.1\\r\\nHost: x | 414", "NONSENSE | 400", "GET / HTTP/9.1\\r\\nHost: x | 505",
            "DELETE /task HTTP/1.1\\r\\nHost: x | 405",
            "PUT /answer HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0 | 405",
            "GET /task%00 HTTP/1.1\\r\\nHost: x | 400", "GET /%zz HTTP/1.1\\r\\nHost: x | 400",
            "GET /?code=%zz HTTP/1.1\\r\\nHost: x | 400",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 9999999 | 413",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: -1 | 400",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: text/plain\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 415",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 400",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 8\\r\\n\\r\\ncode=%zz | 400",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1000\\r\\nLONG\\r\\n0 | 413",
            "POST /join HTTP/1.1\\r\\nHost: x\\r\\nOrigin: http://elsewhere\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 6\\r\\n\\r\\ncode=A | 403",
            "GET / HTTP/1.1 | 400"})
    void malformedAndOversizedRequestsAreRefused(String request, int status) throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        String sent = request.replace("\\r\\n", "\r\n").replace("LONG", "x".repeat(0x1000))
                + (request.contains("\\r\\n\\r\\n") && !request.contains("chunked") ? "" : "\r\n\r\n");
        String reply = raw(sent);

        assertThat(reply).startsWith("HTTP/1.1 " + status);
        assertThat(reply).doesNotContainIgnoringCase("jetty").doesNotContain("Exception", "\tat ");
        // And it goes on as before.
        assertThat(new Browser().join().statusCode()).isEqualTo(200);
    }

    @Test
    void wrongFormsOfAParticipantAreRefusedAndChangeNothing() throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        Browser browser = new Browser();
        browser.join();
        String number = number(browser.get("/task").body());
        for (String form : List.of("", "number=" + number, "choice=left", "number=x&choice=left",
                "number=99999999999&choice=left", "number=" + number + "&choice=0", "number=" + number + "&choice=LEFT",
                "number=-5000000&choice=%3Cscript%3E", "number=" + number + "&choice=" + "x".repeat(1000))) {
            HttpResponse<String> reply = browser.post("/answer", form);
            assertThat(reply.statusCode()).as(form).isIn(400, 409);
            assertThat(reply.body()).doesNotContain("<script>");
        }
        assertThat(browser.post("/answer", "choice=" + "x".repeat(100_000)).statusCode()).isEqualTo(413);
        assertThat(browser.post("/nowhere", "a=b").statusCode()).isEqualTo(404);
        assertThat(study.answers()).isEmpty();
        assertThat(number(browser.get("/task").body())).isEqualTo(number);
    }

    @Test
    void everyReplyForbidsWhatIsNotNeeded() throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        Browser browser = new Browser();
        HttpResponse<String> join = browser.join();
        String cookie = join.previousResponse().orElseThrow().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
        for (String path : List.of("/", "/task", "/pause", "/style.css", "/script.js", "/nowhere",
                pictures(browser.get("/task").body()).get(0))) {
            HttpResponse<String> reply = browser.get(path);
            assertThat(reply.headers().firstValue("Content-Security-Policy")).as(path)
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
            assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(reply.headers().firstValue("Server")).isEmpty();
            assertThat(reply.headers().map()).doesNotContainKey("Set-Cookie");
            assertThat(reply.body()).doesNotContain("http://", "https://");
        }
        assertThat(browser.get("/task").headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(browser.get("/style.css").headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/css"));
    }

    @Test
    void addressesAreOfThisMachineAndATakenPortIsToldInASentence() throws Exception {
        serve(SmallStudy.preference(1, 1, 9, 0));
        assertThat(StudyServer.addresses()).contains(InetAddress.getLoopbackAddress());
        assertThat(server.joinUrl()).isEqualTo(URI.create(server.url() + "?code=" + server.code()));
        int port = server.url().getPort();
        assertThatThrownBy(() -> StudyServer.start(study, InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(Problem.class).hasMessageContaining("another program has it");
    }

    @Test
    void fortyPhonesAtOnceGetWhatTheyAskFor() throws Exception {
        serve(SmallStudy.preference(10, 10, 12, 0));
        ExecutorService pool = Executors.newFixedThreadPool(40);
        try {
            List<Future<Integer>> sessions = IntStream.range(0, 40)
                    .mapToObj(i -> pool.submit(() -> new Browser().session(i % 2 == 0 ? "left" : "right"))).toList();
            int answered = 0;
            for (Future<Integer> session : sessions) {
                answered += session.get();
            }
            assertThat(answered).isEqualTo(40 * 12);
        } finally {
            pool.shutdownNow();
        }
        assertThat(Study.answers(folder)).hasSize(480);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] reply = new byte[65_536];
            InputStream in = socket.getInputStream();
            int length = 0;
            while (length < reply.length && !new String(reply, 0, length, StandardCharsets.UTF_8).contains("</html>")
                    && !new String(reply, 0, length, StandardCharsets.UTF_8).contains("Content-Length: 0")) {
                int read = in.read(reply, length, reply.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
            return new String(reply, 0, length, StandardCharsets.UTF_8);
        }
    }
}
