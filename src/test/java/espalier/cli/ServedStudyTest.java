package espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import espalier.Main;
import espalier.study.SmallStudy;
import espalier.study.Study;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.CookieManager;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study --serve} in a process of its own, killed in the middle of a session as {@code kill -9} does. */
class ServedStudyTest {

    private static final Pattern TOLD = Pattern.compile("Take part at (\\S+) with the code (\\S+)");
    private static final Pattern NUMBER = Pattern.compile("name=\"number\" value=\"(-?\\d+)\"");

    @TempDir
    private Path folder;
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aSessionGoesOnAfterTheServerWasKilled() throws Exception {
        SmallStudy.write(folder, SmallStudy.preference(2, 1, 100, 0));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).build();
        Matcher first = serve(port);
        String page = post(browser, first.group(1), "join", "code=" + first.group(2));
        assertThat(page).contains("I agree");
        String asked = null;
        for (int i = 0; i < 5; i++) {
            page = get(browser, first.group(1), "task");
            asked = number(page);
            page = post(browser, first.group(1), "answer", "number=" + asked + "&choice=left");
        }
        processes.get(0).destroyForcibly().waitFor();
        assertThat(Study.answers(folder)).hasSize(5);

        Matcher second = serve(port);
        // The answer that was sent before is not given twice, and the session goes on.
        page = post(browser, second.group(1), "answer", "number=" + asked + "&choice=right");
        assertThat(page).contains("Question 6");
        assertThat(Study.answers(folder)).hasSize(5);
        while (number(page) != null) {
            page = post(browser, second.group(1), "answer", "number=" + number(page) + "&choice=equal");
        }
        assertThat(page).contains("Thank you");
        processes.get(1).destroy();
        assertThat(processes.get(1).waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (Study study = Study.open(folder)) {
            assertThat(study.state()).isEqualTo(new Study.State(12, 0, 1));
        }
    }

    private Matcher serve(int port) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "study", "--serve", folder.toString(),
                "--port", Integer.toString(port)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        Matcher told = TOLD.matcher(line == null ? "" : line);
        assertThat(told.find()).as(line).isTrue();
        return told;
    }

    private static String number(String page) {
        Matcher found = NUMBER.matcher(page);
        return found.find() ? found.group(1) : null;
    }

    private static String get(HttpClient browser, String url, String path) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString()).body();
    }

    private static String post(HttpClient browser, String url, String path, String form)
            throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                .build(), BodyHandlers.ofString()).body();
    }
}
