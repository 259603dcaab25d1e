package espalier.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The 1 000 classes of ILSVRC 2012, which most published networks tell apart, in the order of their numbers. */
public final class ImageNetClasses {

    private static final String RESOURCE = "/espalier/imagenet.txt";

    private ImageNetClasses() {}

    /** Their names: no two are the same. */
    public static List<String> names() {
        return new ArrayList<>(Holder.BY_ID.values());
    }

    /** The name of a class by its id in WordNet, {@code n01440764}, as folders of its pictures are called. */
    public static Optional<String> name(String wordNetId) {
        return Optional.ofNullable(Holder.BY_ID.get(wordNetId));
    }

    /** Read when somebody asks. */
    private static final class Holder {

        private static final Map<String, String> BY_ID = read();

        private static Map<String, String> read() {
            Map<String, String> byId = new LinkedHashMap<>();
            try (InputStream in = ImageNetClasses.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("The program lacks its file " + RESOURCE);
                }
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                reader.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                    int space = line.indexOf(' ');
                    byId.put(line.substring(0, space), line.substring(space + 1));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return byId;
        }
    }
}
