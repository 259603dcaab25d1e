package espalier.workspace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import espalier.basics.AtomicFiles;
import espalier.basics.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Records as JSON files. Fields that this version does not know are passed over, so that newer files can be read. */
public final class JsonFiles {

    private static final ObjectMapper JSON = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFiles() {}

    /** Writes a record, whole or not at all. */
    public static void write(Path file, Object value) {
        AtomicFiles.write(file, out -> out.write(JSON.writeValueAsBytes(value)));
    }

    /** A record as it stands in a file. */
    public static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Reads a record.
     *
     * @param what it should be, for the sentence that says it is not: "a run"
     * @throws Problem that names the file where it is missing or damaged
     */
    public static <T> T read(Path file, Class<T> type, String what) {
        return read(file, "", type, what);
    }

    /**
     * The same of one field at the top of a file.
     *
     * @param field its name; empty for the whole file
     */
    static <T> T read(Path file, String field, Class<T> type, String what) {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            T value = JSON.treeToValue(field.isEmpty() ? tree : tree.path(field), type);
            if (value == null) {
                throw damaged(file, what, null);
            }
            return value;
        } catch (JsonProcessingException e) {
            throw damaged(file, what, e);
        } catch (NoSuchFileException e) {
            throw new Problem("There is no file " + file + ". Choose a folder or file that Espalier wrote.", e);
        } catch (IOException e) {
            throw new Problem(
                    file + " cannot be read: " + AtomicFiles.reason(e) + ". Check the file and its permissions.", e);
        }
    }

    /** Whether the file is JSON with this field at its top. */
    static boolean has(Path file, String field) {
        try {
            return JSON.readTree(Files.readAllBytes(file)).has(field);
        } catch (IOException e) {
            return false;
        }
    }

    private static Problem damaged(Path file, String what, Exception cause) {
        return new Problem(
                file + " is damaged: it cannot be read as " + what + ". Take another copy of the file, or remove it.",
                cause);
    }
}
