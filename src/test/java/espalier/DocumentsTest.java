package espalier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentsTest {

    /** {@code [text](target)}, but for targets outside of the project. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#[^)]*)?\\)");
    /** A path of the sources in code quotes. */
    private static final Pattern SOURCE = Pattern.compile("`(src/[\\w/.-]+)`");
    private static final Path TOP = Path.of("").toAbsolutePath();

    @Test
    void links_and_named_sources_are_there() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path document : documents()) {
            String text = Files.readString(document);
            targets(LINK, text).filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> missing.add(TOP.relativize(document) + " links " + target));
            targets(SOURCE, text).filter(source -> !Files.exists(TOP.resolve(source)))
                    .forEach(source -> missing.add(TOP.relativize(document) + " names " + source));
        }
        assertThat(missing).isEmpty();
    }

    private static Stream<String> targets(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).filter(target -> !target.isEmpty());
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> top = Files.list(TOP); Stream<Path> assets = Files.walk(TOP.resolve("assets"))) {
            Stream.concat(top, assets).filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents;
    }
}
