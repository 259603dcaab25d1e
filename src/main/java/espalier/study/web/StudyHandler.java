package espalier.study.web;

import espalier.basics.Problem;
import espalier.study.Question.Experiment;
import espalier.study.Sitting;
import espalier.study.Study;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for a study's pages. Answers to questions are sent by forms, and the reply sends the browser on to
 * the next question, so that a page that is reloaded sends nothing again.
 */
final class StudyHandler extends Handler.Abstract {

    /** A form has some fields of a few letters. */
    static final long BODY_BYTES = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(StudyHandler.class);
    private static final String COOKIE = "espalier-study";
    private static final long COOKIE_SECONDS = 30L * 24 * 3600;
    private static final int FIELDS = 8;
    /** Pictures smaller than this are enlarged with their pixels seen. */
    private static final int SMALL = 128;
    private static final String HTML = "text/html; charset=utf-8";
    /** Nothing but this server's own; no frames, no other site's forms. */
    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin", "Cross-Origin-Opener-Policy", "same-origin", "Cache-Control",
            "no-store");

    /**
     * What is sent back.
     *
     * @param headers beside those of all replies
     */
    private record Reply(int status, String type, byte[] body, Map<String, String> headers) {

        static Reply page(int status, String html) {
            return new Reply(status, HTML, html.getBytes(StandardCharsets.UTF_8), Map.of());
        }

        static Reply to(String place) {
            return new Reply(HttpStatus.SEE_OTHER_303, HTML, new byte[0], Map.of("Location", place));
        }
    }

    private final Study study;
    private final Participants participants;
    private final Pages pages;
    private final Map<String, byte[]> resources;
    private final Map<String, Sitting> sittings = new ConcurrentHashMap<>();

    StudyHandler(Study study, Participants participants) {
        this.study = study;
        this.participants = participants;
        pages = new Pages(study.content().design(), study.content().classNames(), isSmall(study));
        resources = Map.of("/style.css", resource("style.css"), "/script.js", resource("script.js"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = StudyHandler.class.getResourceAsStream("/espalier/study/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSmall(Study study) {
        Path first = study.picture(study.content().pictures().get(0).file()).orElseThrow();
        try {
            return ImageIO.read(first.toFile()).getWidth() < SMALL;
        } catch (IOException e) {
            throw new Problem(first + " is no picture. Copy the study again.", e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Reply reply;
        try {
            reply = reply(request);
        } catch (Problem e) {
            LOG.warn("An answer was not taken", e);
            reply = Reply.page(HttpStatus.SERVICE_UNAVAILABLE_503,
                    pages.notice("Please wait", "Your answer could not be kept. Tell the person who leads the study."));
        } catch (RuntimeException e) {
            reply = failure(request, e);
        }
        send(request, response, callback, reply);
        return true;
    }

    private Reply failure(Request request, Throwable failure) {
        int status = HttpStatus.INTERNAL_SERVER_ERROR_500;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException known) {
                status = known.getCode();
            } else if (cause instanceof IllegalArgumentException) {
                status = HttpStatus.BAD_REQUEST_400;
            }
        }
        if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
            LOG.error("A request failed: {}", request, failure);
        }
        return notice(status);
    }

    /** What Jetty refuses by itself. */
    boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR_500;
        send(request, response, callback, notice(status));
        return true;
    }

    private Reply notice(int status) {
        return Reply.page(status, switch (status) {
            case HttpStatus.NOT_FOUND_404 -> pages.notice("Not here", "There is no such page.");
            case HttpStatus.FORBIDDEN_403 -> pages.notice("Not yet", "Type the join code first.");
            case HttpStatus.CONFLICT_409 ->
                pages.notice("Once more", "The question has changed. Here is the one that " + "is asked now.");
            default -> pages.notice("That did not work", "The request was not understood.");
        });
    }

    private static void send(Request request, Response response, Callback callback, Reply reply) {
        response.setStatus(reply.status);
        HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        reply.headers.forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, ByteBuffer.wrap(head ? new byte[0] : reply.body), callback);
    }

    private Reply reply(Request request) {
        String path = Request.getPathInContext(request);
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> get(request, path);
            case "POST" -> isFromHere(request) ? post(request, path) : notice(HttpStatus.FORBIDDEN_403);
            default -> new Reply(HttpStatus.METHOD_NOT_ALLOWED_405, HTML, new byte[0], Map.of("Allow", "GET, POST"));
        };
    }

    /** Not sent by a page of another site. */
    private static boolean isFromHere(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        // Browsers send "null" from pages with a strict referrer policy; their cookie is strict too.
        return origin == null || origin.equals("null")
                || origin.equals("http://" + request.getHeaders().get(HttpHeader.HOST));
    }

    private Reply get(Request request, String path) {
        byte[] resource = resources.get(path);
        if (resource != null) {
            return new Reply(HttpStatus.OK_200,
                    path.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8", resource,
                    Map.of("Cache-Control", "max-age=3600"));
        }
        Optional<String> participant = participant(request);
        if (path.equals("/")) {
            return participant.isPresent() ? Reply.to("/task")
                    : Reply.page(HttpStatus.OK_200, pages.join(codeOfLink(request), ""));
        }
        if (participant.isEmpty()) {
            return path.matches("/(information|task|pause)") ? Reply.to("/")
                    : notice(path.startsWith("/pictures/") ? HttpStatus.FORBIDDEN_403 : HttpStatus.NOT_FOUND_404);
        }
        return switch (path) {
            case "/information" -> Reply.page(HttpStatus.OK_200, pages.information());
            case "/pause" -> {
                sitting(participant.get()).pause();
                yield Reply.page(HttpStatus.OK_200, pages.pause());
            }
            case "/task" -> Reply.page(HttpStatus.OK_200,
                    sitting(participant.get()).next().map(pages::task).orElseGet(pages::thanks));
            default -> path.startsWith("/pictures/") ? picture(participant.get(), path.substring("/pictures/".length()))
                    : notice(HttpStatus.NOT_FOUND_404);
        };
    }

    private static String codeOfLink(Request request) {
        String code = Request.extractQueryParameters(request).getValue("code");
        return code == null ? "" : code.substring(0, Math.min(12, code.length()));
    }

    /** A picture of the participant's own question; nobody looks ahead, or at the picture whose class is asked for. */
    private Reply picture(String participant, String file) {
        boolean alone = study.content().design().experiment() == Experiment.RECOGNITION;
        Optional<Path> found = study.next(participant)
                .filter(task -> task.maps().contains(file) || !alone && task.picture().equals(file))
                .flatMap(task -> study.picture(file));
        if (found.isEmpty()) {
            return notice(HttpStatus.NOT_FOUND_404);
        }
        try {
            return new Reply(HttpStatus.OK_200, "image/png", Files.readAllBytes(found.get()),
                    Map.of("Cache-Control", "private, max-age=3600"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply post(Request request, String path) {
        String type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                && request.getLength() != 0) {
            return notice(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415);
        }
        Fields form = FormFields.getFields(request, FIELDS, (int) BODY_BYTES);
        if (path.equals("/join")) {
            return join(form, Request.getRemoteAddr(request));
        }
        Optional<String> participant = participant(request);
        if (participant.isEmpty()) {
            return notice(HttpStatus.FORBIDDEN_403);
        }
        return switch (path) {
            case "/answer" -> answer(participant.get(), form);
            case "/leave" -> new Reply(HttpStatus.SEE_OTHER_303, HTML, new byte[0],
                    Map.of("Location", "/", "Set-Cookie", cookie("", 0)));
            default -> notice(HttpStatus.NOT_FOUND_404);
        };
    }

    private Reply join(Fields form, String address) {
        if (participants.mustWait(address)) {
            return Reply.page(HttpStatus.TOO_MANY_REQUESTS_429,
                    pages.join("", "Too many wrong codes. Wait a minute, then type it again."));
        }
        return participants.join(value(form, "code"), address)
                .map(token -> new Reply(HttpStatus.SEE_OTHER_303, HTML, new byte[0],
                        Map.of("Location", "/information", "Set-Cookie", cookie(token, COOKIE_SECONDS))))
                .orElseGet(() -> Reply.page(HttpStatus.FORBIDDEN_403,
                        pages.join("", "This is not the code. Type the one that you were given.")));
    }

    private Reply answer(String participant, Fields form) {
        Study.Outcome outcome = sitting(participant).answer(Integer.parseInt(value(form, "number")),
                value(form, "choice"));
        return outcome == Study.Outcome.NOT_ASKED ? notice(HttpStatus.CONFLICT_409) : Reply.to("/task");
    }

    private Sitting sitting(String participant) {
        return sittings.computeIfAbsent(participant, name -> new Sitting(study, name));
    }

    private static String value(Fields form, String name) {
        String value = form.getValue(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private Optional<String> participant(Request request) {
        return Request.getCookies(request).stream().filter(cookie -> cookie.getName().equals(COOKIE))
                .map(HttpCookie::getValue).filter(token -> token.matches("[0-9a-f]{32}")).findFirst()
                .flatMap(participants::of);
    }

    private static String cookie(String token, long seconds) {
        return COOKIE + "=" + token + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict";
    }
}
